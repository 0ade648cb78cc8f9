from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text

from crawler.guard.host_health import (
    COST,
    DOUBLINGS,
    MAX_RETRY_AFTER_LENGTH,
    POINTS,
    Health,
    Trouble,
    after_failure,
    after_success,
    read_retry_after,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_waits_double() -> None:
    health, waits = Health(), []
    for _ in range(8):
        health = after_failure(health, "server_error")
        waits.append(health.wait)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 64]


def test_one_page_with_errors_does_not_lose_the_host() -> None:
    health = Health()
    for _ in range(20):
        for _ in range(3):
            health = after_failure(health, "server_error")
        health = after_success(health)
    assert health.given_up is None
    assert health.wait == 0


@given(lists(sampled_from(sorted(COST)), min_size=POINTS, max_size=POINTS))
def test_every_row_of_failures_ends(troubles: list[Trouble]) -> None:
    health, waited = Health(), 0.0
    for trouble in troubles:
        health = after_failure(health, trouble)
        waited += health.wait
    assert health.given_up is not None
    assert waited <= POINTS * 2**DOUBLINGS


def test_retry_after_is_kept() -> None:
    assert after_failure(Health(), "too_many_requests", 90.0).wait == 90.0


def test_a_host_that_asks_for_more_than_a_run_can_wait_is_left_alone() -> None:
    health = after_failure(Health(), "too_many_requests", MAX_RETRY_AFTER_LENGTH + 1)
    assert health.given_up is not None


def test_given_up_is_for_good() -> None:
    health = after_failure(Health(), "server_error", 1e6)
    assert after_success(health).given_up is not None
    assert after_failure(health, "server_error").given_up is not None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 01 Jan 2026 00:01:40 GMT", 100.0),
        ("Thu, 01 Jan 2026 00:01:40 -0000", 100.0),
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 400, 999999999.0),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds


@given(text())
def test_any_retry_after_gets_an_answer(value: str) -> None:
    seconds = read_retry_after(value, NOW)
    assert seconds is None or seconds >= 0
