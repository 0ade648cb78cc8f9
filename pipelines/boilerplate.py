"""Second step: removes boilerplate."""

from __future__ import annotations

from crawler import extraction
from crawler.workers.wire_format import ExtractedPage
from pipelines.page_time import IntermediateItem, time_limit


class BoilerplatePipeline:
    """Draft -> Draft: boilerplate removed, dateline and credits moved to their fields."""

    def process_item(self, item: IntermediateItem) -> IntermediateItem:
        if isinstance(item, ExtractedPage):
            return item
        with time_limit(item.time):
            return extraction.strip_boilerplate(item)
