"""Third step: converts every date to ISO 8601."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from crawler import extraction
from crawler.dates.fallback import TALLY
from crawler.workers.wire_format import ExtractedPage
from pipelines.page_time import IntermediateItem, time_limit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DatesPipeline:
    """Draft -> Draft: selects publication and modification times and finds dates in the body.

    At the end of the crawl the stats hold how many publication lines dateparser received because our grammar
    declined them (`dates/dateparser/asked`), and how many of its answers were `read` or `refused`.
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

    def process_item(self, item: IntermediateItem) -> IntermediateItem:
        if isinstance(item, ExtractedPage):
            return item
        with time_limit(item.time):
            return extraction.normalise_dates(item)

    def close_spider(self) -> None:
        if self.stats is None:
            return
        for name, count in asdict(TALLY).items():
            self.stats.set_value(f"dates/dateparser/{name}", count - self._before[name])
