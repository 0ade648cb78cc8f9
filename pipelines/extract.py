"""First step: find the article in the page's tree."""

from __future__ import annotations

from crawler.extraction import Draft, locate_article
from crawler.guard.complexity import too_complex
from crawler.items import Page
from crawler.outcomes import Dropped


class ExtractPipeline:
    """Page -> Draft: metadata read and body located, nothing cleaned yet."""

    def process_item(self, item: Page) -> Draft:
        for tree in (item.tree, *item.more):
            excess = too_complex(tree)
            if excess is not None:
                raise Dropped("too_complex", excess)
        return locate_article(item)
