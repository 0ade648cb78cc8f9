"""First step: find the article in the page's tree."""

from __future__ import annotations

from crawler.extraction import Draft, locate_article
from crawler.items import Page


class ExtractPipeline:
    """Page -> Draft: metadata read and body located, nothing cleaned yet."""

    def process_item(self, item: Page) -> Draft:
        return locate_article(item)
