"""Before storing: an article that this run has had under another address is no second article.

The ledger finds copies at other portals as it stores them, see `crawler.ledger.duplicates`.
"""

from __future__ import annotations

from crawler.items import Article
from crawler.outcomes import Dropped


class DuplicatesPipeline:
    """Drops an article whose canonical address led to one earlier in this run (print version, old slug)."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        """Article ids, each with the hash of its address: less than 200 bytes an article."""

    def process_item(self, item: Article) -> Article:
        address = hash(item.url)
        if self._seen.setdefault(item.id, address) != address:
            raise Dropped("duplicate_address", f"{item.url} shows {item.canonical_url}")
        return item
