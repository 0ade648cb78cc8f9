"""An extension for tests that lets the crawl's own code fail on what holds a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from crawler.discovery.walk import Found
from crawler.extraction import source

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.discovery.model import Answer


class Breakage:
    """BREAK_ON lists words at which reading a page, a sitemap or a whole article fails, and ids of portals of
    which nothing can be recalled."""

    def __init__(self, words: list[str]) -> None:
        from crawler.discovery.sitemap_walk import SitemapWalk
        from crawler.ledger.knowledge import LedgerKnowledge

        parse, receive, recall = source.parse_html, SitemapWalk.receive, LedgerKnowledge.recall

        def parse_html(html: Any, *rest: Any) -> Any:
            fail(html if isinstance(html, str) else html.decode())
            return parse(html, *rest)

        def received(walk: SitemapWalk, answer: Answer) -> Found:
            fail(answer.body.decode())
            return receive(walk, answer)

        def fail(text: str) -> None:
            if any(word in text for word in words):
                raise RuntimeError("broken on purpose")

        def recalled(knowledge: LedgerKnowledge, portal_id: str) -> Mapping[str, str]:
            fail(portal_id)
            return recall(knowledge, portal_id)

        LedgerKnowledge.recall = recalled  # type: ignore[method-assign, assignment]
        source.parse_html = parse_html  # type: ignore[assignment]
        SitemapWalk.receive = received  # type: ignore[method-assign, assignment]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getlist("BREAK_ON"))
