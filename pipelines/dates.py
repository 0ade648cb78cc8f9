"""Third step: every date as ISO 8601."""

from __future__ import annotations

from crawler.extraction import Draft, normalise_dates
from pipelines.page_time import taking


class DatesPipeline:
    """Draft -> Draft: publication and modification times chosen, dates in the body found."""

    def process_item(self, item: Draft) -> Draft:
        with taking(item.time):
            return normalise_dates(item)
