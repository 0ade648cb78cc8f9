"""A crawl of `ADDRESS/1` ... `ADDRESS/COUNT` that only stores: python -m tests.pipelines.store_crawl."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

from crawler.items import Article, Page, PortalRef
from crawler.ledger.active_ledger import ledger_of
from crawler.ledger.decisions import Decision
from crawler.ledger.entries import Fetched
from crawler.portals import Portal
from crawler.stats.outcomes import Dropped, count_unchanged
from crawler.urls.canonical import article_id
from tests.ledger.making import PORTAL


class Found:
    def __init__(self, url: str) -> None:
        self.url = url
        self.lastmod: str | None = "1"


class StoreSpider(Spider):
    name = "store"
    address: str
    count: str

    async def start(self) -> AsyncIterator[Any]:
        ledger = ledger_of(self.crawler)
        if not ledger.lease(PORTAL):
            self.logger.warning("another run crawls %s", PORTAL.id)
            return
        found = [Found(f"{self.address}/{number}") for number in range(1, int(self.count) + 1)]
        for decided in ledger.decide(PORTAL.id, found):
            if decided.decision.fetch:
                yield Request(decided.url, cb_kwargs={"lastmod": decided.lastmod}, dont_filter=True)
            else:
                assert decided.decision is Decision.UNCHANGED
                assert self.crawler.stats is not None
                count_unchanged(self.crawler.stats, PORTAL.id)

    def parse(self, response: Any, lastmod: str | None = None) -> Any:
        ledger_of(self.crawler).fetched(Fetched(PORTAL.id, response.request.url, response.url, lastmod))
        portal = Portal(PORTAL.id, PORTAL.name, self.address, PORTAL.domain)
        yield Page(response.url, portal, response.selector.root, datetime.now(UTC))


class TakeText:
    """A stand-in for extraction."""

    def process_item(self, item: Page) -> Article:
        title = item.tree.findtext(".//h1")
        if not title:
            raise Dropped("no_title")
        return Article(
            id=article_id(item.url),
            seq=None,
            url=item.url,
            canonical_url=item.url,
            portal=PortalRef(PORTAL.id, PORTAL.name, PORTAL.domain, None, None),
            title=title,
            body=[paragraph.text or "" for paragraph in item.tree.iterfind(".//p")],
            fetched_at=item.fetched_at.isoformat(timespec="seconds"),
        )


def main(address: str, count: str, output: str, *settings: str) -> None:
    process = CrawlerProcess(
        {
            "OUTPUT_DIR": output,
            "ITEM_PIPELINES": {
                "tests.pipelines.store_crawl.TakeText": 100,
                "pipelines.store.StorePipeline": 900,
            },
            "EXTENSIONS": {"crawler.extensions.summary.Summary": 500},
            "LOG_LEVEL": "WARNING",
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            **dict(setting.split("=", 1) for setting in settings),
        }
    )
    process.crawl(StoreSpider, address=address, count=count)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
