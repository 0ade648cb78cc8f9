"""Drops articles that this run has already seen under another URL, and texts that several URLs show.

The ledger finds near-duplicates of other portals when storing, see `crawler.ledger.duplicates`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.messages import Candidate
from crawler.items import Article
from crawler.stats.outcomes import Dropped
from crawler.urls.canonical import article_id

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MASK = 2**64 - 1
"""A hash as 16 hexadecimal characters, the format of an id."""


class DuplicatesPipeline:
    """Drops an article whose canonical URL was already reached in this run (print version, old slug).

    Also drops a title and text that two other articles of the portal had in this run: an error page of the
    site. An article below other folders or on another host has the same name; the ledger finds these.

    A page that names the URL of another article of the run as its canonical one is dropped as well: the
    page at that URL has the article's text.
    """

    def __init__(self, crawler: Crawler | None = None) -> None:
        self._crawler = crawler
        self._articles = ArticleIds()
        self._shown = ArticleIds()
        """Articles with the first URL that led to them."""
        self._texts = ArticleIds()
        self._repeated_texts: dict[str, str] = {}
        """Texts of two articles, with the name of the second."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        is_own = article_id(item.url) == item.id
        if not is_own and self._awaits_own_page(item):
            raise Dropped("duplicate_address", f"{item.url} names {item.canonical_url}")
        shown = f"{hash((item.id, item.url)) & MASK:016x}"
        if self._articles.add(item.id):
            self._check_text(item)
            self._shown.add(shown)
        elif shown not in self._shown and not is_own:
            raise Dropped("duplicate_address", f"{item.url} shows {item.canonical_url}")
        return item

    def _awaits_own_page(self, item: Article) -> bool:
        """Whether a source lists the article's own URL, and that did not lead here.

        This page is requested again if that URL gives no article.
        """
        runs = getattr(self._crawler and self._crawler.spider, "runs", {})
        run = runs.get(item.portal.id)
        if run is None or not run.planner.has_listed(item.canonical_url):
            return False
        spellings = run.planner.variants.spellings
        if spellings.is_page_of(item.id, item.url):
            return False
        spellings.keep(item.id, Candidate(item.url, "canonical"))
        return True

    def _check_text(self, item: Article) -> None:
        text = f"{hash((item.portal.id, item.title, *item.body)) & MASK:016x}"
        if self._texts.add(text):
            return
        name = item.url.rstrip("/").rpartition("/")[2].casefold()
        is_second = text not in self._repeated_texts
        if self._repeated_texts.setdefault(text, name) == name and (is_second or "-" in name):
            return
        raise Dropped("error_page", f"{item.url} shows the same text as two other articles")
