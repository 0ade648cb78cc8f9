"""First step: find the article in the page's tree."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.extraction import Draft, locate_article
from crawler.extraction.time_budget import TimeBudget
from crawler.guard.complexity import too_complex
from crawler.items import Page
from crawler.outcomes import Dropped
from pipelines.page_time import taking


class ExtractPipeline:
    """Page -> Draft: metadata read and body located, nothing cleaned yet. Setting: PAGE_MAX_SECONDS."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("PAGE_MAX_SECONDS"))

    def process_item(self, item: Page) -> Draft:
        for tree in (item.tree, *item.more):
            excess = too_complex(tree)
            if excess is not None:
                raise Dropped("too_complex", excess)
        budget = TimeBudget(self._seconds)
        with taking(budget):
            draft = locate_article(item)
        draft.time = budget
        return draft
