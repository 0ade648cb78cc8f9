"""Drops articles outside of the run's days, after dates are known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from crawler.stats.outcomes import Dropped
from pipelines.page_time import IntermediateItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PeriodPipeline:
    """Drops an article published outside of `since` and `until` (both inclusive), in the portal's zone.

    An article without a publication time is kept.
    """

    def __init__(self, since: date | None, until: date | None) -> None:
        self.since = since
        self.until = until

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        arguments = getattr(crawler.spider, "arguments", None)
        return cls(getattr(arguments, "since", None), getattr(arguments, "until", None))

    def process_item(self, item: IntermediateItem) -> IntermediateItem:
        if item.published_at is None:
            return item
        day = date.fromisoformat(item.published_at[:10])
        if self.since is not None and day < self.since:
            raise Dropped("before_since", f"published {day}", published=item.published_at)
        if self.until is not None and day > self.until:
            raise Dropped("after_until", f"published {day}", published=item.published_at)
        return item
