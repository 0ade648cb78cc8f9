"""How long everybody waits for a sign of life before acting on its absence. Pure.

A worker writes a heartbeat to the database. Another one may take over its tasks when the heartbeat is
`stalled` seconds old; by then every crawl of the silent worker must have ended by itself. So a crawl lives
on a tether: its worker passes on each sign that the database still counts it as alive, and a crawl that
misses them stops. The parts add up to less than `stalled`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds, derived from the age at which a worker counts as dead."""

    stalled: float = 90.0

    @property
    def beat(self) -> float:
        """Between two heartbeats, and between two looks at one's own."""
        return self.stalled / 9

    @property
    def fresh(self) -> float:
        """The age up to which a worker's own heartbeat, read back, is passed on to its crawls."""
        return self.stalled * 2 / 9

    @property
    def fence(self) -> float:
        """Without a sign from its worker for so long, a crawl stops in order."""
        return self.stalled / 3

    @property
    def grace(self) -> float:
        """What a crawl that lost its worker has for stopping in order; then it ends at once."""
        return self.stalled * 2 / 9

    @property
    def longest(self) -> float:
        """The age of a worker's heartbeat by which its crawls have ended at the latest."""
        return self.fresh + self.fence + self.grace


STOP_IN_ORDER = 12.0
"""Seconds after SIGTERM in which a crawl lands what is on the wire; then it is told to drop it."""

STOP_AT_ALL = 8.0
"""Seconds that a crawl has after that, before it is killed; together well below 30."""
