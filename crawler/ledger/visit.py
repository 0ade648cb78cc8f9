"""What became of a portal in one run, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.stats.tally import Tally

NOT_WANTED = frozenset({"limit", "before_since", "after_until", "protected"})
"""Reasons that say nothing of a portal's health: the user's own bounds, and posts that are not public."""


@dataclass(frozen=True, slots=True)
class Visit(Tally):
    """One portal in one run, with its tallies.

    `ended_at` in seconds since 1970 UTC; `complete` where the run got to the portal's end; `reasons` of the
    verdict as its giver wrote them.
    """

    portal_id: str
    ended_at: int
    run_id: str
    complete: bool
    verdict: str = "ok"
    reasons: list[Any] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Found addresses that gave no article, but for those that the run was told to leave out."""
        return sum(count for reason, count in self.dropped.items() if reason not in NOT_WANTED)


def failures_in_a_row(history: Sequence[Visit]) -> int:
    """How many of the visits, the newest first, failed one after the other."""
    count = 0
    for visit in history:
        if visit.failed is None:
            break
        count += 1
    return count
