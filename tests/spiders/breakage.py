"""An extension for tests that makes the crawl's own code fail on content with a given word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from crawler.discovery.core.source import SourceResult
from crawler.extraction.dom import parse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.discovery.messages import FetchResult


class Breakage:
    """BREAK_ON lists words at which reading a page, a sitemap or a whole article fails, and ids of portals
    whose stored state cannot be read.
    """

    def __init__(self, words: list[str]) -> None:
        from crawler.discovery.sitemap.source import SitemapSource
        from crawler.ledger.crawl_state import LedgerCrawlState

        parse_original, receive, load_memory = (
            parse.parse_html,
            SitemapSource.receive,
            LedgerCrawlState.load_memory,
        )

        def parse_html(html: Any, *rest: Any) -> Any:
            fail(html if isinstance(html, str) else html.decode())
            return parse_original(html, *rest)

        def received(source: SitemapSource, answer: FetchResult) -> SourceResult:
            fail(answer.body.decode())
            return receive(source, answer)

        def fail(text: str) -> None:
            if any(word in text for word in words):
                raise RuntimeError("broken on purpose")

        def recalled(crawl_state: LedgerCrawlState, portal_id: str) -> Mapping[str, str]:
            fail(portal_id)
            return load_memory(crawl_state, portal_id)

        LedgerCrawlState.load_memory = recalled  # type: ignore[method-assign, assignment]
        parse.parse_html = parse_html  # type: ignore[assignment]
        SitemapSource.receive = received  # type: ignore[method-assign, assignment]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getlist("BREAK_ON"))


class StartBreakage:
    """BREAK_START names what fails before or during the first requests: `worker pool`, `archive`
    (reading WARC files), or the id of a portal.
    """

    def __init__(self, place: str) -> None:
        import spiders.archive
        import spiders.portal
        from crawler.archive.job_pool import InProcessExtraction

        first = spiders.portal.PortalSpider._next

        def fail(*given: Any, **options: Any) -> Any:
            raise RuntimeError("broken on purpose")

        def begun(spider: Any, run: Any) -> Any:
            return fail() if run.portal.id == place else first(spider, run)

        if place == "worker pool":
            spiders.portal.worker_pool_of = fail  # type: ignore[attr-defined]
        elif place == "archive":
            InProcessExtraction.take = fail  # type: ignore[method-assign]
        else:
            spiders.portal.PortalSpider._next = begun  # type: ignore[method-assign, assignment]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["BREAK_START"])
