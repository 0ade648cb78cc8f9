"""The last lines of a run, for people."""

from __future__ import annotations

from crawler.extensions.summary import summary_lines
from crawler.stats.outcomes import PortalOutcome


def lines(*outcomes: PortalOutcome) -> list[str]:
    return list(summary_lines(outcomes, files=(), finish="finished"))


def test_what_is_not_well_is_named_with_its_reason() -> None:
    said = lines(PortalOutcome(id="a", verdict="ok"), PortalOutcome(id="b", verdict="watch", why="2 suspect"))
    assert "Look at: b (watch): 2 suspect" in said
    assert not [line for line in said if line.startswith("Look at: a")]


def test_a_portal_that_failed_says_what_it_gave_until_then() -> None:
    failed = PortalOutcome(id="a", failed="gone", found=3, dropped={"not_fetched": 3}, verdict="broken")
    at = lines(failed).index("a: gone")
    assert lines(failed)[at + 1] == "  until then: 3 found, 0 written, 3 dropped (3 not_fetched)"
    assert "  until then" not in "".join(lines(PortalOutcome(id="a", failed="gone")))
