"""Drops articles that this run has already seen under another URL, and texts that several URLs show.

The ledger finds near-duplicates of other portals when storing, see `crawler.ledger.duplicates`.
"""

from __future__ import annotations

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.items import Article
from crawler.stats.outcomes import Dropped

MASK = 2**64 - 1
"""A hash as 16 hexadecimal characters, the format of an id."""


class DuplicatesPipeline:
    """Drops an article whose canonical URL was already reached in this run (print version, old slug).

    Also drops a title and text that two other articles of the portal had in this run: an error page of the
    site. An article below other folders or on another host has the same name; the ledger finds these.
    """

    def __init__(self) -> None:
        self._articles = ArticleIds()
        self._shown = ArticleIds()
        """Articles with the first URL that led to them."""
        self._texts = ArticleIds()
        self._repeated_texts = ArticleIds()
        self._named_texts = ArticleIds()

    def process_item(self, item: Article) -> Article:
        shown = f"{hash((item.id, item.url)) & MASK:016x}"
        if self._articles.add(item.id):
            self._check_text(item)
            self._shown.add(shown)
        elif shown not in self._shown:
            raise Dropped("duplicate_address", f"{item.url} shows {item.canonical_url}")
        return item

    def _check_text(self, item: Article) -> None:
        content = (item.portal.id, item.title, *item.body)
        name = item.url.rstrip("/").rpartition("/")[2].casefold()
        if "-" in name and not self._named_texts.add(f"{hash((name, *content)) & MASK:016x}"):
            return
        text = f"{hash(content) & MASK:016x}"
        if not self._texts.add(text) and not self._repeated_texts.add(text):
            raise Dropped("error_page", f"{item.url} shows the same text as two other articles")
