"""robots.txt according to RFC 9309: fetched once per host, obeyed, with Crawl-delay; a failure forbids the
host.

Replaces Scrapy's middleware, which crawls on if robots.txt is unavailable, parses error pages as rules and
files of any size, and ignores Crawl-delay.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Self

from protego import Protego
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import Refusal
from crawler.guard.limits import MAX_BODY
from crawler.guard.offsite import host_of
from crawler.guard.robots_parser import reduced, unreachable
from crawler.middlewares.failures import DOWNLOAD_ERRORS, failure_reason
from crawler.middlewares.refusals import Refused, refuse

KIND = "robots"
PRIORITY = 1000
TIMEOUT = 30.0
"""Seconds for one attempt at robots.txt."""
RETRIES = 1

UNREADABLE = frozenset({"size", "headers", "encoding", "challenge", "certificate", "host_down"})
"""Refusals of a response that may hold rules: the host is not crawled."""


@dataclass(frozen=True, slots=True)
class Robots:
    """Rules of a host's robots.txt. `trouble`: why it is unavailable; then nothing is allowed."""

    rules: Protego | None = None
    trouble: str | None = None


class RobotsMiddleware:
    """Refuses URLs that robots.txt forbids (reason `robots`), and all URLs of a host whose robots.txt is
    unavailable (`robots_unreachable`, RFC 9309 section 2.3.1.4).

    Settings: ROBOTSTXT_OBEY, ROBOTSTXT_USER_AGENT (the product token), CRAWL_DELAY_MAX in seconds.
    A Crawl-delay is set on the host's download slot; AutoThrottle does not change it.
    Sends the signal `robots_parsed` like Scrapy's middleware, with the Protego object.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._token = crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["BOT_NAME"]
        self._longest_delay = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        self._hosts: dict[str, asyncio.Task[Robots]] = {}
        self._under_way = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        robots = await self._robots(request)
        if robots.trouble is not None:
            detail = f"robots.txt cannot be read: {robots.trouble}"
            raise refuse(Refusal("robots_unreachable", detail), request.url, self._stats)
        if robots.rules is None:
            return
        if not robots.rules.can_fetch(request.url, self._token):
            self._stats.inc_value("robotstxt/forbidden")
            raise refuse(Refusal("robots", "robots.txt forbids"), request.url, self._stats)
        self._keep_delay(request, robots.rules)

    async def _robots(self, request: Request) -> Robots:
        parts = urlparse_cached(request)
        if parts.netloc not in self._hosts:
            url = f"{parts.scheme}://{parts.netloc}/robots.txt"
            self._hosts[parts.netloc] = asyncio.ensure_future(self._fetch(url, request))
        return await asyncio.shield(self._hosts[parts.netloc])

    async def _fetch(self, url: str, asked_for: Request) -> Robots:
        request = Request(
            url,
            priority=PRIORITY,
            callback=NO_CALLBACK,
            meta={
                "dont_obey_robotstxt": True,
                "allow_offsite": True,
                "kind": KIND,
                "download_timeout": min(TIMEOUT, self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")),
                "max_retry_times": min(RETRIES, self._crawler.settings.getint("RETRY_TIMES")),
                "tls_unverified": asked_for.meta.get("tls_unverified", False),
            },
        )
        self._stats.inc_value("robotstxt/request_count")
        assert self._crawler.engine is not None
        self._listen(+1)
        try:
            response = await self._crawler.engine.download_async(request)
        except Refused as error:
            # The guard refuses the host itself, as it will refuse its pages; otherwise the file is
            # unreadable.
            moved = host_of(error.url) != host_of(url)
            return Robots(trouble=error.detail) if moved or error.reason in UNREADABLE else Robots()
        except IgnoreRequest:  # too many redirects: unavailable, RFC 9309 section 2.3.1.2
            return Robots()
        except DOWNLOAD_ERRORS as error:
            return Robots(trouble=failure_reason(error)[1])
        finally:
            self._listen(-1)
        return self._read(response, asked_for)

    def _listen(self, more: int) -> None:
        """Connect `bytes_received` only while a robots.txt is in flight, not for every page."""
        self._under_way += more
        if more > 0 and self._under_way == 1:
            self._crawler.signals.connect(self._cut, signals.bytes_received)
        elif self._under_way == 0:
            self._crawler.signals.disconnect(self._cut, signals.bytes_received)

    def _read(self, response: Response, asked_for: Request) -> Robots:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if unreachable(response.status):
            return Robots(trouble=f"HTTP {response.status}")
        if response.status >= 300:
            return Robots()
        rules = Protego.parse(reduced(response.body, self._token))
        self._crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=asked_for)
        return Robots(rules)

    def _keep_delay(self, request: Request, rules: Protego) -> None:
        named = rules.crawl_delay(self._token)
        if named is None:
            return
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        delay = min(named, self._longest_delay)
        if delay <= downloader.settings.getfloat("DOWNLOAD_DELAY"):
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings.setdefault(key, {})["delay"] = delay  # for when the slot is recreated
        if key in downloader.slots:
            downloader.slots[key].delay = delay

    def _cut(self, data: bytes, request: Request) -> None:
        """Stop reading a robots.txt at its limit and keep what was received."""
        if request.meta.get("kind") != KIND:
            return
        received = request.meta["robots_received"] = request.meta.get("robots_received", 0) + len(data)
        if received >= MAX_BODY["robots"]:
            raise StopDownload(fail=False)
