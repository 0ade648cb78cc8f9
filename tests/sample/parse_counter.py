"""A Scrapy extension for one test: counts how often HTML or XML is parsed during a crawl.

Every parser of lxml and parsel goes through one of the functions that are counted here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from lxml import etree
from scrapy import signals
from scrapy.crawler import Crawler

ENTRIES = ("fromstring", "fromstringlist", "HTML", "XML", "parse")


class ParseCounter:
    """Writes the number of parsed documents of at least `MIN_BYTES` to the file that PARSE_COUNT names."""

    MIN_BYTES = 20_000  # the sample's article pages are larger, its sitemaps and feeds smaller

    def __init__(self, crawler: Crawler) -> None:
        self.file = Path(crawler.settings["PARSE_COUNT"])
        self.count = 0
        for name in ENTRIES:
            setattr(etree, name, self.counting(getattr(etree, name)))
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def counting(self, parse: Callable[..., Any]) -> Callable[..., Any]:
        def counted(source: Any, *args: Any, **kwargs: Any) -> Any:
            self.count += not isinstance(source, bytes | str) or len(source) >= self.MIN_BYTES
            return parse(source, *args, **kwargs)

        return counted

    def closed(self) -> None:
        self.file.write_text(json.dumps(self.count))
