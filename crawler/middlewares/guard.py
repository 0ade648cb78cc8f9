"""The first downloader middleware: refuses what the URL alone gives away, and counts every refusal."""

from __future__ import annotations

import logging
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.statscollectors import StatsCollector

from crawler.guard import ContactPolicy, refuse_url
from crawler.middlewares.policy import contact_policy
from crawler.middlewares.refused import Refused

logger = logging.getLogger(__name__)


class GuardMiddleware:
    """Refuses a request before robots.txt of its host is asked for, and before it waits in a host's queue.

    Stats: `guard/refused` and `guard/refused/<reason>`, refusals of the connection included.
    """

    def __init__(self, policy: ContactPolicy, stats: StatsCollector) -> None:
        self._policy = policy
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(contact_policy(crawler.settings), crawler.stats)

    def process_request(self, request: Request) -> None:
        refusal = refuse_url(request.url, self._policy)
        if refusal is not None:
            raise Refused(refusal, request.url)

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, Refused):
            self._stats.inc_value("guard/refused")
            self._stats.inc_value(f"guard/refused/{exception.reason}")
            logger.info("%s: %s", exception, request.url)
