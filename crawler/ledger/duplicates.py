"""Index of near-duplicates in the ledger: finds the stored article that a new text copies.

The first revision of each article is indexed under the bands of its MinHash signature. Candidates that share
the most bands are ranked by sketch similarity, and the best are compared exactly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    estimated_similarity,
    shingles,
    similarity,
)
from crawler.ledger.url_variants import original_of

PER_BAND = 40
"""Articles per band, the oldest: a band shared by thousands does not discriminate."""

LOOKED_AT = 16
"""Candidates ranked by sketch: those that share the most bands."""

COMPARED = 4
"""Candidates compared exactly: the most similar by sketch."""

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
    """Id of the article that a text copies, and their similarity (0.0 to 1.0)."""

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
    """The part of the index that one transaction needs for its new articles.

    The constructor reads everything the new articles share with stored ones; `add` makes new articles
    findable.
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
        """The first stored publication of the text of a new article, or None.

        The similarity is to the nearest copy, which may itself be a copy of the first publication.
        """
        same = self._identical(article_fingerprint)
        copy = DuplicateMatch(same, 1.0) if same else self._nearest(article_fingerprint)
        return DuplicateMatch(self._root(copy.of), copy.similarity) if copy else None

    def original_of(
        self, article_fingerprint: ArticleFingerprint, fresh: Mapping[str, Mapping[str, Any]]
    ) -> tuple[str, str] | None:
        """Id and URL of the stored article of which a new one is a URL variant; `fresh`: rows to write."""
        article, content_hash = article_fingerprint.article, article_fingerprint.content_hash
        same = self._same.get(content_hash, ())
        if not same or not article.body:
            return None
        return original_of(self._connection, article, content_hash, same, fresh)

    def add(self, article_fingerprint: ArticleFingerprint, seq: int, root: str | None) -> None:
        """Index a new article under the sequence number of its first revision; `root`: the article it
        copies."""
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
        """Insert the added rows in key order, the order of the table on disk."""
        if self._sketch_rows:
            self._connection.execute(insert(sketches), self._sketch_rows)
            self._sketch_rows = []
        rows, self._rows = sorted(self._rows), []
        if not rows:
            return
        # Raw SQL: SQLAlchemy's per-value processing is wasted on so many rows of two integers.
        statement = insert(bands).compile(dialect=self._connection.dialect)
        values = rows if statement.positional else [{"key": key, "seq": seq} for key, seq in rows]
        self._connection.exec_driver_sql(str(statement), values)

    def _rows_of(
        self, statement: Callable[[str], Select[Any]], values: Sequence[str] | Sequence[int]
    ) -> Iterable[Any]:
        """Rows of a statement with `in_clause`, for many values."""
        if not values:
            return ()
        dialect = self._connection.dialect
        return self._connection.execute(statement(dialect.name), in_subquery(dialect, values))

    def _note_same(self, content_hash: str, article_id: str) -> None:
        """Keep two articles per hash: at least one of them is another article."""
        known = self._same.setdefault(content_hash, [])
        if len(known) < 2 and article_id not in known:
            known.append(article_id)

    def _identical(self, article_fingerprint: ArticleFingerprint) -> str | None:
        """The first other article with the same title and paragraphs."""
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
        """The stored articles that share the most bands with a text."""
        found = [band[:PER_BAND] for key in article_fingerprint.bands if (band := self._bands.get(key))]
        return [seq for seq, _ in Counter(chain.from_iterable(found)).most_common(LOOKED_AT)]

    def _nearest(self, article_fingerprint: ArticleFingerprint) -> DuplicateMatch | None:
        promising = self._candidates(article_fingerprint)
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
            if alike >= _threshold(article.portal.id, other.portal_id) and (
                best is None or alike > best.similarity
            ):
                best = DuplicateMatch(other.article_id, round(alike, 3))
        return best

    def _candidates(self, article_fingerprint: ArticleFingerprint) -> list[int]:
        """Candidates similar enough by sketch, followed by those without a sketch that share the most
        bands."""
        portal_id = article_fingerprint.article.portal.id
        likely: list[tuple[float, int]] = []
        unknown: list[int] = []
        for seq in self._sharing(article_fingerprint):
            stored = self._sketches.get(seq)
            if stored is None:
                unknown.append(seq)
            elif (alike := estimated_similarity(article_fingerprint.sketch, stored.sketch)) >= (
                _threshold(portal_id, stored.portal_id) - DOUBT
            ):
                likely.append((-alike, seq))
        return [*(seq for _, seq in sorted(likely)[:COMPARED]), *unknown[:COMPARED]]

    def _read(self, seq: int) -> _Stored:
        row = self._connection.execute(TEXT, {"seq": seq}).one()
        return _Stored(row.article_id, row.portal_id, json.loads(unpack(row.record))["body"])


def _threshold(portal_id: str, other: str) -> float:
    """Minimum similarity for texts of these two portals to count as copies."""
    return OWN_THRESHOLD if portal_id == other else THRESHOLD
