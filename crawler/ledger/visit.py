"""What became of a portal in one run, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

NOT_WANTED = frozenset({"limit", "before_since", "after_until", "protected"})
"""Reasons that say nothing of a portal's health: the user's own bounds, and posts that are not public."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One portal in one run.

    `ended_at` in seconds since 1970 UTC; `complete` where the run got to the portal's end; `reasons` of the
    verdict as its giver wrote them. The tallies are those of `crawler.outcomes`.
    """

    portal_id: str
    ended_at: int
    run_id: str
    complete: bool
    failed: str | None = None
    found: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    errors: int = 0
    size: int = 0
    seconds: float = 0.0
    empty_bodies: int = 0
    without_date: int = 0
    suspect: int = 0
    verdict: str = "ok"
    reasons: list[Any] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Articles stored by the visit."""
        return self.new + self.changed

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
