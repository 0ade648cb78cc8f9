"""Budget of one portal in one run: bounds endless calendars and generated pages."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.counting import counted


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests, bytes and seconds for one portal in one run; 0 means no limit."""

    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Spent:
    """Requests and bytes of a portal since `since` (seconds on a monotonic clock)."""

    since: float
    requests: int = 0
    bytes: int = 0


def exhausted(spent: Spent, budget: Budget, now: float) -> str | None:
    """The exhausted budget as text, or None while something is left of each."""
    if budget.requests and spent.requests >= budget.requests:
        return counted(budget.requests, "request")
    if budget.bytes and spent.bytes >= budget.bytes:
        return f"{budget.bytes} bytes"
    if budget.seconds and now - spent.since >= budget.seconds:
        return f"{budget.seconds:.0f} seconds"
    return None
