"""After the dates: only the time that the run asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from crawler.stats.outcomes import Dropped
from pipelines.page_time import Between

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PeriodPipeline:
    """Drops an article published outside of `since` and `until` (both days included), in the portal's zone.

    Without a publication time it cannot be said to lie outside, so it stays.
    """

    def __init__(self, since: date | None, until: date | None) -> None:
        self.since = since
        self.until = until

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        arguments = getattr(crawler.spider, "arguments", None)
        return cls(getattr(arguments, "since", None), getattr(arguments, "until", None))

    def process_item(self, item: Between) -> Between:
        if item.published_at is None:
            return item
        day = date.fromisoformat(item.published_at[:10])
        if self.since is not None and day < self.since:
            raise Dropped("before_since", f"published {day}", published=item.published_at)
        if self.until is not None and day > self.until:
            raise Dropped("after_until", f"published {day}", published=item.published_at)
        return item
