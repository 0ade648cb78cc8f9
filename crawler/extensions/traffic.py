"""Counts requests, failures, bytes and time per portal at the downloader."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.stats.outcomes import measure

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REFUSALS = frozenset({408, 429})
"""Statuses below 500 that ask to retry later."""


class Traffic:
    """Counts every request that reaches the downloader, including redirects and retries, under its portal."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.stats = crawler.stats
        self._first: dict[str, float] = {}
        crawler.signals.connect(self.sent, signals.request_reached_downloader)
        crawler.signals.connect(self.received, signals.response_downloaded)
        crawler.signals.connect(self.left, signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def sent(self, request: Request) -> None:
        portal_id = portal_of(request)
        if portal_id is not None:
            self._first.setdefault(portal_id, time.monotonic())
            measure(self.stats, portal_id, "requests")
            measure(self.stats, portal_id, "errors")  # until the response arrives

    def received(self, response: Response, request: Request) -> None:
        portal_id = portal_of(request)
        if portal_id is not None:
            measure(self.stats, portal_id, "size", len(response.body))
            if response.status < 500 and response.status not in REFUSALS:
                measure(self.stats, portal_id, "errors", -1)

    def left(self, request: Request) -> None:
        portal_id = portal_of(request)
        if portal_id in self._first:
            seconds = round(time.monotonic() - self._first[portal_id], 3)
            self.stats.set_value(f"work/{portal_id}/seconds", seconds)


def portal_of(request: Request) -> str | None:
    """Return the portal of a request; None for Scrapy's own requests, such as robots.txt."""
    run = request.cb_kwargs.get("run")
    return run.portal.id if run is not None else None
