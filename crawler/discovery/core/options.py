"""What a run wants of a portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """`since` and `until` are days, both included, in the portal's zone. `now` is aware.

    With `full` every source is read to its end; without, reading stops where nothing is new. With `verify`
    each page of a source is read; without `skip_ahead` too (`crawler.discovery.core.skip_ahead`).
    `rest` allows whole articles from REST APIs. `sections` are paths below the portal's address that
    discovery keeps to; empty means the whole site. `memory` is what the last complete run remembered.
    `portal_options` are the portal's own (`crawler.portals.Portal.options`).
    """

    now: datetime
    since: date | None = None
    until: date | None = None
    full: bool = True
    verify: bool = False
    skip_ahead: bool = True
    rest: bool = True
    sections: tuple[str, ...] = ()
    timezone: str = "WIB"
    memory: Mapping[str, str] = field(default_factory=dict)
    portal_options: Mapping[str, object] = field(default_factory=dict)

    def before(self, time: str | None) -> bool:
        """Whether the time (ISO 8601 on the portal's clock) is known and lies before the days wanted."""
        return self.since is not None and time is not None and time[:10] < self.since.isoformat()

    def after(self, time: str | None) -> bool:
        """Whether the time (ISO 8601 on the portal's clock) is known and lies after the days wanted."""
        return self.until is not None and time is not None and time[:10] > self.until.isoformat()
