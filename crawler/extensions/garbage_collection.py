"""Tunes Python's garbage collector for a long run."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.workers.forking import freeze_loaded

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class GarbageCollection:
    """Sets the collector's thresholds when the crawl starts and restores them when it ends."""

    def __init__(self, crawler: Crawler) -> None:
        self._before = gc.get_threshold()
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_started(self) -> None:
        self._before = gc.get_threshold()
        freeze_loaded()

    def engine_stopped(self) -> None:
        gc.set_threshold(*self._before)
        gc.unfreeze()
