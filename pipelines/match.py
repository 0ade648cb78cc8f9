"""Drops articles that do not match the run's query (`-a match=QUERY`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from crawler.items import Article
from crawler.ledger.decisions import NO_MATCH, no_match
from crawler.stats.outcomes import Dropped

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.query import Query


class MatchPipeline:
    """Drops an article that does not match; a run with another query, or without one, fetches it again."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._recorded = no_match(query.text)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        query: Query | None = getattr(getattr(crawler.spider, "arguments", None), "match", None)
        if query is None:
            raise NotConfigured
        return cls(query)

    def process_item(self, item: Article) -> Article:
        if not self.query.matches(asdict(item)):
            raise Dropped(NO_MATCH, item.url, published=item.published_at, skipped=self._recorded)
        return item
