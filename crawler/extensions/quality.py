"""Quality counters of stored articles: revisions, empty bodies, missing dates, injections, low confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.items import Article
from crawler.stats.outcomes import measure

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

SUSPECT = "suspect_injection"
"""Prefix of the warning in `Article.warnings` for a page that looks hacked."""
LOW_CONFIDENCE = "low_confidence"
"""Warning of an article whose body was found with low confidence."""


class Quality:
    """Counts quality measures for each stored article."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.stats = crawler.stats
        crawler.signals.connect(self.item_scraped, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def item_scraped(self, item: Any) -> None:
        if isinstance(item, Article):
            for name in shortcomings(item):
                measure(self.stats, item.portal.id, name)


def shortcomings(article: Article) -> list[str]:
    """Return the measures of `crawler.stats.outcomes.MEASURES` that apply to this article."""
    facts = {
        "changed": article.revision > 1,
        "empty_bodies": not any(paragraph.strip() for paragraph in article.body),
        "without_date": article.published_at is None,
        "suspect": any(warning.startswith(SUSPECT) for warning in article.warnings),
        "low_confidence": LOW_CONFIDENCE in article.warnings,
    }
    return [name for name, holds in facts.items() if holds]
