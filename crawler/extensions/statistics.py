"""Statistics collector without Scrapy's check at every attribute access (about twenty a page)."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class Statistics(MemoryStatsCollector):
    """Scrapy's collector without the wrapper that warns of a deprecated argument at each call."""

    __getattribute__ = object.__getattribute__
