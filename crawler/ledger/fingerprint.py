"""Fingerprint of one article: everything the ledger computes from the article alone.

Computing it costs as much as the rest of storing, so extraction workers compute it and send it along. This
module needs no database.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Article
from crawler.ledger.article_diff import content_hash, fingerprint_of
from crawler.ledger.records import PAGE_FIELDS, Part, page_part
from crawler.ledger.similarity import band_keys, shingles, signature_of, sketch_of


@dataclass(frozen=True, slots=True)
class ArticleFingerprint:
    """Values derived from `article`; see `article_diff`, `similarity` and `records`.

    `bands` are its keys in the near-duplicate index; empty for a text that is too short.
    """

    article: Article
    content_hash: str
    fingerprint: bytes
    bands: tuple[int, ...]
    sketch: bytes
    line: Part

    def fits(self, article: Article) -> bool:
        """Whether this fingerprint belongs to that article, ignoring its WARC location."""
        mine = self.article
        return mine.id == article.id and all(
            getattr(mine, name) is getattr(article, name) for name in PAGE_FIELDS
        )


def article_fingerprint_of(article: Article) -> ArticleFingerprint:
    """Compute the fingerprint of an article."""
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
        page_part(article),
    )


def content_hash_of(article: Article) -> str:
    """The article's content hash, computed from its text if extraction set none."""
    return article.content_hash or content_hash(article)
