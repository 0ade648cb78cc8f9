"""What a run wants of a portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from crawler.discovery.times import moment


@dataclass(frozen=True, slots=True)
class Wish:
    """`since` and `until` are days, both included, in the portal's zone. `now` is aware.

    With `full` every source is read to its end; without, reading stops where nothing is new.
    `sections` are paths below the portal's address that discovery keeps to; empty means the whole site.
    """

    now: datetime
    since: date | None = None
    until: date | None = None
    full: bool = True
    rest: bool = True
    sections: tuple[str, ...] = ()
    timezone: str = "WIB"

    def before(self, time: str | None) -> bool:
        """Whether the time (ISO 8601) is known and lies before the days that are wanted."""
        return self.since is not None and time is not None and _day(time) < self.since.isoformat()

    def after(self, time: str | None) -> bool:
        """Whether the time (ISO 8601) is known and lies after the days that are wanted."""
        return self.until is not None and time is not None and _day(time) > self.until.isoformat()


def _day(time: str) -> str:
    """The day in the zone that the time is written in; a time in UTC may be the next morning here."""
    if time.endswith("+00:00"):
        return moment(time).astimezone(UTC).date().isoformat()
    return time[:10]
