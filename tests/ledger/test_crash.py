"""A small round of the crash test; `make test-crash` runs all of it."""

from __future__ import annotations

import pytest

from tests.ledger.crash import run
from tests.ledger.crash_trial import Skipped


def test_a_crawl_killed_three_times_loses_nothing() -> None:
    result, problems = run("killed", articles=60, rounds=3, seed=5)
    assert problems == []
    assert "60 articles, 0 lost, 0 doubled, 3 stops" in result


@pytest.mark.parametrize(
    "name",
    [
        "terminated",
        "locked",
        "disk-full",
        "renamed",
        pytest.param("clock-ahead", marks=pytest.mark.slow),
        pytest.param("suspended", marks=pytest.mark.slow),
        pytest.param("server-silent", marks=pytest.mark.slow),
        pytest.param("failed-over", marks=pytest.mark.slow),
    ],
)
def test_a_crawl_in_trouble_loses_nothing(name: str) -> None:
    try:
        result, problems = run(
            name, articles=40 if name in ("terminated", "locked") else 200, rounds=1, seed=5
        )
    except Skipped as reason:
        pytest.skip(str(reason))
    assert problems == []
    assert "0 lost, 0 doubled" in result
