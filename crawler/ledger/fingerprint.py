"""What the ledger makes of an article alone, before it knows what it holds already.

It costs as much as all the rest of storing, so processes that extract articles make it there and send it
along. Light: they need no database.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Article
from crawler.ledger.article_diff import content_hash, fingerprint_of
from crawler.ledger.records import LASTING, Part, lasting_part
from crawler.ledger.similarity import band_keys, shingles, signature_of, sketch_of


@dataclass(frozen=True, slots=True)
class ArticleFingerprint:
    """What follows from `article`: see `changes`, `similarity` and `records`.

    `bands` are the keys of its text in the index of near-duplicates; none for a text that is too short.
    """

    article: Article
    content_hash: str
    fingerprint: bytes
    bands: tuple[int, ...]
    sketch: bytes
    line: Part

    def fits(self, article: Article) -> bool:
        """Whether this is that article, but for what does not matter here: where it is archived."""
        mine = self.article
        return mine.id == article.id and all(
            getattr(mine, name) is getattr(article, name) for name in LASTING
        )


def article_fingerprint_of(article: Article) -> ArticleFingerprint:
    """Everything that the ledger makes of the article alone."""
    bands: tuple[int, ...] = ()
    sketch = b""
    found = shingles(article.body)
    if found:
        signature = signature_of(found)
        bands, sketch = tuple(dict.fromkeys(band_keys(signature))), sketch_of(signature)
    return ArticleFingerprint(
        article,
        content_hash_of(article),
        fingerprint_of(article),
        bands,
        sketch,
        lasting_part(article),
    )


def content_hash_of(article: Article) -> str:
    """The article's own, or where extraction gave it none the one that follows from its text."""
    return article.content_hash or content_hash(article)
