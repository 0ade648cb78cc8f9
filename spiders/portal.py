"""`scrapy crawl portal`: connects Scrapy, the discovery planners and the pipelines."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from crawler.discovery.core.state import CrawlState, FetchDecision, NullState
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.multipage import MultipageArticle
from crawler.export.folders import check_articles_folder
from crawler.items import Page
from crawler.ledger.active_ledger import check_ledger, ledger_of
from crawler.ledger.crawl_state import LedgerCrawlState
from crawler.ledger.decisions import Window
from crawler.ledger.errors import LedgerError
from crawler.middlewares.failures import failure_reason, left_site_for
from crawler.portals import Portal, UsageError
from crawler.render.availability import why_unavailable
from crawler.stats import outcomes
from crawler.urls.canonical import clean_url
from crawler.workers.active_pool import worker_pool_of
from crawler.workers.sizing import STORE
from crawler.workers.wire_format import ExtractedPage, Outcome
from spiders.arguments import Arguments, read_arguments
from spiders.browser_search import BrowserSearch
from spiders.further_pages import FurtherPages
from spiders.page_requests import (
    headers_of,
    is_html_page,
    netloc_of,
    raw_page,
    read_from_worker,
    read_in_process,
    record_page,
    tree_of,
)
from spiders.pending_jobs import Job, conditional_headers
from spiders.portal_stats import ARTICLES_ALL_THE_SAME, BEFORE, INTERNAL_ERROR
from spiders.rendered_run import Access, RenderedRun, configured_access

if TYPE_CHECKING:
    from protego import Protego
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.workers.pool import WorkerPool

logger = logging.getLogger(__name__)

TREES = frozenset({Kind.HOME, Kind.LISTING})


class PortalSpider(FurtherPages, BrowserSearch, Spider):
    """Crawls the portals in its arguments concurrently, each with its own planner."""

    name = "portal"
    custom_settings = {  # noqa: RUF012 (Scrapy reads it so)
        "HTTPERROR_ALLOW_ALL": True,  # the meaning of an error status depends on the request
    }

    def __init__(self, *args: Any, **given: str) -> None:
        super().__init__()
        FurtherPages.__init__(self)
        BrowserSearch.__init__(self)
        self.given = given
        self.arguments = Arguments(())
        self.crawl_state: CrawlState = NullState()
        self.runs: dict[str, RenderedRun] = {}
        self.sitemaps: dict[str, tuple[str, ...]] = {}
        self.readers: WorkerPool | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.arguments = read_arguments(crawler.settings, **spider.given)
        # That pipeline settles URLs in the ledger; a crawl without it starts from nothing.
        if STORE in crawler.settings.getdict("ITEM_PIPELINES"):
            query = spider.arguments.match.text if spider.arguments.match else None
            window = Window(spider.arguments.since, spider.arguments.until, query)
            spider.crawl_state = LedgerCrawlState(ledger_of(crawler), window)
        crawler.signals.connect(spider.keep_going, signals.spider_idle)
        crawler.signals.connect(spider.watch_budget, signals.spider_opened)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.item_settled, signals.item_scraped)
        crawler.signals.connect(spider.item_settled, signals.item_error)
        crawler.signals.connect(spider.item_dropped, signals.item_dropped)
        return spider

    @classmethod
    def check_arguments(cls, settings: BaseSettings, **given: str) -> None:
        """Validate the arguments before anything starts. Raises UsageError."""
        read_arguments(settings, **given)
        if settings.get("RENDER") == "always" and (trouble := why_unavailable()) is not None:
            raise UsageError(f"RENDER=always: {trouble}")
        try:
            check_ledger(settings)
            check_articles_folder(Path(str(settings.get("OUTPUT_DIR") or "output")))
        except LedgerError as error:
            raise UsageError(str(error)) from error

    @property
    def portals(self) -> Sequence[Portal]:
        """The portals of this crawl; the guard middleware reads their certificate options."""
        return self.arguments.portals

    # --- requests ----------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        self.readers = worker_pool_of(self.crawler, len(self.arguments.portals))
        for portal in self.arguments.portals:
            for result in self._begin(portal):
                yield result

    def _begin(self, portal: Portal) -> Iterator[Request | Page | ExtractedPage]:
        """Start the portal's run, and yield its first requests."""
        with self._fails_only(portal):
            run = self._run(portal)
            if run is None:
                return
            run.enqueue(run.planner.start())
            self.runs[portal.id] = run
            if self.readers is not None and run.options.full:
                self.readers.start()  # before the first article is found
            yield from self._next(run)

    @contextmanager
    def _fails_only(self, portal: Portal) -> Iterator[None]:
        """An error outside the callbacks of requests fails this portal, and no other one."""
        try:
            yield
        except Exception as error:
            reason = str(error)
            if not isinstance(error, LedgerError):
                logger.exception("error in the crawl of %s", portal.id)
                reason = f"{INTERNAL_ERROR}; see the log"
            if (run := self.runs.get(portal.id)) is not None:
                run.fail(reason)
            else:
                assert self.crawler.stats is not None
                outcomes.fail(self.crawler.stats, portal.id, reason)

    def _run(self, portal: Portal) -> RenderedRun | None:
        """Create the portal's run; None if another process crawls the portal."""
        assert self.crawler.stats is not None
        arguments = self.arguments
        crawl_state = self.crawl_state
        if not crawl_state.acquire(portal):
            outcomes.note(self.crawler.stats, portal.id, "another run is crawling it; left to that run")
            return None
        options = arguments.crawl_options(portal, crawl_state, settings=self.settings)
        setting = str(self.settings.get("RENDER"))
        demanded = configured_access(portal, always=setting == "always")
        learned = Access.load(crawl_state.load_access(portal.id)) if portal.platform is None else Access()
        why_not = "RENDER=never" if setting == "never" else why_unavailable()
        access = learned if demanded is None else demanded
        if why_not is not None and (access.lists or access.articles):
            outcomes.note(self.crawler.stats, portal.id, f"its pages are read without a browser: {why_not}")
            access = Access()
        return RenderedRun(
            portal,
            options,
            crawl_state,
            self.crawler.stats,
            verify=arguments.mode == "full",
            limit=arguments.limit,
            access=access,
            may_search=why_not is None and demanded is None and portal.platform != "json_api",
            why_not=why_not,
        )

    def _next(self, run: RenderedRun) -> Iterator[Request | Page | ExtractedPage]:
        """Yield the portal's next requests, and the articles that need no request."""
        for decision, record in run.records():
            yield record_page(run, decision, record)
        yield from self._requests(run)

    def _requests(self, run: RenderedRun) -> list[Request]:
        """Return the portal's next requests only: whole articles wait for their next response."""
        self.search_if_needed(run)
        return [self._request(run, job) for job in run.jobs()]

    def _request(self, run: RenderedRun, job: Job) -> Request:
        if self.readers is not None and isinstance(job, FetchDecision):
            self.readers.start()  # loads the extraction while the first page is being downloaded
        data_url = run.data_url(job.candidate) if isinstance(job, FetchDecision) else None
        return Request(
            job.url if isinstance(job, Fetch) else data_url or clean_url(job.candidate.url),
            callback=self.receive if isinstance(job, Fetch) else self.receive_article,
            errback=self.miss,
            headers=conditional_headers(job, run.options),
            cb_kwargs={"run": run, "job": job},
            meta={  # for the guard's limits and the portal's budget
                "kind": job.kind.value if isinstance(job, Fetch) else "api" if data_url else "page",
                "portal": run.portal.id,
                "render": data_url is None and run.is_rendered(job),
                "render_more": run.list_steps if isinstance(job, Fetch) else 0,
            },
            dont_filter=True,  # the planner emits each URL once
        )

    # --- responses ---------------------------------------------------------------------------------

    def receive(self, response: Response, run: RenderedRun, job: Fetch) -> Iterator[Any]:
        """Handle the response to a discovery request."""
        tree = tree_of(response) if job.kind in TREES and response.status == 200 else None
        sitemaps = self.sitemaps.get(netloc_of(response.url), ())
        answer = FetchResult(
            job, response.status, response.url, headers_of(response), response.body, tree, sitemaps
        )
        run.on_result(answer)
        yield from self._next(run)
        run.close_if_done()

    async def receive_article(
        self, response: Response, run: RenderedRun, job: FetchDecision
    ) -> AsyncIterator[Any]:
        """Handle the response to an article request: extract here or in a worker."""
        if response.meta["kind"] == "api":
            for result in self.receive_data(response, run, job):
                yield result
        elif is_html_page(response, run, job):
            self.compare(response, run)
            item: Page | ExtractedPage | MultipageArticle | None
            if self.readers is None:
                item = read_in_process(response, run, job)
            else:
                raw = raw_page(response, run, job)
                run.on_pending(job, len(raw.body))
                for result in self._next(run):  # the host need not wait for the extraction
                    yield result
                answer = await self.readers.read(raw)
                if isinstance(answer, Outcome):
                    assert self.crawler.stats is not None
                    self.crawler.stats.inc_value("extraction/read_elsewhere")
                item = read_from_worker(answer, raw, response, run, job)
            if item is not None:
                yield self._rest(run, item, job) if isinstance(item, MultipageArticle) else item
        for result in self._next(run):
            yield result
        run.close_if_done()

    def miss(self, failure: Failure) -> Iterator[Any]:
        """Handle a request without response."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        run: RenderedRun = request.cb_kwargs["run"]
        job: Job = request.cb_kwargs["job"]
        word, text = failure_reason(cast("BaseException", failure.value))
        if isinstance(job, Fetch):
            run.on_result(FetchResult(job, failure=text, moved_to=left_site_for(failure.value)))
        else:
            run.on_failed(job, word, text, fatal=netloc_of(request.url) == netloc_of(job.candidate.url))
        yield from self._next(run)
        run.close_if_done()

    # --- Scrapy signals ----------------------------------------------------------------------------

    def robots_parsed(self, robotparser: Protego, request: Request) -> None:
        """Store the sitemaps that a host's robots.txt announces."""
        self.sitemaps[netloc_of(request.url)] = tuple(robotparser.sitemaps)

    def item_settled(self, item: Any) -> None:
        """Handle an item that left the pipelines: its portal may be finished, or waiting for it."""
        self._settle(item, None)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Handle an item that a pipeline dropped."""
        self._settle(item, getattr(exception, "reason", ""), getattr(exception, "variant_of", None))

    def _settle(self, item: Any, dropped: str | None, variant_of: str | None = None) -> None:
        if (run := self.runs.get(item.portal.id)) is None:
            return
        with self._fails_only(run.portal):
            reason = None if dropped in ARTICLES_ALL_THE_SAME else dropped
            if variant_of is not None:
                run.planner.variants.confirm(item.url, variant_of)
            if reason is None:
                run.planner.variants.on_article(item.url)
            run.on_article_judged(item.url, reason)
            if reason is not None and isinstance(item, Page | ExtractedPage):
                run.stats.record_bad_neighbour(item.known.source)
            job, missing = self.incomplete.pop(item.url, (None, 0))
            if job is not None:
                run.stats.on_incomplete(job, f"page {missing} is missing")
            run.stats.on_item_done(older=dropped == BEFORE)
            self._ask(self._requests(run))
            run.close_if_done()

    def _ask(self, requests: Sequence[Request]) -> None:
        engine = self.crawler.engine
        assert engine is not None
        for request in requests:
            engine.crawl(request)

    def _go_on(self, run: RenderedRun) -> None:
        self._ask(self._requests(run))
        run.close_if_done()

    def watch_budget(self) -> None:
        """Stop in order when the time is up: finish requests in flight, leave the rest in the ledger."""
        if self.arguments.budget is None:
            return
        timer = call_later(self.arguments.budget, self._stop_at_budget)
        self.crawler.signals.connect(lambda: timer.cancel(), signals.spider_closed, weak=False)

    def _stop_at_budget(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        deferred_from_coro(engine.close_spider_async(reason="budget"))

    def callback_failed(self, response: Response | Failure | None) -> None:
        """Handle an exception in a callback: its request is counted, and the portal continues."""
        if response is None:  # raised in `start`: there is no request
            return
        request = cast("Request", response.request)  # type: ignore[union-attr]
        run: RenderedRun = request.cb_kwargs["run"]
        with self._fails_only(run.portal):
            run.on_error(request.cb_kwargs["job"])
            self._ask(self._requests(run))
            run.close_if_done()

    def keep_going(self) -> None:
        """Handle an idle spider: request what an exception left behind, or finish the portals."""
        if self.searches:
            raise DontCloseSpider
        requests: list[Request] = []
        for run in self.runs.values():
            with self._fails_only(run.portal):
                run.fail_pending()
                requests += self._requests(run)
        self._ask(requests)
        if requests or self.searches:
            raise DontCloseSpider
        for run in self.runs.values():
            with self._fails_only(run.portal):
                run.close()
