from __future__ import annotations

import pytest

from crawler.report.progress_state import PortalProgress, Progress, clock, progress_line


def test_the_line_says_what_is_done_and_how_fast() -> None:
    portals = (
        PortalProgress("a", found=10, written=10, changed=1, complete=True, done=True),
        PortalProgress("b", found=40, written=12, unchanged=5, dropped=3, complete=True),
        PortalProgress("c", failed=True),
    )
    progress = Progress(120.0, portals, pages=33, errors=1, recent=60, window=60.0)
    assert progress_line(progress) == (
        "2 min: 1 of 3 portals done, 1 failed; articles: 21 new, 1 changed, 5 unchanged, 3 dropped; "
        "1.0 pages/s; 1 error; about 2 min left"
    )


def test_an_empty_run_has_a_line() -> None:
    assert progress_line(Progress(0.0, ())) == (
        "0 s: 0 of 0 portals done; articles: 0 new, 0 changed, 0 unchanged, 0 dropped; 0.0 pages/s; 0 errors"
    )


def test_no_time_left_is_told_while_addresses_are_still_being_found() -> None:
    known = PortalProgress("a", found=100, written=50, complete=True)
    searching = PortalProgress("b", found=100, written=50)
    assert Progress(60.0, (known,)).seconds_left == pytest.approx(60.0)
    assert Progress(60.0, (known, searching)).seconds_left is None


def test_no_time_left_is_told_too_early() -> None:
    assert Progress(2.0, (PortalProgress("a", found=100, written=5, complete=True),)).seconds_left is None


def test_the_share_of_a_portal() -> None:
    assert PortalProgress("a", found=10, written=5).share is None
    assert PortalProgress("a", found=10, written=5, complete=True).share == 0.5
    assert PortalProgress("a", found=10, written=15, complete=True).share == 1.0
    assert PortalProgress("a", done=True).share == 1.0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.6, "1 min"), (720, "12 min"), (11100, "3 h 05 min")]
)
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
