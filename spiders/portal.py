"""`scrapy crawl portal`: carries requests and responses between Scrapy, the plans and the pipelines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, cast

from lxml.html import HtmlElement
from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from crawler import outcomes
from crawler.discovery.address import same_site, tidy
from crawler.discovery.challenge import challenge_name
from crawler.discovery.knowledge import Knowledge, Landing, Needed, NothingKnown
from crawler.discovery.model import Answer, Fetch, Kind
from crawler.discovery.plan import Plan
from crawler.discovery.wish import Wish
from crawler.items import KnownFacts, Page
from crawler.ledger.current import check_ledger, ledger_of
from crawler.ledger.decisions import Window
from crawler.ledger.errors import LedgerError
from crawler.ledger.knowledge import LedgerKnowledge
from crawler.middlewares.failures import failure_reason
from crawler.platforms import PLATFORMS
from crawler.portals import Portal, UsageError
from spiders.arguments import Arguments, read_arguments
from spiders.run import Job, PortalRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

TREES = frozenset({Kind.HOME, Kind.LISTING})
NOT_AN_ARTICLE = frozenset({"page", "listing", "protected"})


class PortalSpider(Spider):
    """Crawls the portals that its arguments name, each by its own plan, side by side."""

    name = "portal"
    custom_settings = {  # noqa: RUF012 (Scrapy reads it so)
        "HTTPERROR_ALLOW_ALL": True,  # what an error means depends on what was asked for
    }

    def __init__(self, *args: Any, **given: str) -> None:
        super().__init__()
        self.given = given
        self.arguments = Arguments(())
        self.knowledge: Knowledge = NothingKnown()
        self.finished: set[str] = set()
        self.runs: dict[str, PortalRun] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.arguments = read_arguments(crawler.settings, **spider.given)
        window = Window(spider.arguments.since, spider.arguments.until)
        spider.knowledge = LedgerKnowledge(ledger_of(crawler), window)
        crawler.signals.connect(spider.keep_going, signals.spider_idle)
        crawler.signals.connect(spider.watch_budget, signals.spider_opened)
        return spider

    @classmethod
    def check_arguments(cls, settings: BaseSettings, **given: str) -> None:
        """Refuse arguments that cannot be used, before anything starts. Raises UsageError."""
        read_arguments(settings, **given)
        try:
            check_ledger(settings)
        except LedgerError as error:
            raise UsageError(str(error)) from error

    @property
    def portals(self) -> Sequence[Portal]:
        """The portals of this crawl; the guard asks what the registry says of their certificates."""
        return self.arguments.portals

    async def start(self) -> AsyncIterator[Any]:
        assert self.crawler.stats is not None
        for portal in self.arguments.portals:
            if not self.knowledge.take(portal):
                outcomes.note(self.crawler.stats, portal.id, "another run is crawling it; left to that")
                continue
            run = self.runs[portal.id] = self._run(portal)
            run.begin()
            for request in self._requests(run):
                yield request

    def _run(self, portal: Portal) -> PortalRun:
        assert self.crawler.stats is not None
        arguments = self.arguments
        full = arguments.mode == "full" or not self.knowledge.knows(portal.id)
        wish = Wish(
            now=datetime.now(UTC),
            since=arguments.since,
            until=arguments.until,
            full=full,
            rest=self.settings.getbool("WORDPRESS_REST"),
            sections=portal.sections,
            timezone=portal.zone,
        )
        plan = Plan(portal.address, PLATFORMS, wish)
        again = arguments.mode == "full"  # what is stored is fetched again only when asked for
        return PortalRun(portal, plan, self.knowledge, self.crawler.stats, full=again, limit=arguments.limit)

    def _requests(self, run: PortalRun) -> Iterator[Request]:
        for job in run.jobs():
            yield self._request(run, job)

    def _request(self, run: PortalRun, job: Job) -> Request:
        url = job.url if isinstance(job, Fetch) else tidy(job.candidate.url)
        return Request(
            url,
            callback=self.receive,
            errback=self.miss,
            headers=_conditions(job),
            cb_kwargs={"run": run, "job": job},
            meta={"kind": job.kind.value if isinstance(job, Fetch) else "page"},  # for the guard's limits
            dont_filter=True,  # the plan names each address once
        )

    def receive(self, response: Response, run: PortalRun, job: Job) -> Iterator[Any]:
        """A response came: tell the plan, or turn the article page into an item."""
        run.landed(job)
        if isinstance(job, Fetch):
            run.take(run.plan.receive(self._answer(job, response)))
        else:
            page = self._page(response, run, job)
            if page is not None:
                run.delivered()
                yield page
        yield from self._requests(run)
        self._finish(run)

    def miss(self, failure: Failure) -> Iterator[Any]:
        """No response came."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        run: PortalRun = request.cb_kwargs["run"]
        job: Job = request.cb_kwargs["job"]
        run.landed(job)
        word, text = failure_reason(cast("BaseException", failure.value))
        if isinstance(job, Fetch):
            run.take(run.plan.receive(Answer(job, failure=text)))
        else:
            run.miss(job, word)
        yield from self._requests(run)
        self._finish(run)

    def _finish(self, run: PortalRun) -> None:
        if run.drained and run.portal.id not in self.finished:
            self.finished.add(run.portal.id)
            everything = self.arguments.since is None and self.arguments.until is None
            self.knowledge.finish(run.portal.id, completed=run.completed and everything)

    def watch_budget(self) -> None:
        """Stop in order when the time is up: what is on the wire lands, the rest waits in the ledger."""
        if self.arguments.budget is None:
            return
        timer = call_later(self.arguments.budget, self._stop_at_budget)
        self.crawler.signals.connect(lambda: timer.cancel(), signals.spider_closed, weak=False)

    def _stop_at_budget(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        deferred_from_coro(engine.close_spider_async(reason="budget"))

    def keep_going(self) -> None:
        """Scrapy sees nothing left: hand it what an error in a callback left behind."""
        engine = self.crawler.engine
        assert engine is not None
        requests = [request for run in self.runs.values() if run.waiting for request in self._requests(run)]
        for request in requests:
            engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _answer(self, fetch: Fetch, response: Response) -> Answer:
        tree = _tree(response) if fetch.kind in TREES else None
        return Answer(
            fetch,
            response.status,
            response.url,
            {name.decode().lower(): value for name, value in _headers(response)},
            response.body,
            tree,
        )

    def _page(self, response: Response, run: PortalRun, job: Needed) -> Page | None:
        candidate = job.candidate
        if challenge_name(Answer(_ANY, response.status, response.url, dict(_lower(response)), response.body)):
            run.miss(job, "challenge")
            return None
        if response.status == 304:
            run.same(job)
            return None
        if response.status != 200:
            run.miss(job, f"http_{response.status}", gone=response.status in (404, 410))
            return None
        if not same_site(response.url, candidate.url):
            run.refuse(job, "redirected_away")
            return None
        if not isinstance(response, HtmlResponse):
            run.refuse(job, "not_html")
            return None
        tree = _tree(response)
        if tree is None:
            run.miss(job, "empty")
            return None
        kind = run.plan.page_kind(tree)
        if kind in NOT_AN_ARTICLE:
            run.refuse(job, str(kind))
            return None
        known = KnownFacts(source=candidate.source, title=candidate.title, published_at=candidate.published)
        landing = Landing(response.url, _header(response, "ETag"), _header(response, "Last-Modified"))
        self.knowledge.landed(run.portal.id, candidate, landing)
        return Page(response.url, run.portal, tree, datetime.now(UTC), known)


_ANY = Fetch("", Kind.LISTING)


def _tree(response: Response) -> HtmlElement | None:
    """The response's tree, parsed once by Scrapy's selector; None for what is no page or an empty one."""
    if not isinstance(response, TextResponse) or not response.body.strip():
        return None
    root = response.selector.root
    return root if isinstance(root, HtmlElement) else None


def _conditions(job: Job) -> dict[str, str]:
    """The headers of a conditional request, where the ledger kept validators of the last answer."""
    if isinstance(job, Fetch):
        return {}
    given = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified}
    return {name: value for name, value in given.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _headers(response: Response) -> Iterator[tuple[bytes, str]]:
    for name, values in response.headers.items():
        yield name, b", ".join(values).decode("latin-1")


def _lower(response: Response) -> Iterator[tuple[str, str]]:
    for name, value in _headers(response):
        yield name.decode().lower(), value
