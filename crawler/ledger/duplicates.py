"""The index of near-duplicates, kept in the ledger: which stored text is a new one a copy of?

The first revision of each article is indexed under the bands of its MinHash signature. Of those that share
most bands with a new text the sketches are looked at, and the texts that may be copies are compared exactly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from crawler.ledger.fingerprint import ArticleFingerprint
from crawler.ledger.in_clause import in_clause, in_subquery
from crawler.ledger.records import unpack
from crawler.ledger.schema import articles, bands, revisions, sketches
from crawler.ledger.similarity import (
    DOUBT,
    OWN_THRESHOLD,
    THRESHOLD,
    likeness,
    shingles,
    similarity,
)

PER_BAND = 40
"""Articles kept in one band, the oldest: a band that thousands share says nothing."""

LOOKED_AT = 16
"""Articles of which the sketch is looked at, those that share most bands."""

COMPARED = 4
"""Articles compared exactly, the likest by their sketches."""

# Built once: building a statement costs more than running it.
ROOT = select(articles.c.duplicate_of).where(articles.c.id == bindparam("id"))
TEXT = select(revisions.c.article_id, revisions.c.portal_id, revisions.c.record).where(
    revisions.c.seq == bindparam("seq")
)


@cache
def _same(dialect: str) -> Select[Any]:
    return (
        select(articles.c.content_hash, articles.c.id)
        .where(in_clause(dialect, articles.c.content_hash))
        .order_by(articles.c.seq)
    )


@cache
def _shared(dialect: str) -> Select[Any]:
    return (
        select(bands.c.key, bands.c.seq)
        .where(in_clause(dialect, bands.c.key))
        .order_by(bands.c.key, bands.c.seq)
    )


@cache
def _sketched(dialect: str) -> Select[Any]:
    return select(sketches.c.seq, sketches.c.portal_id, sketches.c.sketch).where(
        in_clause(dialect, sketches.c.seq)
    )


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """The article that a text is a copy of, by id, and how alike they are (0.0 to 1.0)."""

    of: str
    similarity: float


@dataclass(frozen=True, slots=True)
class _Stored:
    article_id: str
    portal_id: str
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Sketched:
    portal_id: str
    sketch: bytes


class DuplicateIndex:
    """The index within one transaction, as far as these new articles concern it.

    What they share with stored ones is read at once; those added to the index are found too.
    """

    def __init__(self, connection: Connection, article_fingerprints: Sequence[ArticleFingerprint]) -> None:
        self._connection = connection
        self._fresh: dict[int, _Stored] = {}
        self._roots: dict[str, str] = {}
        self._same: dict[str, list[str]] = {}
        self._bands: dict[int, list[int]] = {}
        self._rows: list[tuple[int, int]] = []
        self._sketches: dict[int, _Sketched] = {}
        self._sketch_rows: list[dict[str, Any]] = []
        hashes = sorted({one.content_hash for one in article_fingerprints if one.article.body})
        for content_hash, id_ in self._rows_of(_same, hashes):
            self._note_same(content_hash, id_)
        keys = sorted({key for one in article_fingerprints for key in one.bands})
        for key, seq in self._rows_of(_shared, keys):
            self._bands.setdefault(key, []).append(seq)
        alike = {seq for one in article_fingerprints for seq in self._sharing(one)}
        for seq, portal_id, sketch in self._rows_of(_sketched, sorted(alike)):
            self._sketches[seq] = _Sketched(portal_id, sketch)

    def copy_of(self, article_fingerprint: ArticleFingerprint) -> DuplicateMatch | None:
        """What a new article is a copy of: the first publication that the ledger holds of its text.

        The similarity is that to the nearest copy, which may be a copy of the first one itself.
        """
        same = self._word_for_word(article_fingerprint)
        copy = DuplicateMatch(same, 1.0) if same else self._nearest(article_fingerprint)
        return DuplicateMatch(self._root(copy.of), copy.similarity) if copy else None

    def add(self, article_fingerprint: ArticleFingerprint, seq: int, root: str | None) -> None:
        """Enter a new article under the number of its first revision; `root`: what it is a copy of."""
        article = article_fingerprint.article
        if root is not None:
            self._roots[article.id] = root
        if article.body:
            self._note_same(article_fingerprint.content_hash, article.id)
        if article_fingerprint.bands:
            self._fresh[seq] = _Stored(article.id, article.portal.id, article.body)
            self._sketches[seq] = _Sketched(article.portal.id, article_fingerprint.sketch)
            self._sketch_rows.append(
                {"seq": seq, "portal_id": article.portal.id, "sketch": article_fingerprint.sketch}
            )
        for key in article_fingerprint.bands:
            band = self._bands.setdefault(key, [])
            if len(band) < PER_BAND:
                band.append(seq)
                self._rows.append((key, seq))

    def write(self) -> None:
        """Keep what was added, in the order of the keys, as the table lies on the disk."""
        if self._sketch_rows:
            self._connection.execute(insert(sketches), self._sketch_rows)
            self._sketch_rows = []
        rows, self._rows = sorted(self._rows), []
        if not rows:
            return
        # Two whole numbers need none of what SQLAlchemy does for each value of so many rows.
        statement = insert(bands).compile(dialect=self._connection.dialect)
        values = rows if statement.positional else [{"key": key, "seq": seq} for key, seq in rows]
        self._connection.exec_driver_sql(str(statement), values)

    def _rows_of(
        self, statement: Callable[[str], Select[Any]], values: Sequence[str] | Sequence[int]
    ) -> Iterable[Any]:
        """The rows for so many values, of a statement with `among`."""
        if not values:
            return ()
        dialect = self._connection.dialect
        return self._connection.execute(statement(dialect.name), in_subquery(dialect, values))

    def _note_same(self, content_hash: str, article_id: str) -> None:
        """Two are enough: one of them is another article."""
        known = self._same.setdefault(content_hash, [])
        if len(known) < 2 and article_id not in known:
            known.append(article_id)

    def _word_for_word(self, article_fingerprint: ArticleFingerprint) -> str | None:
        """The first other article with the same title and paragraphs, word for word."""
        article = article_fingerprint.article
        if not article.body:
            return None
        return next(
            (one for one in self._same.get(article_fingerprint.content_hash, ()) if one != article.id), None
        )

    def _root(self, article_id: str) -> str:
        if article_id not in self._roots:
            self._roots[article_id] = self._connection.scalar(ROOT, {"id": article_id}) or article_id
        return self._roots[article_id]

    def _sharing(self, article_fingerprint: ArticleFingerprint) -> list[int]:
        """Those that share most bands with a text."""
        found = [band[:PER_BAND] for key in article_fingerprint.bands if (band := self._bands.get(key))]
        return [seq for seq, _ in Counter(chain.from_iterable(found)).most_common(LOOKED_AT)]

    def _nearest(self, article_fingerprint: ArticleFingerprint) -> DuplicateMatch | None:
        promising = self._promising(article_fingerprint)
        if not promising:
            return None
        article = article_fingerprint.article
        text = shingles(article.body)
        best: DuplicateMatch | None = None
        for seq in promising:
            other = self._fresh.get(seq) or self._read(seq)
            if other.article_id == article.id:
                continue
            alike = similarity(text, shingles(other.body))
            if alike >= _enough(article.portal.id, other.portal_id) and (
                best is None or alike > best.similarity
            ):
                best = DuplicateMatch(other.article_id, round(alike, 3))
        return best

    def _promising(self, article_fingerprint: ArticleFingerprint) -> list[int]:
        """Those that may be alike enough, by their sketches; and of those that have none the ones that share
        most bands."""
        portal_id = article_fingerprint.article.portal.id
        likely: list[tuple[float, int]] = []
        unknown: list[int] = []
        for seq in self._sharing(article_fingerprint):
            stored = self._sketches.get(seq)
            if stored is None:
                unknown.append(seq)
            elif (alike := likeness(article_fingerprint.sketch, stored.sketch)) >= (
                _enough(portal_id, stored.portal_id) - DOUBT
            ):
                likely.append((-alike, seq))
        return [*(seq for _, seq in sorted(likely)[:COMPARED]), *unknown[:COMPARED]]

    def _read(self, seq: int) -> _Stored:
        row = self._connection.execute(TEXT, {"seq": seq}).one()
        return _Stored(row.article_id, row.portal_id, json.loads(unpack(row.record))["body"])


def _enough(portal_id: str, other: str) -> float:
    """The similarity from which texts of these portals are copies."""
    return OWN_THRESHOLD if portal_id == other else THRESHOLD
