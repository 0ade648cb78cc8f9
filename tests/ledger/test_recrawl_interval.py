from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger.recrawl_interval import (
    DAY,
    HOUR,
    Bounds,
    overdue,
    recrawl_interval,
    typical_publication_gap,
)
from crawler.ledger.visit import Visit

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
BOUNDS = Bounds()


def every(hours: float, count: int = 20, *, last: float = 0.0) -> list[str]:
    """Publications `hours` apart, the newest `last` hours ago."""
    return [(NOW - timedelta(hours=last + hours * number)).isoformat() for number in range(count)]


def visit(hours_ago: float, **changes: object) -> Visit:
    plain = Visit("a", int(NOW.timestamp() - hours_ago * HOUR), "run", complete=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def waited(hours_ago: float, published: list[str], **changes: object) -> float:
    return overdue("a", published, [visit(hours_ago, **changes)], NOW.timestamp(), BOUNDS)


def test_the_pace_is_the_median_gap_between_publications() -> None:
    assert typical_publication_gap(every(6)) == 6 * HOUR
    assert typical_publication_gap(["2026-11-20", "2026-11-18", "2026-11-19"]) == DAY
    assert typical_publication_gap(["2026-11-20", "2026-11-20", "2026-11-19"]) is None
    assert typical_publication_gap(["not a day", "2026-11-19"]) is None


def test_many_releases_at_one_moment_are_one_publication() -> None:
    assert typical_publication_gap([moment for moment in every(24) for _ in range(5)]) == DAY


@pytest.mark.parametrize(
    ("published", "hours"),
    [
        (every(0.1), 1),  # never more often than the least
        (every(6), 3),  # half of its gap
        (every(24 * 7), 24),  # never more seldom than the most
        (every(2, last=100), 10),  # busy once, quiet for long
        ([], 24),
    ],
)
def test_the_rest_follows_the_pace_within_bounds(published: list[str], hours: float) -> None:
    assert recrawl_interval(published, [visit(1)], NOW.timestamp(), BOUNDS) == pytest.approx(hours * HOUR)


def test_a_portal_that_fails_rests_longer() -> None:
    failing = [visit(1, failed="refused"), visit(2, failed="refused"), visit(9)]
    assert recrawl_interval(every(2), failing, NOW.timestamp(), BOUNDS) == 4 * HOUR
    assert recrawl_interval(every(2), [visit(1, failed="x")] * 30, NOW.timestamp(), BOUNDS) == DAY


def test_due_after_its_rest_and_not_before() -> None:
    assert waited(2.5, every(6)) < 1 <= waited(3.5, every(6))


def test_a_portal_never_seen_comes_first() -> None:
    assert overdue("a", [], [], NOW.timestamp(), BOUNDS) == float("inf")


def test_one_that_was_cut_short_is_due_at_once() -> None:
    assert waited(0.01, every(24), complete=False) >= 1
    assert waited(0.01, every(24), complete=False, failed="refused") < 1


def test_a_visit_from_the_future_does_not_silence_a_portal() -> None:
    assert waited(-100, every(6)) >= 1


def test_portals_do_not_fall_into_step() -> None:
    ended = int(NOW.timestamp()) - 3 * HOUR
    shares = {
        overdue(
            f"portal-{number}",
            every(6),
            [Visit(f"portal-{number}", ended, "r", True)],
            NOW.timestamp(),
            BOUNDS,
        )
        for number in range(100)
    }
    assert len(shares) > 90
    assert min(shares) < 0.93
    assert max(shares) > 1.07


@given(
    st.lists(st.floats(0, 1e5)),
    st.floats(0, 1e4),
    st.integers(0, 20),
)
def test_the_rest_always_lies_within_the_bounds(gaps: list[float], since: float, failures: int) -> None:
    published = [(NOW - timedelta(hours=gap)).isoformat() for gap in gaps]
    history = [visit(since, failed="x") for _ in range(failures)] or [visit(since)]
    assert BOUNDS.least <= recrawl_interval(published, history, NOW.timestamp(), BOUNDS) <= BOUNDS.most
