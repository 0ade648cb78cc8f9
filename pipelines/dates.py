"""Third step: every date as ISO 8601."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from crawler import extraction
from crawler.dates.fallback import TALLY
from crawler.workers.wire_format import ExtractedPage
from pipelines.page_time import Between, taking

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DatesPipeline:
    """Draft -> Draft: publication and modification times chosen, dates in the body found.

    At the end the statistics tell how many publication lines our grammar declined so that dateparser was
    asked (`dates/dateparser/asked`), and how many of its answers were `read` or `refused`.
    """

    def __init__(self, stats: StatsCollector | None = None) -> None:
        self.stats = stats
        self._before = asdict(TALLY)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(crawler.stats)

    def open_spider(self) -> None:
        self._before = asdict(TALLY)

    def process_item(self, item: Between) -> Between:
        if isinstance(item, ExtractedPage):
            return item
        with taking(item.time):
            return extraction.normalise_dates(item)

    def close_spider(self) -> None:
        if self.stats is None:
            return
        for name, count in asdict(TALLY).items():
            self.stats.set_value(f"dates/dateparser/{name}", count - self._before[name])
