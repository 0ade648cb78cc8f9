"""Second step: take out what is not the article."""

from __future__ import annotations

from crawler.extraction import Draft, strip_boilerplate
from pipelines.page_time import taking


class BoilerplatePipeline:
    """Draft -> Draft: furniture gone, dateline and credits moved to their fields."""

    def process_item(self, item: Draft) -> Draft:
        with taking(item.time):
            return strip_boilerplate(item)
