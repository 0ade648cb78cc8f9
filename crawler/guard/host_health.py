"""How a host is doing, and when to wait for it, and when to leave it alone for the rest of the run.

Every failed attempt makes the crawl wait longer before the next one to the same host, and costs points; a
host that is answering again gets all of them back. When the points are spent the host is given up, so that
no run waits for ever. One article that gives errors costs its own attempts; it takes several in a row, with
nothing between them that works, to lose a host.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Trouble = Literal["server_error", "too_many_requests", "timeout", "connection", "challenge"]

POINTS = 12
COST: dict[Trouble, int] = {
    "server_error": 1,
    "too_many_requests": 2,  # each one asked the host to be left in peace
    "connection": 3,
    "timeout": 4,  # and each took its whole time
    "challenge": 4,  # the next page will be no different
}
DOUBLINGS = 6
"""The wait doubles with each failure in a row, this often: from 1 second to about a minute."""

LONGEST_RETRY_AFTER = 300.0
"""Seconds that a run waits for a host that asks for it; who asks for more is left for the next run."""


@dataclass(frozen=True, slots=True)
class Health:
    """A host's record in this run. `wait` are the seconds to leave it alone from now on.

    `given_up` says why it is left alone for the rest of the run, or is None.
    """

    failures: int = 0
    spent: int = 0
    wait: float = 0.0
    given_up: str | None = None


def after_success(health: Health) -> Health:
    """The host answered: not with an error of its own."""
    return replace(health, failures=0, spent=0, wait=0.0)


def after_failure(
    health: Health, trouble: Trouble, retry_after: float | None = None, *, first_wait: float = 1.0
) -> Health:
    """The host failed; `retry_after` are the seconds that it asked to be left alone, if it did.

    `first_wait` are the seconds after the first failure in a row.
    """
    if retry_after is not None and retry_after > LONGEST_RETRY_AFTER:
        return replace(health, given_up=f"asked to come back in {retry_after:.0f} s")
    failures = health.failures + 1
    spent = health.spent + COST[trouble]
    wait = max(first_wait * 2 ** min(failures - 1, DOUBLINGS), retry_after or 0.0)
    given_up = f"{failures} failures in a row, the last: {trouble}" if spent >= POINTS else None
    return Health(failures, spent, wait, given_up or health.given_up)


def read_retry_after(value: str, now: datetime) -> float | None:
    """Seconds from `now` (aware) that a Retry-After header names, RFC 9110 section 10.2.3, or None.

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
