"""Watches of new articles during a crawl: a separate process tests stored articles and sends messages.

The crawl only starts that process and logs its events. No failure of a watch fails the crawl: unsent articles
stay in the ledger, and the next run sends them.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import sleep

from crawler.counting import counted
from crawler.items import Article
from crawler.ledger.active_ledger import ledger_target
from crawler.ledger.errors import LedgerError
from crawler.portals.errors import UsageError

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.watch.notifier_process import Event, NotifierProcess
    from crawler.watch.watch_file import WatchFile

logger = logging.getLogger(__name__)

LAST_SECONDS = 10.0
"""Seconds at the end of the crawl for the articles stored last."""

KILL_SECONDS = LAST_SECONDS + 10

STORE = "pipelines.store.StorePipeline"


class Watching:
    """Starts the process with the first stored article, or at once if unsent articles wait."""

    def __init__(self, crawler: Crawler, file: WatchFile) -> None:
        self.crawler = crawler
        self._file = file
        self._process: NotifierProcess | None = None
        self._off = False
        self._counts: Counter[str] = Counter()
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        from crawler.watch.watch_file import read_watches

        if STORE not in crawler.settings.getdict("ITEM_PIPELINES"):
            raise NotConfigured
        try:
            file = read_watches(crawler.settings.get("WATCH_FILE"))
        except UsageError as error:  # `scrapy crawl` checks the file before; other programs may not
            logger.error("watches are off: %s", error)
            raise NotConfigured from error
        if not file.watches:
            raise NotConfigured
        return cls(crawler, file)

    def spider_opened(self) -> None:
        from crawler.ledger.watches import Watches

        try:
            with Watches.open(ledger_target(self.crawler.settings)) as state:
                state.register([watch.name for watch in self._file.watches])
                tallies = state.tallies()
                waits = any(tally.waiting for pair, tally in tallies.items() if pair in self._file.pairs)
        except LedgerError as error:
            self._off = True
            logger.error("watches are off in this run: %s", error)
            return
        if waits:
            self._start()

    def item_scraped(self, item: Any) -> None:
        if self._process is None and not self._off and isinstance(item, Article):
            self._start()

    async def spider_closed(self) -> None:
        if self._process is None:
            return
        self._process.finish()
        deadline = time.monotonic() + KILL_SECONDS
        while self._process.running and time.monotonic() < deadline:
            await sleep(0.1)
        status = self._process.kill()
        if status:
            logger.error("the notification process exited with status %s; the next run continues", status)
        assert self.crawler.stats is not None
        for key, count in self._counts.items():
            self.crawler.stats.set_value(key, count)

    def _start(self) -> None:
        from crawler.watch.notifier_process import NotifierProcess

        settings = self.crawler.settings
        request = {
            "mode": "watch",
            "ledger": ledger_target(settings),
            "file": str(settings.get("WATCH_FILE")),
            "seconds": LAST_SECONDS,
        }
        try:
            self._process = NotifierProcess(request, self._log)
        except OSError as error:
            self._off = True
            logger.error("watches are off in this run: the process cannot be started (%s)", error.strerror)

    def _log(self, event: Event) -> None:
        """Log an event; called in the reader thread."""
        name, count = event.get("watch"), event.get("count", 0)
        match event["event"]:
            case "notified":
                self._counts[f"watch/{name}/told"] += count
                logger.info("watch %s: %s sent to %s", name, _articles(count), event["to"])
            case "failed":
                logger.warning(
                    "watch %s: %s could not be sent to %s: %s",
                    name,
                    _articles(count),
                    event["to"],
                    event["why"],
                )
            case "old":
                self._counts[f"watch/{name}/old"] += count
                logger.info("watch %s: %s not sent: older than max_age_days", name, _articles(count))
            case "waiting":
                self._counts[f"watch/{name}/waiting"] += count
                level = logging.ERROR if event["failed"] else logging.INFO  # also with --quiet
                why = f" ({event['why']})" if event["why"] else ""
                logger.log(
                    level, "watch %s: %s wait to be sent to %s%s", name, _articles(count), event["to"], why
                )
            case "error":
                logger.error("watches: %s", event["why"])


def _articles(count: int) -> str:
    return counted(count, "article")
