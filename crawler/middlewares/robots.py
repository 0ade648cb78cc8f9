"""robots.txt as RFC 9309 has it: obeyed, asked for once per host, and no leave taken from its failure.

A 4xx answer means that there are no rules (section 2.3.1.3); a server that is overloaded (429, 502 and up),
silent, or sends more than anyone can read means that everything is forbidden for now (section 2.3.1.4).
Scrapy's own middleware lets everything pass then, and reads the error page as rules. One departure: 500 and
501 count as 4xx. They tell of a script that is broken at this one address, not of a server in need of rest.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.failures import (
    DOWNLOAD_ERRORS,
    FORBIDDEN,
    UNREADABLE,
    RobotsForbid,
    failure_reason,
)
from crawler.middlewares.refused import Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

RETRIES = 1
"""A host whose robots.txt fails twice is left alone for this run."""

PRIORITY = 1000
"""Ahead of everything else that waits for the host."""

MAX_SIZE = 512 * 1024
"""Bytes; section 2.5 asks for 500 KiB at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host allows: a parser, no rules at all (None), or `trouble` in words."""

    parser: ProtegoRobotParser | None = None
    trouble: str | None = None


class RobotsMiddleware:
    """Forbidden requests end with `RobotsForbid`. Sends `robots_parsed` as Scrapy's does."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        netloc = urlparse_cached(request).netloc
        if netloc not in self._rules:
            self._rules[netloc] = asyncio.ensure_future(self._fetch(request))
        rules = await asyncio.shield(self._rules[netloc])
        if rules.trouble is not None:
            raise RobotsForbid(f"{UNREADABLE}: {rules.trouble}")
        if rules.parser is not None and not rules.parser.allowed(request.url, self._agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise RobotsForbid(FORBIDDEN)

    async def _fetch(self, request: Request) -> Rules:
        url = urlparse_cached(request)
        asked = Request(
            f"{url.scheme}://{url.netloc}/robots.txt",
            priority=PRIORITY,
            meta={
                "dont_obey_robotstxt": True,
                "max_retry_times": RETRIES,
                "download_maxsize": MAX_SIZE,
                "allow_offsite": True,
            },
            callback=NO_CALLBACK,
        )
        engine = self._crawler.engine
        assert engine is not None
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await engine.download_async(asked)
        except Refused:
            return Rules()  # the request itself will be refused for the same reason, under its own name
        except DOWNLOAD_ERRORS as error:
            return Rules(trouble=failure_reason(error)[1])
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == 429 or response.status > 501:
            return Rules(trouble=f"HTTP {response.status}")
        if response.status >= 300:
            return Rules()
        parser = ProtegoRobotParser(response.body, self._crawler.spider)
        await self._crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return Rules(parser)
