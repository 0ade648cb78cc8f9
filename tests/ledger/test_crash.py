"""A small round of the crash test; `make test-crash` runs all of it."""

from __future__ import annotations

from tests.ledger.crash import run


def test_a_crawl_killed_three_times_loses_nothing() -> None:
    result, problems = run("killed", articles=60, rounds=3, seed=5)
    assert problems == []
    assert "60 articles, 0 lost, 0 doubled, 3 stops" in result
