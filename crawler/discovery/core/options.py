"""Options for crawling one portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """`since` and `until` are days, both inclusive, in the portal's time zone. `now` is timezone-aware.

    `full` reads every source to its end; otherwise a source is read until it lists nothing new. `verify`
    reads each page of a source; so does `skip_ahead=False` (`crawler.discovery.core.skip_ahead`). `rest`
    allows whole articles from REST APIs. `sections` restricts discovery to these paths below the portal's
    URL; empty means the whole site. `memory` is the data stored by the last complete run. `portal_options`
    are the registry's options of the portal (`crawler.portals.Portal.options`).
    `recheck`: articles are requested between the pages of a listing, so that it may change meanwhile
    (`crawler.discovery.core.recheck`).
    `limit`: so many of the newest articles are enough, so sources in order of time come first.
    `alternatives` are addresses to try when the portal's own fails; None: the run must not leave that one.
    `entry` says where the portal's address is written.
    `matching`: only articles that match a query are stored.
    """

    now: datetime
    since: date | None = None
    until: date | None = None
    full: bool = True
    verify: bool = False
    skip_ahead: bool = True
    limit: int | None = None
    recheck: bool = False
    matching: bool = False
    rest: bool = True
    sections: tuple[str, ...] = ()
    timezone: str = "WIB"
    memory: Mapping[str, str] = field(default_factory=dict)
    portal_options: Mapping[str, object] = field(default_factory=dict)
    alternatives: tuple[str, ...] | None = None
    entry: str = ""

    @property
    def bounded(self) -> bool:
        """Whether the run leaves out articles by the user's choice, and so cannot complete the portal."""
        return self.since is not None or self.until is not None or self.matching

    def before(self, time: str | None) -> bool:
        """Whether the time (ISO 8601, portal's time zone) is known and before `since`."""
        return self.since is not None and time is not None and time[:10] < self.since.isoformat()

    def after(self, time: str | None) -> bool:
        """Whether the time (ISO 8601, portal's time zone) is known and after `until`."""
        return self.until is not None and time is not None and time[:10] > self.until.isoformat()
