"""The last lines of a run, for people."""

from __future__ import annotations

from crawler.extensions.summary import summary_lines
from crawler.stats.outcomes import DroppedPage, PortalOutcome


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


def test_dropped_pages_are_named_with_their_meaning() -> None:
    pages = [DroppedPage("a", "protected", f"https://a.example/{number}") for number in range(2)]
    pages.append(DroppedPage("a", "http_404", "https://a.example/x\x1b[31m"))
    outcome = PortalOutcome(id="a", found=3, dropped={"protected": 2, "http_404": 1})
    said = list(summary_lines([outcome], files=(), finish="finished", dropped=pages))
    assert "  protected: the portal asks for a password: https://a.example/0, ..." in said
    (other,) = [line for line in said if line.startswith("  http_404: the server answers HTTP 404: ")]
    assert "\x1b" not in other


def test_many_portals_take_few_lines() -> None:
    many = [
        PortalOutcome(
            id=f"p{number}",
            found=2,
            notes={"WordPress REST API is closed": 1},
            failed="connection refused" if number % 2 else None,
            verdict="watch",
        )
        for number in range(500)
    ]
    files = [f"output/articles/p{number}/2026-11-30.jsonl" for number in range(480)]
    said = list(summary_lines(many, files=files, finish="finished"))
    assert len(said) < 60
    assert "230 more portals failed; see the report" in said
    assert "  WordPress REST API is closed (500 portals)" in said
    assert "JSON Lines: 480 files below output/articles" in said
    assert "Look at: 230 more, see scrapy health" in said
    assert said[-1] == "250 of 500 portals failed"
