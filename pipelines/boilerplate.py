"""Second step: take out what is not the article."""

from __future__ import annotations

from crawler import extraction
from crawler.workers.wire_format import ExtractedPage
from pipelines.page_time import Between, taking


class BoilerplatePipeline:
    """Draft -> Draft: furniture gone, dateline and credits moved to their fields."""

    def process_item(self, item: Between) -> Between:
        if isinstance(item, ExtractedPage):
            return item
        with taking(item.time):
            return extraction.strip_boilerplate(item)
