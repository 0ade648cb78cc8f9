"""First step: finds the article in the page's tree."""

from __future__ import annotations

from typing import Self, overload

from scrapy.crawler import Crawler

from crawler import extraction
from crawler.extraction.deadline import Deadline
from crawler.guard.complexity import too_complex
from crawler.items import Page
from crawler.stats.outcomes import Dropped
from crawler.templates.store import Templates, templates_of
from crawler.workers.wire_format import ExtractedPage, WorkerError
from pipelines.page_time import time_limit


class ExtractPipeline:
    """Page -> Draft: metadata read and body located, nothing cleaned yet. Setting: PAGE_MAX_SECONDS.

    With `templates`, a page is extracted with its portal's learned template if it matches.
    """

    def __init__(self, seconds: float, templates: Templates | None = None) -> None:
        self._seconds = seconds
        self._templates = templates

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("PAGE_MAX_SECONDS"), templates_of(crawler))

    @overload
    def process_item(self, item: Page) -> extraction.Draft: ...
    @overload
    def process_item(self, item: ExtractedPage) -> ExtractedPage: ...
    def process_item(self, item: Page | ExtractedPage) -> extraction.Draft | ExtractedPage:
        if isinstance(item, ExtractedPage):
            if item.outcome.failure is not None:
                raise WorkerError(item.outcome.failure)
            return item
        for tree in (item.tree, *item.more):
            excess = too_complex(tree)
            if excess is not None:
                raise Dropped("too_complex", excess)
        budget = Deadline(self._seconds)
        with time_limit(budget):
            locate = self._templates.locate if self._templates is not None else extraction.locate_article
            draft = locate(item)
        draft.time = budget
        return draft
