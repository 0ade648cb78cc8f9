from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.extensions.log_format import ShortLogFormatter
from crawler.stats.outcomes import Dropped
from tests.ledger.making import make_article


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("DEBUG", True),
        (10, True),
        ("10", True),
        ("NOTSET", True),
        ("INFO", False),
        (20, False),
        ("ERROR", False),
    ],
)
def test_a_line_for_each_page_is_made_only_where_it_is_shown(level: str | int, shown: bool) -> None:
    formatter = ShortLogFormatter.from_crawler(get_crawler(settings_dict={"LOG_LEVEL": level}))
    spider, item = Spider("any"), make_article()
    response = Response(item.url, request=Request(item.url))
    lines = [
        formatter.crawled(Request(item.url), response, spider),
        formatter.scraped(item, response, spider),
        formatter.dropped(item, Dropped("listing"), response, spider),
    ]
    assert [line is not None for line in lines] == [shown] * 3
    assert formatter.item_error(item, ValueError("none"), response, spider)["args"] == {"url": item.url}


def test_a_line_names_the_address_and_not_the_text() -> None:
    formatter, spider, item = ShortLogFormatter(), Spider("any"), make_article()
    for line in (
        formatter.scraped(item, None, spider),
        formatter.dropped(item, Dropped("listing"), None, spider),
    ):
        assert line is not None
        text = line["msg"] % line["args"]
        assert item.url in text
        assert item.body[0] not in text
