"""Variants b, c, d: plain Scrapy. `python -m bench.crawl.spiders NAME ADDRESSES-FILE OUTPUT SETTINGS`.

SETTINGS is a JSON object, the same for all variants. Prints the number of pages that gave the result.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import TextResponse


class Counting(Spider):
    """b: bare Scrapy, which only counts."""

    name = "count"
    addresses: list[str]

    async def start(self) -> AsyncIterator[Request]:
        for address in self.addresses:
            yield Request(address)

    def parse(self, response: TextResponse) -> Iterator[dict[str, Any]] | None:
        self.crawler.stats.inc_value("bench/pages", int(response.status == 200))
        return None


class Title(Counting):
    """c: one XPath and a JSON Lines feed."""

    name = "xpath"

    def parse(self, response: TextResponse) -> Iterator[dict[str, Any]]:
        title = response.xpath("//h1[contains(@class, 'post-title')]/text()").get()
        self.crawler.stats.inc_value("bench/pages", int(title is not None))
        yield {"url": response.url, "title": title}


class Trafilatura(Counting):
    """d: trafilatura with metadata and a JSON Lines feed."""

    name = "trafilatura"

    def parse(self, response: TextResponse) -> Iterator[dict[str, Any]]:
        from trafilatura import bare_extraction

        found = bare_extraction(response.text, url=response.url, with_metadata=True, include_comments=False)
        if found is None:
            return
        self.crawler.stats.inc_value("bench/pages")
        yield {
            "url": response.url,
            "title": found.title,
            "text": found.text,
            "author": found.author,
            "date": found.date,
            "tags": found.tags,
            "categories": found.categories,
            "image": found.image,
            "language": found.language,
        }


SPIDERS: dict[str, type[Counting]] = {spider.name: spider for spider in (Counting, Title, Trafilatura)}


def main(name: str, file: Path, output: Path, settings: dict[str, Any]) -> int:
    """Run one spider; return the number of pages that gave the result."""
    if name != "count":
        settings |= {"FEEDS": {str(output / f"{name}.jsonl"): {"format": "jsonlines", "encoding": "utf-8"}}}
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SPIDERS[name])
    process.crawl(crawler, addresses=file.read_text().split())
    process.start()
    return int(crawler.stats.get_value("bench/pages", 0))


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), json.loads(sys.argv[4])))
