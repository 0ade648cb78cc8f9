"""`scrapy crawl archive`: extracts articles from WARC files, without network, through the same pipelines."""

from __future__ import annotations

import glob
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals
from scrapy.utils.asyncio import run_in_thread, sleep

from crawler.counting import counted
from crawler.items import Article
from crawler.ledger.active_ledger import check_ledger, ledger_of
from crawler.ledger.errors import LedgerError
from crawler.portals.errors import UsageError, shown
from crawler.stats import outcomes
from crawler.templates.store import stored_portal_facts, stored_templates, templates_of
from crawler.workers.forking import cores
from crawler.workers.sizing import stores_unmodified
from spiders.arguments import own_files

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.archive.job_pool import Pool
    from crawler.archive.results import BrokenRecord

NAMES = ("warc", "host", "workers")

NAMED = 20
"""Maximum number of unreadable files to list by name."""

IN_HAND = 400
"""Maximum articles in the pipelines: enough to fill the ledger's batches."""


class ArchiveSpider(Spider):
    """Arguments: `-a warc=PATH-OR-GLOB[,...]`, `-a host=HOST[,...]` (with subdomains), `-a workers=N`
    (default: one per core).

    With one worker the crawl's own process extracts.
    """

    name = "archive"
    custom_settings = {  # noqa: RUF012 (Scrapy reads it so)
        "ITEM_PIPELINES": {
            "pipelines.duplicates.DuplicatesPipeline": 500,
            "pipelines.store.StorePipeline": 900,
        },
        "ARCHIVE": False,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "http", "https", "s3")),  # no network
        "DOWNLOADER_MIDDLEWARES": {},
    }

    def __init__(self, *args: Any, **given: str) -> None:
        super().__init__()
        self.given = given
        self.in_hand = 0
        self.ours: dict[str, bool] = {}
        self.unread: dict[str, str] = {}
        self.broken: dict[str, list[BrokenRecord]] = {}
        self.pool: Pool | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.settled, signal)
        workers = _workers(spider.given.get("workers"))
        if workers > 1:
            from crawler.archive.job_pool import Pool

            spider.pool = Pool(workers)
        return spider

    @classmethod
    def check_arguments(cls, settings: BaseSettings, **given: str) -> None:
        """Validate the arguments before anything starts. Raises UsageError."""
        unknown = sorted(set(given) - set(NAMES))
        if unknown:
            raise UsageError(f"unknown argument {unknown[0]!r}; there are: {', '.join(NAMES)}")
        _files(given.get("warc", ""))
        _workers(given.get("workers"))
        try:
            check_ledger(settings)
        except LedgerError as error:
            raise UsageError(str(error)) from error

    async def start(self) -> AsyncIterator[Any]:
        from crawler.archive.job_pool import InProcessExtraction, Source, Work
        from crawler.archive.results import BrokenRecord, RejectedPage, TemplateObservation, Unreadable

        assert self.crawler.stats is not None
        stats = self.crawler.stats
        source: Source | None = self.pool
        try:
            templates = templates_of(self.crawler)
            ledger = ledger_of(self.crawler)
            ledger.from_archive = True
            hosts = filter(None, (one.strip().lower() for one in self.given.get("host", "").split(",")))
            work = Work(
                tuple(_files(self.given.get("warc", ""))),
                tuple(hosts),
                tuple(own_files(self.settings)),
                stored_templates(ledger),
                stored_portal_facts(ledger),
                article_fingerprints=stores_unmodified(
                    self.settings.getdict("ITEM_PIPELINES"), self.settings.getdict("SPIDER_MIDDLEWARES")
                ),
            )
            source = (
                await run_in_thread(self.pool.begin, work)
                if self.pool is not None
                else InProcessExtraction(work)
            )
            while (results := await run_in_thread(source.take)) is not None:
                for result in results:
                    if isinstance(result, Unreadable):
                        self.unread[result.file] = result.why
                        self._say_what_is_left_out()
                    elif isinstance(result, BrokenRecord):
                        self.broken.setdefault(result.file, []).append(result)
                        self._say_what_is_left_out()
                    elif isinstance(result, TemplateObservation):
                        if self.ours.get(result.portal_id):
                            templates.record(result.portal_id, "article", result.observation)
                    elif isinstance(result, RejectedPage):
                        outcomes.count_found(stats, result.portal_id)
                        outcomes.count_dropped(stats, result.portal_id, result.reason)
                    elif self._takes(result.article):
                        while self.in_hand >= IN_HAND:
                            await sleep(0.01)
                        self.in_hand += 1
                        outcomes.count_found(stats, result.article.portal.id)
                        if result.article_fingerprint is not None:
                            ledger.expect_article(result.article_fingerprint)
                        yield result.article
            # Scrapy checks for completion when this ends, and afterwards only every five seconds.
            while not self._is_settled():
                ledger.request_flush()
                await sleep(0.01)
        finally:
            if source is not None:
                source.stop()

    def _is_settled(self) -> bool:
        """Whether Scrapy has processed all articles."""
        engine = self.crawler.engine
        assert engine is not None
        slot = engine.scraper.slot
        return slot is None or slot.is_idle()

    def settled(self) -> None:
        """Count an article that left the pipelines."""
        self.in_hand -= 1

    def _takes(self, article: Article) -> bool:
        """Whether this run may write the portal's articles."""
        portal_id = article.portal.id
        if portal_id not in self.ours:
            self.ours[portal_id] = ledger_of(self.crawler).lease(article.portal)
            if not self.ours[portal_id]:
                self._say_what_is_left_out()
        return self.ours[portal_id]

    def _say_what_is_left_out(self) -> None:
        """Report unreadable files, and portals leased by other runs, in one line."""
        assert self.crawler.stats is not None
        said = [f"{file} cannot be read further: {why}" for file, why in self.unread.items()]
        for file, records in self.broken.items():
            first = f"at {records[0].offset}: {shown(records[0].why)}"
            said.append(
                f"{file} has {counted(len(records), 'record')} that cannot be read, the first {first}"
            )
        more = len(said) - NAMED
        if more > 0:
            said[NAMED:] = [f"{more} more files cannot be read completely"]
        if held := ", ".join(sorted(one for one, ours in self.ours.items() if not ours)):
            said.append(f"other runs have {held}: extract it again later")
        outcomes.fail(self.crawler.stats, "archive", "; ".join(said))


def _files(text: str) -> list[Path]:
    """Return the files that match `warc=`. Raises UsageError if there are none."""
    if not text.strip():
        raise UsageError("name the files: warc=PATH-OR-GLOB, e.g. -a warc='output/warc/*.warc.gz'")
    found: list[Path] = []
    for pattern in text.split(","):
        matches = sorted(Path(name) for name in glob.glob(pattern.strip(), recursive=True))
        files = [path for path in matches if path.is_file()]
        if not files:
            raise UsageError(f"warc={pattern.strip()!r} matches no file")
        found += files
    return list(dict.fromkeys(found))


def _workers(text: str | None) -> int:
    """Return the number of worker processes. Raises UsageError."""
    if text is None:
        return cores()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise UsageError(f"workers={text!r} is not a number of processes; leave it out for all cores")
    return int(text)
