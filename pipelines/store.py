"""Last step: stores the article in the ledger and appends it to the JSON Lines files.

Articles leave this step after their transaction is committed, so `-o` feeds hold only stored articles.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call, sleep
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred

from crawler.items import Article, Page
from crawler.ledger.errors import LedgerBusy, LedgerError, LedgerRefused, LedgerSetBack, LedgerUnreachable
from crawler.stats.outcomes import Dropped, count_gone, count_written
from crawler.workers.wire_format import ExtractedPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.ledger.entries import Stored

logger = logging.getLogger(__name__)

TICK = 0.05
"""Seconds between two checks of the batch."""

WATCH = 5.0
"""Seconds between two checks of the loop that checks the batch."""

BUSY_LIMIT = 60.0
"""Seconds that the ledger may be locked before the crawl stops."""

UNREACHABLE_LIMIT = 30.0
"""Seconds that the ledger's server may be unreachable before the crawl stops."""

CLOSE_PATIENCE = 10.0
"""Seconds that a statement may wait for a lock at the end of the crawl."""

CRAWL_PATIENCE = 0.05
"""Seconds that a statement may wait for a lock during the crawl, because it blocks the event loop."""


class StorePipeline:
    """Sends articles and the outcome of pages to the ledger; an article continues after its commit."""

    def __init__(self, crawler: Crawler) -> None:
        from crawler.export.jsonl import Projection
        from crawler.ledger.active_ledger import ledger_of

        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.ledger = ledger_of(crawler)
        self.projection = Projection(
            self.ledger,
            Path(crawler.settings.get("OUTPUT_DIR") or "output"),
            wanted=crawler.settings.getbool("JSON_LINES", True),
        )
        self._commit_loop = create_looping_call(self._tick)
        self._watchdog = create_looping_call(self._watch)
        self._checked: set[str] = set()
        self._pending_portals: set[str] = set()
        self._busy_since: float | None = None
        self._failed: LedgerError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_dropped, signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signals.item_error)
        return pipeline

    def open_spider(self) -> None:
        self.stats.set_value("articles/files", self.projection.files)
        try:
            self.projection.repair()
        except LedgerError as error:
            self._fail(error)
        arguments = getattr(self.crawler.spider, "arguments", None)
        self.ledger.accept_replaced = getattr(arguments, "mode", None) == "full"
        self.ledger.set_patience(CRAWL_PATIENCE)
        self._commit_loop.start(TICK, now=False)
        self._watchdog.start(WATCH, now=False)

    async def process_item(self, item: Article) -> Article:
        if self._failed is None and not self._commit_loop.running:
            self._fail(LedgerError("internal error: the loop that stores articles has stopped"))
        if self._failed is not None:
            raise Dropped("ledger_failed", str(self._failed))
        answered: Deferred[Stored] = Deferred()
        self.ledger.record_article(item, answered.callback, answered.errback)
        try:
            stored = await maybe_deferred_to_future(answered)
        except LedgerRefused as error:
            raise Dropped("not_storable", str(error)) from error
        except LedgerError as error:
            raise Dropped("ledger_failed", str(error)) from error
        if stored.kind == "unchanged":
            raise Dropped("unchanged", variant_of=stored.variant_of)
        if stored.kind == "replaced":
            raise Dropped("replaced", f"{item.url} shows another text than the stored article")
        if stored.kind == "duplicate":
            raise Dropped("duplicate", f"of {stored.article.duplicate_of}")
        count_written(self.stats, item.portal.id)
        self.stats.inc_value("articles/written")
        return stored.article

    def item_dropped(self, item: object, exception: BaseException) -> None:
        """Settle the URL of a page that an earlier step dropped."""
        self._expect_no_more(item)
        if not isinstance(item, Page | ExtractedPage) or not isinstance(exception, Dropped):
            return
        if exception.reason in ("unchanged", "duplicate", "replaced", "not_storable", "ledger_failed"):
            return  # raised by this step
        self.ledger.record_rejection(
            item.portal.id,
            item.url,
            exception.skipped or exception.reason,
            published=exception.published or item.known.published_at,
            skipped=exception.published is not None or exception.skipped is not None,
        )

    def item_error(self, item: object, failure: Failure) -> None:
        """A step raised on a page: a later run fetches its URL again."""
        self._expect_no_more(item)
        if isinstance(item, Page | ExtractedPage):
            self.ledger.record_page_failure(item.portal.id, item.url, f"internal_error: {failure.type}")

    def _expect_no_more(self, item: object) -> None:
        if isinstance(item, Page | ExtractedPage | Article):
            self.ledger.discard_fingerprint(item.portal.id, item.url)

    async def close_spider(self) -> None:
        for loop in (self._watchdog, self._commit_loop):
            if loop.running:
                loop.stop()
        while self._failed is None and self._commit(everything=True) is False:
            await sleep(TICK)
        self.ledger.set_patience(CLOSE_PATIENCE)
        if isinstance(self._failed, LedgerSetBack):
            self._recover()
        try:
            self.ledger.close(finished=self._failed is None)
        except LedgerError as error:
            self._fail(error)

    def _recover(self) -> None:
        """Make the files agree with a database that lost records."""
        try:
            self.ledger.recover()
            self.projection.rebuild(sorted(self.ledger.leased))
        except LedgerError as error:
            logger.error(
                "the files could not be compared with the ledger (%s); compare them with an export", error
            )
        else:
            logger.error(
                "the files of this run's portals were compared with the ledger, and replaced if needed"
            )

    def _watch(self) -> None:
        """End the crawl if the loop that stores articles has ended: they would wait for ever."""
        if self._failed is None and not self._commit_loop.running:
            self._fail(LedgerError("internal error: the loop that stores articles has stopped"))
        if self._failed is not None:
            self._watchdog.stop()
            self._close_crawl()

    def _close_crawl(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        deferred_from_coro(engine.close_spider_async(reason="ledger_failed"))

    def _tick(self) -> None:
        try:
            if self._failed is None:
                self._commit(everything=False)
        finally:
            if self._failed is not None:
                self._commit_loop.stop()
                self._close_crawl()

    def _commit(self, *, everything: bool) -> bool:
        """Commit what is due, or everything, and update the files; False: call again."""
        try:
            self._pending_portals.update(self.ledger.flush_all() if everything else self.ledger.tick())
            for portal_id in self.ledger.leased - self._checked:
                self.projection.check(portal_id)
                self._checked.add(portal_id)
            self.projection.advance(sorted(self._pending_portals))
            for portal_id, count in self.ledger.gone.items():
                count_gone(self.stats, portal_id, count)
            self.ledger.gone.clear()
            self._pending_portals.clear()
        except LedgerBusy as error:
            now = time.monotonic()
            self._busy_since = self._busy_since or now
            limit = UNREACHABLE_LIMIT if isinstance(error, LedgerUnreachable) else BUSY_LIMIT
            if now - self._busy_since < limit:
                return False
            self._fail(error)
        except LedgerError as error:
            self._fail(error)
        except Exception as error:  # otherwise the loop would end, and its articles would wait for ever
            self._fail(LedgerError(f"internal error while storing: {type(error).__name__}: {error}"))
            logger.exception("error while storing")
        else:
            self._busy_since = None
        return True

    def _fail(self, error: LedgerError) -> None:
        """Stop the crawl: the next run fetches again what could not be committed."""
        first, self._failed = self._failed is None, error
        self.ledger.abandon(error)  # before anything else may fail: articles wait for their answer
        if first:
            logger.error("%s; the crawl stops, and the next run continues from what is stored", error)
            self.stats.set_value("ledger/error", str(error))
