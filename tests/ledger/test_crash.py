"""A small round of the crash test; `make test-crash` runs all of it."""

from __future__ import annotations

import pytest

from tests.ledger.crash import Skipped, run


def test_a_crawl_killed_three_times_loses_nothing() -> None:
    result, problems = run("killed", articles=60, rounds=3, seed=5)
    assert problems == []
    assert "60 articles, 0 lost, 0 doubled, 3 stops" in result


@pytest.mark.parametrize("name", ["terminated", "locked", "disk-full"])
def test_a_crawl_in_trouble_loses_nothing(name: str) -> None:
    try:
        result, problems = run(name, articles=200 if name == "disk-full" else 40, rounds=1, seed=5)
    except Skipped as reason:
        pytest.skip(str(reason))
    assert problems == []
    assert "0 lost, 0 doubled" in result
