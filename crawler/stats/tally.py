"""Tallies of a portal in one run, shared by display, health, history and notifications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The tallies of a portal.

    Discovery lists `found` URLs; each ends as a `new` or `changed` (revised) article, as `unchanged`, or in
    `dropped` (counts by reason), unless the run does not reach it. `requests` were sent, `errors` of them
    without a usable response, `size` bytes were received, `seconds` passed from the first request to the
    last. `empty_bodies`, `without_date`, `suspect` and `low_confidence` count written articles, `drifted` how
    often pages stopped matching their template. `failed`: why the portal as a whole failed, in one line.
    """

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
    low_confidence: int = 0
    drifted: int = 0
    failed: str | None = None

    @property
    def written(self) -> int:
        """Stored articles, new and revised."""
        return self.new + self.changed

    @property
    def low_confidence_share(self) -> float:
        """Percent of the stored articles whose body was found with low confidence."""
        return 100 * self.low_confidence / self.written if self.written else 0.0

    def tallies(self) -> dict[str, Any]:
        """The tallies by name, to construct another record of the same portal and run."""
        return {one.name: getattr(self, one.name) for one in fields(Tally)}


def total(tallies: Iterable[Tally]) -> Tally:
    """Sum over several portals, without `failed`, which belongs to one portal."""
    counts: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for tally in tallies:
        counts.update({name: value for name, value in tally.tallies().items() if name in COUNTS})
        dropped.update(tally.dropped)
    numbers: dict[str, Any] = dict(counts)
    return Tally(dropped=dict(dropped), **numbers)


COUNTS = frozenset(one.name for one in fields(Tally)) - {"dropped", "failed"}
