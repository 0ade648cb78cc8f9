"""Fourth step: accepts only articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler import extraction
from crawler.items import Article
from crawler.stats.outcomes import Dropped
from crawler.templates.store import Templates, templates_of
from crawler.workers.wire_format import ExtractedPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ValidatePipeline:
    """Draft -> Article, or dropped with the reason of the page type. Templates learn from articles."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(templates_of(crawler))

    def process_item(self, item: extraction.Draft | ExtractedPage) -> Article:
        from crawler.extraction.error_page import REASON, is_error_page, reason_of_drop

        if isinstance(item, ExtractedPage):
            return self._take(item)
        verdict = extraction.judge(item)
        if verdict.reason is not None:
            raise Dropped(
                reason_of_drop(item, verdict.reason), f"{item.page.url} {verdict.explanation}".rstrip()
            )
        if is_error_page(item):
            raise Dropped(REASON, item.page.url)
        self.templates.note(item)
        return extraction.finish(item)

    def _take(self, item: ExtractedPage) -> Article:
        """The article that a worker finished."""
        outcome = item.outcome
        if outcome.article is None or outcome.observation is None:
            raise Dropped(str(outcome.reason), outcome.detail)
        self.templates.record(item.portal.id, "article", outcome.observation)
        if outcome.article_fingerprint is not None and self.templates.ledger is not None:
            self.templates.ledger.expect_article(outcome.article_fingerprint)
        return outcome.article
