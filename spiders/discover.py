"""`scrapy discover`: searches main portals for links to news sites, and requests hosts with common names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage, read_homepage
from crawler.middlewares.failures import failure_reason
from crawler.portals import Portal
from crawler.portals.candidates import Candidate, Target, named_hosts
from crawler.urls.hosts import host_of
from spiders.page_requests import headers_of, tree_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

NOT_FOUND = "host name is not found"
SAME_LINKS = 0.8
"""Share of common links from which on a page counts as the main site (a DNS wildcard)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Result for a candidate's front page: `trouble` is None if it may be a news site."""

    candidate: Candidate
    address: str
    trouble: str | None = None


class DiscoverSpider(Spider):
    """Requests `sources` for links to news sites of the `targets`, then candidates; `most` in total."""

    name = "discover"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True, "RETRY_TIMES": 0}  # noqa: RUF012 (Scrapy reads it so)

    def __init__(
        self,
        targets: Sequence[Target] = (),
        sources: Sequence[Portal] = (),
        listed: Iterable[Candidate] = (),
        known: Iterable[str] = (),
        most: int = 0,
        budget: int | None = None,
    ) -> None:
        super().__init__()
        self.portals = sources
        self.answers: list[Answer] = []
        self.left = 0
        self._targets = targets
        self._listed = list(listed)
        self._linked: list[Candidate] = []
        self._tried = set(known)
        self._most = most
        self._budget = budget
        self._mains: dict[str, Homepage] = {}
        self._began = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        if self._budget is not None:
            timer = call_later(self._budget, self._stop)
            self.crawler.signals.connect(lambda: timer.cancel(), signals.spider_closed, weak=False)
        for portal in self.portals[: self._most]:
            self._most -= 1
            yield self._request(portal.address, self.receive_source, self.miss_source, portal=portal)

    def _request(self, url: str, callback: Any, errback: Any, **given: Any) -> Request:
        meta = {"kind": Kind.HOME.value}
        return Request(url, callback, errback=errback, cb_kwargs=given, meta=meta, dont_filter=True)

    def receive_source(self, response: Response, portal: Portal) -> None:
        """Collect a portal's links that may lead to a news site."""
        site = self._site(response)
        if site is not None:
            self._mains[portal.code or ""] = site
            hosts = (host_of(url) for url in site.links)
            self._linked += named_hosts(hosts, self._targets, f"linked by {portal.domain}")

    def miss_source(self, failure: Failure) -> None:
        """Skip a portal that does not respond."""

    def idle(self) -> None:
        """Request the candidates after all sources are done."""
        if self._began:
            return
        self._began = True
        for candidate in (*self._linked, *self._listed):
            if candidate.host in self._tried:
                continue
            if self._most <= 0:
                self.left += 1
                continue
            self._tried.add(candidate.host)
            self._ask(candidate, "http")
        if self._tried:
            raise DontCloseSpider

    def _ask(self, candidate: Candidate, scheme: str) -> None:
        self._most -= 1
        url = f"{scheme}://{candidate.host}/"
        engine = self.crawler.engine
        assert engine is not None
        engine.crawl(self._request(url, self.receive, self.miss, candidate=candidate))

    def receive(self, response: Response, candidate: Candidate) -> None:
        """Keep a candidate with a page of its own."""
        site = self._site(response)
        main = self._mains.get(candidate.target.code)
        trouble = None
        if site is None:
            trouble = f"HTTP {response.status}" if response.status != 200 else "is not an HTML page"
        elif host_of(response.url).removeprefix("www.") != candidate.host:
            trouble = f"leads to {host_of(response.url)}"
        elif main is not None and _is_same(site, main):
            trouble = "shows the main site"
        self.answers.append(Answer(candidate, response.url, trouble))

    def miss(self, failure: Failure, candidate: Candidate | None = None) -> None:
        """Retry with https if http failed, unless the host does not exist.

        Most hosts redirect http to https; the other way round robots.txt would count as unreachable.
        """
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        candidate = cast("Candidate", request.cb_kwargs["candidate"])
        _, text = failure_reason(cast("BaseException", failure.value))
        if request.url.startswith("http:") and NOT_FOUND not in text and self._most > 0:
            self._ask(candidate, "https")
            return
        self.answers.append(Answer(candidate, request.url, text))

    def _site(self, response: Response) -> Homepage | None:
        tree = tree_of(response) if response.status == 200 else None
        if tree is None:
            return None
        fetch = Fetch(response.url, Kind.HOME)
        return read_homepage(FetchResult(fetch, 200, response.url, headers_of(response), b"", tree))

    def _stop(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        deferred_from_coro(engine.close_spider_async(reason="budget"))


def _is_same(site: Homepage, main: Homepage) -> bool:
    paths, others = ({url.partition("://")[2].partition("/")[2] for url in one.links} for one in (site, main))
    return site.title == main.title and bool(paths) and len(paths & others) >= SAME_LINKS * len(paths)
