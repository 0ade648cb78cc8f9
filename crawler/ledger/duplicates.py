"""The index of near-duplicates, kept in the ledger: which stored text is a new one a copy of?

The first revision of each article is indexed under the bands of its MinHash signature. A new text is compared
exactly with the few that share most bands with it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache

from sqlalchemy import CompoundSelect, Connection, bindparam, insert, select, union_all

from crawler.items import Article
from crawler.ledger.records import unpack
from crawler.ledger.schema import articles, bands, revisions
from crawler.ledger.similarity import OWN_THRESHOLD, THRESHOLD, band_keys, shingles, similarity

PER_BAND = 40
"""Articles looked at in one band, the oldest first: a band that thousands share says nothing."""

COMPARED = 4
"""Articles compared exactly, those that share most bands."""


# Built once: building a statement costs more than running it.
SAME = (
    select(articles.c.id)
    .where(articles.c.content_hash == bindparam("content_hash"), articles.c.id != bindparam("id"))
    .order_by(articles.c.seq)
    .limit(1)
)
ROOT = select(articles.c.duplicate_of).where(articles.c.id == bindparam("id"))
TEXT = select(revisions.c.article_id, revisions.c.portal_id, revisions.c.record).where(
    revisions.c.seq == bindparam("seq")
)
INSERT = insert(bands)


@dataclass(frozen=True, slots=True)
class Copy:
    """The article that a text is a copy of, by id, and how alike they are (0.0 to 1.0)."""

    of: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Text:
    """A body as the index sees it."""

    shingles: frozenset[str]
    keys: tuple[int, ...]

    @classmethod
    def of(cls, article: Article) -> Text:
        found = shingles(article.body)
        return cls(found, tuple(dict.fromkeys(band_keys(found))) if found else ())


@dataclass(frozen=True, slots=True)
class _Stored:
    article_id: str
    portal_id: str
    shingles: frozenset[str]


class DuplicateIndex:
    """The index within one transaction; texts of the transaction itself are found too."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fresh: dict[int, _Stored] = {}
        self._fresh_hashes: dict[str, str] = {}
        self._roots: dict[str, str] = {}

    def copy_of(self, article: Article, text: Text) -> Copy | None:
        """What a new article is a copy of: the first publication that the ledger holds of its text.

        The similarity is that to the nearest copy, which may be a copy of the first one itself.
        """
        same = self._same(article)
        copy = Copy(same, 1.0) if same else self._nearest(article, text)
        return Copy(self._root(copy.of), copy.similarity) if copy else None

    def add(self, article: Article, text: Text, seq: int, root: str | None) -> None:
        """Enter a new article under the number of its first revision; `root`: what it is a copy of."""
        if root is not None:
            self._roots[article.id] = root
        if article.body:
            self._fresh_hashes.setdefault(article.content_hash, article.id)
        if text.keys:
            self._fresh[seq] = _Stored(article.id, article.portal.id, text.shingles)
            self._connection.execute(INSERT, [{"key": key, "seq": seq} for key in text.keys])

    def _same(self, article: Article) -> str | None:
        """The first other article with the same title and paragraphs, word for word."""
        if not article.body:
            return None
        values = {"content_hash": article.content_hash, "id": article.id}
        found = self._connection.scalar(SAME, values) or self._fresh_hashes.get(article.content_hash)
        return found if found != article.id else None

    def _root(self, article_id: str) -> str:
        if article_id not in self._roots:
            self._roots[article_id] = self._connection.scalar(ROOT, {"id": article_id}) or article_id
        return self._roots[article_id]

    def _nearest(self, article: Article, text: Text) -> Copy | None:
        if not text.keys:
            return None
        values = {f"key_{at}": key for at, key in enumerate(text.keys)}
        shared = Counter(self._connection.scalars(look_up(len(text.keys)), values))
        best: Copy | None = None
        for seq, _ in shared.most_common(COMPARED):
            other = self._fresh.get(seq) or self._read(seq)
            if other.article_id == article.id:
                continue
            alike = similarity(text.shingles, other.shingles)
            enough = OWN_THRESHOLD if other.portal_id == article.portal.id else THRESHOLD
            if alike >= enough and (best is None or alike > best.similarity):
                best = Copy(other.article_id, round(alike, 3))
        return best

    def _read(self, seq: int) -> _Stored:
        row = self._connection.execute(TEXT, {"seq": seq}).one()
        record = json.loads(unpack(row.record))
        return _Stored(row.article_id, row.portal_id, shingles(record["body"]))


@cache
def look_up(count: int) -> CompoundSelect[int]:
    """The query for the articles in so many bands, bound as `key_0`, `key_1`, ..."""
    return union_all(
        *(
            select(
                select(bands.c.seq)
                .where(bands.c.key == bindparam(f"key_{at}"))
                .order_by(bands.c.seq)
                .limit(PER_BAND)
                .subquery()
            )
            for at in range(count)
        )
    )
