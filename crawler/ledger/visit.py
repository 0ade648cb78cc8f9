"""Result of a portal in one run, as the ledger stores it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.stats.tally import Tally

USER_BOUNDS = frozenset({"limit", "before_since", "after_until", "no_match", "protected"})
"""Reasons without meaning for a portal's health: the user's own bounds, and posts that are not public."""


@dataclass(frozen=True, slots=True)
class Visit(Tally):
    """One portal in one run, with its tallies.

    `ended_at` in seconds since 1970 UTC; `complete` if the run read the portal to its end; `reasons` of the
    health, as serialized by the report.
    """

    portal_id: str
    ended_at: int
    run_id: str
    complete: bool
    verdict: str = "ok"
    reasons: list[Any] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Discovered URLs that gave no article, except those excluded by the user's bounds."""
        return sum(count for reason, count in self.dropped.items() if reason not in USER_BOUNDS)


def failures_in_a_row(history: Sequence[Visit]) -> int:
    """Number of consecutive failed visits, starting at the newest."""
    count = 0
    for visit in history:
        if visit.failed is None:
            break
        count += 1
    return count
