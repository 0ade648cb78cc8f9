"""Drops articles that this run has already seen under another URL.

The ledger finds near-duplicates of other portals when storing, see `crawler.ledger.duplicates`.
"""

from __future__ import annotations

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.items import Article
from crawler.stats.outcomes import Dropped

MASK = 2**64 - 1
"""A hash as 16 hexadecimal characters, the format of an id."""


class DuplicatesPipeline:
    """Drops an article whose canonical URL was already reached in this run (print version, old slug)."""

    def __init__(self) -> None:
        self._articles = ArticleIds()
        self._shown = ArticleIds()
        """Articles with the first URL that led to them."""

    def process_item(self, item: Article) -> Article:
        shown = f"{hash((item.id, item.url)) & MASK:016x}"
        if self._articles.add(item.id):
            self._shown.add(shown)
        elif shown not in self._shown:
            raise Dropped("duplicate_address", f"{item.url} shows {item.canonical_url}")
        return item
