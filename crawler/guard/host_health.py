"""Host health: back-off after failures, and when to give up a host for the rest of the run.

Every failed attempt doubles the wait before the next request to that host and costs points; a success
restores all points. A host without points left is given up, so that no run waits forever. A single broken
article costs only its own attempts; giving up takes several consecutive failures without a success between
them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Trouble = Literal["server_error", "too_many_requests", "timeout", "connection", "challenge"]

POINTS = 12
COST: dict[Trouble, int] = {
    "server_error": 3,
    "too_many_requests": 2,  # each response asked for fewer requests
    "connection": 3,
    "timeout": 4,  # each attempt took the full timeout
    "challenge": 4,  # later pages get the same response
}
DOUBLINGS = 6
"""How often the wait doubles: from 1 second to about a minute."""

MAX_RETRY_AFTER_LENGTH = 300.0
"""Maximum Retry-After, in seconds, that a run waits for; longer values postpone the host to the next run."""


@dataclass(frozen=True, slots=True)
class Health:
    """State of a host in this run. `wait`: seconds before the next request.

    `given_up`: why no further request is sent in this run, or None.
    """

    failures: int = 0
    spent: int = 0
    wait: float = 0.0
    given_up: str | None = None


def after_success(health: Health) -> Health:
    """State after a response without a server error."""
    return replace(health, failures=0, spent=0, wait=0.0)


RETRY_COST: dict[Trouble, int] = {"server_error": 0, "connection": 0, "timeout": 1}
"""Points of a repeated attempt at the same URL: a single broken page must not cost the host."""

NO_RETRIES_FROM = 3
"""Failures in a row from which no request to the host is repeated: other URLs are a better test."""


def after_failure(
    health: Health,
    trouble: Trouble,
    retry_after: float | None = None,
    *,
    first_wait: float = 1.0,
    is_retry: bool = False,
) -> Health:
    """State after a failure; `retry_after` in seconds, if the host sent it.

    `first_wait`: seconds after the first failure in a row. `is_retry`: a repeated attempt at the same URL.
    """
    if retry_after is not None and retry_after > MAX_RETRY_AFTER_LENGTH:
        return replace(health, given_up=f"asked to come back in {retry_after:.0f} s")
    failures = health.failures + 1
    spent = health.spent + (RETRY_COST.get(trouble, COST[trouble]) if is_retry else COST[trouble])
    wait = max(first_wait * 2 ** min(failures - 1, DOUBLINGS), retry_after or 0.0)
    given_up = f"{failures} failures in a row, the last: {trouble}" if spent >= POINTS else None
    return Health(failures, spent, wait, given_up or health.given_up)


def read_retry_after(value: str, now: datetime) -> float | None:
    """Seconds from `now` (aware) until the time in a Retry-After header (RFC 9110 section 10.2.3), or None.

    >>> read_retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:  # "-0000": UTC, by RFC 5322
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
