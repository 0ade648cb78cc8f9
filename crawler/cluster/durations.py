"""Timeouts of heartbeats and leases in a cluster. Pure.

A worker writes a heartbeat to the database. Another worker may take over its tasks when the heartbeat is
`stalled` seconds old; by then every crawl of the silent worker must have ended by itself. A watchdog in each
crawl ensures that: the worker forwards each confirmed heartbeat, and a crawl that receives none stops. The
parts add up to less than `stalled`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All values in seconds, derived from the age at which a worker counts as dead."""

    stalled: float = 90.0

    @property
    def beat(self) -> float:
        """Interval between two heartbeats, and between two checks of one's own."""
        return self.stalled / 9

    @property
    def fresh(self) -> float:
        """Maximum age of a worker's own heartbeat, read back, that is forwarded to its crawls."""
        return self.stalled * 2 / 9

    @property
    def fence(self) -> float:
        """Time without a forwarded heartbeat after which a crawl shuts down."""
        return self.stalled / 3

    @property
    def grace(self) -> float:
        """Time for an orderly shutdown of a crawl that lost its worker; then it exits at once."""
        return self.stalled * 2 / 9

    @property
    def longest(self) -> float:
        """Age of a worker's heartbeat by which all its crawls have ended."""
        return self.fresh + self.fence + self.grace


STOP_IN_ORDER = 12.0
"""Seconds after SIGTERM for requests in flight to complete; then a crawl aborts them."""

STOP_AT_ALL = 8.0
"""Seconds after that before a crawl is killed; together well below 30."""
