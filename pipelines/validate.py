"""Fourth step: only what is an article goes on."""

from __future__ import annotations

from crawler.extraction import Draft, finish, judge
from crawler.items import Article
from crawler.outcomes import Dropped


class ValidatePipeline:
    """Draft -> Article, or dropped with the verdict's reason."""

    def process_item(self, item: Draft) -> Article:
        verdict = judge(item)
        if verdict.reason is not None:
            raise Dropped(verdict.reason, item.page.url)
        return finish(item)
