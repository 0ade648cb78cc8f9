"""A pipeline for tests that records yielded (or stored) items, and a run's tallies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Article, Page
from crawler.stats.outcomes import count_written

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Recorder:
    """Writes pages to the file in the setting RECORD_TO, and the stats beside them."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.pages: list[dict[str, Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Page | Article) -> Page | Article:
        if isinstance(item, Article):
            self.pages.append(
                {"url": item.url, "title": item.title, "revision": item.revision, "body": item.body}
            )
            return item
        assert self.crawler.stats is not None
        count_written(self.crawler.stats, item.portal.id)
        self.pages.append(
            {
                "url": item.url,
                "portal": item.portal.id,
                "source": item.known.source,
                "title": item.known.title,
                "published_at": item.known.published_at,
                "body_only": item.body_only,
                "text": " ".join("".join(item.tree.itertext()).split())[-4000:],
            }
        )
        return item

    def close_spider(self) -> None:
        assert self.crawler.stats is not None
        record = {"pages": self.pages, "stats": self.crawler.stats.get_stats()}
        Path(self.crawler.settings["RECORD_TO"]).write_text(json.dumps(record, default=str), encoding="utf-8")
