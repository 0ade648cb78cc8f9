"""Python's garbage collector, set for a long run of many short-lived trees.

What is loaded when the crawl starts stays to its end: it is frozen, so that no collection walks over it
again. Then a collection of the oldest generation is cheap, and it may come often: what is held in cycles
(a failed request, a library's own) goes away with the memory of its page.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

THRESHOLDS = (5000, 10, 3)
"""Allocations before the youngest generation is looked at, and runs of each before the next older one."""


class Collection:
    """Sets the collector when the crawl starts, and back when it ends."""

    def __init__(self, crawler: Crawler) -> None:
        self._before = gc.get_threshold()
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_started(self) -> None:
        self._before = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)

    def engine_stopped(self) -> None:
        gc.set_threshold(*self._before)
        gc.unfreeze()
