"""The date step counts how often dateparser was needed."""

from __future__ import annotations

from scrapy.utils.test import get_crawler

from crawler.dates import parse_date
from pipelines.dates import DatesPipeline


def test_the_statistics_tell_how_often_dateparser_was_asked() -> None:
    crawler = get_crawler()
    pipeline = DatesPipeline.from_crawler(crawler)
    parse_date("2021-Nov-16")  # of another crawl
    pipeline.open_spider()
    for line in ("2021-Nov-16", "Rabu, 2021-Nov-16", "Selasa, 16 November 2021"):
        parse_date(line)
    pipeline.close_spider()
    assert crawler.stats is not None
    asked, read, refused = (
        crawler.stats.get_value(f"dates/dateparser/{name}") for name in ("asked", "read", "refused")
    )
    assert (asked, read, refused) == (2, 1, 1)
