"""Queries of the browse database: lists, searches, single articles, revisions.

Keyset pagination: lists are ordered by `position` or `seq`, which are unique, and a page starts after the
last article of the previous page.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.browse.filters import Filters

MARK_START, MARK_END = "\ue000", "\ue001"
"""Private-use characters around matched words; templates replace them by markup after escaping."""

RANKED = 5_000
"""A search by relevance ranks only this many newest matches."""

BATCH = 500
"""Articles that a download reads per query."""

COLUMNS = (
    "a.position, a.id, a.seq, a.portal, a.province, a.section, a.language, a.day, a.published, a.revision, "
    "a.duplicate_of, a.gone_at, a.url, a.picture, a.title, a.lead"
)
FOUND = (
    f"highlight(texts_fts, 0, '{MARK_START}', '{MARK_END}') AS marked_title, "
    f"snippet(texts_fts, 1, '{MARK_START}', '{MARK_END}', '…', 32) AS snippet"
)


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of a list. `after` is the key of the next page, None on the last one."""

    rows: list[sqlite3.Row]
    after: int | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision of an article: its record and its JSON line."""

    seq: int
    record: dict[str, Any]
    line: bytes


class Catalog:
    """Queries over one connection to the database, see `crawler.browse.tables`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.row_factory = sqlite3.Row

    def newest(self, filters: Filters, size: int, before: int | None = None) -> Hits:
        """Articles that match the filters, newest first, below the position `before`."""
        conditions = list(filters.conditions())
        fts = filters.fts
        if filters.q and fts is None:
            return Hits([], None)
        if fts is not None:
            # The filters are part of the full-text query; only the date is left.
            conditions = [("texts_fts MATCH ?", (fts,)), *filters.date_conditions("f.rowid")]
        place = "a.position" if fts is None else "f.rowid"
        if before is not None:
            conditions.append((f"{place} < ?", (before,)))
        table = "articles a" if fts is None else "texts_fts f JOIN articles a ON a.position = f.rowid"
        columns = COLUMNS if fts is None else f"{COLUMNS}, {FOUND}"
        rows = self._select(f"SELECT {columns} FROM {table}", conditions, f"ORDER BY {place} DESC", size + 1)
        return _page(rows, size, "position")

    def most_relevant(self, filters: Filters, size: int, skip: int = 0) -> Hits:
        """Search results among the newest matches, best first (BM25, titles weigh eight times)."""
        fts = filters.fts
        if fts is None:
            return Hits([], None)
        conditions = [("texts_fts MATCH ?", (fts,)), *filters.date_conditions("f.rowid")]
        floor = self.database.execute(
            "SELECT rowid FROM texts_fts WHERE texts_fts MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            (fts, RANKED),
        ).fetchone()
        if floor is not None:
            conditions.append(("f.rowid > ?", (floor[0],)))
        rows = self._select(
            f"SELECT {COLUMNS}, {FOUND} FROM texts_fts f JOIN articles a ON a.position = f.rowid",
            conditions,
            "ORDER BY f.rank",
            size + 1,
            skip,
        )
        return Hits(rows[:size], skip + size if len(rows) > size else None)

    def since(self, filters: Filters, size: int, seq: int = 0) -> Hits:
        """Articles whose newest revision has a higher `seq`, in order of `seq`."""
        conditions = [*filters.conditions(), ("a.seq > ?", (seq,))]
        if filters.q:
            fts = filters.fts
            if fts is None:
                return Hits([], None)
            within = "a.position IN (SELECT rowid FROM texts_fts WHERE texts_fts MATCH ?)"
            conditions.append((within, (fts,)))
        rows = self._select(f"SELECT {COLUMNS} FROM articles a", conditions, "ORDER BY a.seq", size + 1)
        return _page(rows, size, "seq")

    def every(self, filters: Filters) -> Iterator[sqlite3.Row]:
        """All articles that match the filters, newest first."""
        before: int | None = None
        while True:
            hits = self.newest(filters, BATCH, before)
            yield from hits.rows
            if hits.after is None:
                return
            before = hits.after

    def article(self, id_: str) -> sqlite3.Row | None:
        """The row of an article."""
        found: sqlite3.Row | None = self.database.execute(
            f"SELECT {COLUMNS} FROM articles a WHERE a.id = ?",
            (id_,),
        ).fetchone()
        return found

    def line(self, seq: int) -> bytes:
        """The JSON line of a record. Raises LookupError if there is none."""
        found = self.database.execute("SELECT record FROM revisions WHERE seq = ?", (seq,)).fetchone()
        if found is None:
            raise LookupError(f"no record {seq}")
        return zlib.decompress(found[0])

    def revisions(self, id_: str) -> list[Stored]:
        """All revisions of an article, oldest first."""
        rows = self.database.execute(
            "SELECT seq, record FROM revisions WHERE article = ? ORDER BY revision, seq", (id_,)
        )
        lines = [(row["seq"], zlib.decompress(row["record"])) for row in rows]
        return [Stored(seq, json.loads(line), line) for seq, line in lines]

    def copies(self, row: sqlite3.Row) -> list[sqlite3.Row]:
        """The original of an article and its other near-duplicates, in order of publication."""
        first = row["duplicate_of"] or row["id"]
        return self.database.execute(
            f"SELECT {COLUMNS} FROM articles a WHERE (a.duplicate_of = ? OR a.id = ?) AND a.id != ? "
            "ORDER BY a.position LIMIT 50",
            (first, first, row["id"]),
        ).fetchall()

    def changed(self, size: int, before: int | None = None) -> Hits:
        """Articles with more than one revision, last changed first, below the seq `before`."""
        conditions: list[tuple[str, tuple[object, ...]]] = [("a.revision > 1", ())]
        if before is not None:
            conditions.append(("a.seq < ?", (before,)))
        rows = self._select(f"SELECT {COLUMNS} FROM articles a", conditions, "ORDER BY a.seq DESC", size + 1)
        return _page(rows, size, "seq")

    def _select(
        self,
        select: str,
        conditions: list[tuple[str, tuple[object, ...]]],
        order: str,
        size: int,
        skip: int = 0,
    ) -> list[sqlite3.Row]:
        where = " AND ".join(condition for condition, _ in conditions) or "1"
        values = [value for _, some in conditions for value in some]
        query = f"{select} WHERE {where} {order} LIMIT ? OFFSET ?"
        return self.database.execute(query, (*values, size, skip)).fetchall()


def _page(rows: list[sqlite3.Row], size: int, key: str) -> Hits:
    return Hits(rows[:size], rows[size - 1][key] if len(rows) > size else None)
