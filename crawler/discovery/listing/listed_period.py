"""Skips the entries of a listing that print a day outside of the requested days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.entry_order import times_of
from crawler.discovery.listing.page import Link

MARGIN = timedelta(days=1)
"""How far the day in a listing may differ from the day on the article's page: by its time zone."""


class ListedPeriod:
    """Compares entries with the days `since` and `until` of a run.

    The printed days count only if they order the list: then they are days of publication, and not those of
    events that the articles announce.
    """

    def __init__(self, options: CrawlOptions) -> None:
        since, until = options.since, options.until
        self._first = (since - MARGIN).isoformat() if since is not None else ""
        self._last = (until + MARGIN).isoformat() if until is not None else ""

    def keep(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Return the links without those whose entries are surely outside."""
        if not (self._first or self._last) or times_of(links)[1] is None:
            return tuple(links)
        return tuple(
            link
            for link in links
            if (day := link.day) is None or not (day < self._first or (self._last and day > self._last))
        )

    def is_past(self, links: Collection[Link]) -> bool:
        """Whether the list has the newest entries first, and all that print a day are before `since`."""
        if not self._first or times_of(list(links))[1] != "newest first":
            return False
        return all(link.day < self._first for link in links if link.day is not None)
