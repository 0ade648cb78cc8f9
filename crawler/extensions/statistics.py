"""Scrapy's statistics, counted some twenty times a page, without their look at every use of an attribute."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class Statistics(MemoryStatsCollector):
    """Scrapy's own, which wraps its methods at each use to warn of an argument that nothing here gives."""

    __getattribute__ = object.__getattribute__
