"""How much one portal may cost in one run: endless calendars and generated pages come to an end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests, bytes and seconds for one portal in one run; 0 means no limit."""

    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Spent:
    """What a portal has cost since `since` (seconds on a monotonic clock)."""

    since: float
    requests: int = 0
    bytes: int = 0


def exhausted(spent: Spent, budget: Budget, now: float) -> str | None:
    """Which budget is used up, in words, or None while there is something left of each."""
    if budget.requests and spent.requests >= budget.requests:
        return f"{budget.requests} requests"
    if budget.bytes and spent.bytes >= budget.bytes:
        return f"{budget.bytes} bytes"
    if budget.seconds and now - spent.since >= budget.seconds:
        return f"{budget.seconds:.0f} seconds"
    return None
