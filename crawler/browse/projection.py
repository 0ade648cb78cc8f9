"""Projects the ledger into the browse database (SQLite): narrow rows, full-text search, counts.

The ledger packs its records and may be on PostgreSQL. The projection keeps the last `seq` as its cursor and
reads only newer records.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.browse.facets import write_totals
from crawler.browse.labels import LABELLED, label
from crawler.browse.positions import first_seq_of, position
from crawler.browse.tables import INSERT_ARTICLE, INSERT_PORTAL, INSERT_VISIT, TABLES, VERSION
from crawler.ledger.queries import LedgerReader, Selection
from crawler.ledger.recrawl_interval import Bounds, recrawl_interval
from crawler.ledger.visits import History
from crawler.report.health import HealthInput, assess_health

BATCH = 5_000
"""Records stored at once: each batch ends with a new part of the full-text index, and parts are merged again
and again. Batches of 500 take 3.5 times as long; 5,000 hold 30 MB of text."""
CACHE = 64_000
"""KiB of the database kept in memory while it is written."""
LEAD = 320
"""Characters of a body shown in lists."""


def project(reader: LedgerReader, history: History, file: Path, pace: Bounds | None = None) -> int:
    """Update the database at `file` from the ledger; return the number of new records.

    `pace` bounds the displayed re-crawl intervals.
    Raises LedgerError, and sqlite3.Error if the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not _fits(file, reader):
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
    with closing(open_database(file)) as database:
        count = store(database, reader.selected(Selection(since_seq=last_seq(database))))
        with database:
            _refresh_portals(database, reader, history, pace or Bounds())
            write_totals(database)
        database.execute("PRAGMA analysis_limit = 1000")
        database.execute("PRAGMA optimize")
        return count


def open_database(file: Path) -> sqlite3.Connection:
    """Open the database for writing; create its tables if there are none."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode = WAL")  # the update does not block readers
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(f"PRAGMA cache_size = -{CACHE}")
    if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        database.executescript(TABLES)
        database.execute(f"PRAGMA user_version = {VERSION}")
    return database


def store(database: sqlite3.Connection, records: Iterator[tuple[int, bytes]]) -> int:
    """Store records (`seq` and JSON line, in order); return their number."""
    count = 0
    while stored := _store_batch(database, islice(records, BATCH)):
        count += stored
    return count


def last_seq(database: sqlite3.Connection) -> int:
    """Return the highest seq in the database."""
    return int(database.execute("SELECT coalesce(max(seq), 0) FROM revisions").fetchone()[0])


def _fits(file: Path, reader: LedgerReader) -> bool:
    """Return whether the file was projected from this ledger with the current tables."""
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(file)) as database:
            if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                return False
            seq = last_seq(database)
            held = database.execute("SELECT record FROM revisions WHERE seq = ?", (seq,)).fetchone()
    except sqlite3.DatabaseError:
        return False
    if held is None:
        return True
    first = next(reader.selected(Selection(since_seq=seq - 1)), None)
    return first is not None and first[0] == seq and first[1] == zlib.decompress(held[0])


@dataclass(slots=True)
class _Newest:
    """The newest record of an article as a row of `articles`, its text, and the first seq of the article."""

    row: dict[str, Any]
    body: str
    first_seq: int


def _store_batch(database: sqlite3.Connection, lines: Iterable[tuple[int, bytes]]) -> int:
    """Store records in one transaction; the last record of an article is its newest revision."""
    newest: dict[str, _Newest] = {}
    portals: dict[str, dict[str, Any]] = {}
    revisions = []
    for seq, line in lines:
        record = json.loads(line)
        id_ = record["id"]
        before = newest.get(id_)
        first_seq = before.first_seq if before is not None else seq
        newest[id_] = _Newest(_article_row(seq, record), "\n\n".join(record["body"]), first_seq)
        portals[record["portal"]["id"]] = record["portal"]
        revisions.append((seq, id_, record["revision"], zlib.compress(line)))
    if not revisions:
        return 0
    with database:
        database.executemany("INSERT INTO revisions VALUES (?, ?, ?, ?)", revisions)
        for id_, first_seq in _remove(database, list(newest)).items():
            newest[id_].first_seq = first_seq
        for one in newest.values():
            one.row["position"] = position(one.row["published"], one.first_seq)
        _store_portals(database, portals.values())
        # The full-text index takes rows in order: an earlier one ends its part of the index.
        ordered = sorted(newest.values(), key=lambda one: one.row["position"])
        database.executemany(INSERT_ARTICLE, (one.row for one in ordered))
        database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", _texts(ordered))
    return len(revisions)


def _article_row(seq: int, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a row of `articles`, without its position; missing filter columns are empty."""
    published = record.get("published_at")
    lead = (record.get("description") or " ".join(record["body"]))[: LEAD + 1]
    return {
        "id": record["id"],
        "seq": seq,
        "portal": record["portal"]["id"],
        "province": record["portal"].get("province") or "",
        "section": record.get("section") or "",
        "language": record.get("language") or "",
        "day": (published or "")[:10],
        "published": published,
        "revision": record["revision"],
        "duplicate_of": record.get("duplicate_of"),
        "gone_at": record.get("gone_at"),
        "url": record["canonical_url"],
        "picture": next((image["url"] for image in record.get("images") or []), None),
        "title": record["title"],
        "lead": lead if len(lead) <= LEAD else f"{lead[:LEAD].rsplit(' ', 1)[0]}…",
    }


def _texts(ordered: Iterable[_Newest]) -> Iterator[tuple[int, str, str, str]]:
    for one in ordered:
        row = one.row
        labels = " ".join(label(column, row[column]) for column in LABELLED)
        yield row["position"], row["title"], one.body, labels


def _remove(database: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Remove the articles with these ids; return the first seq of each that was there."""
    marks = ",".join("?" * len(ids))
    places = database.execute(
        f"SELECT id, position FROM articles WHERE id IN ({marks}) ORDER BY position", ids
    ).fetchall()
    database.executemany("DELETE FROM texts WHERE position = ?", [(place,) for _, place in places])
    database.executemany("DELETE FROM articles WHERE position = ?", [(place,) for _, place in places])
    return {id_: first_seq_of(place) for id_, place in places}


def _store_portals(database: sqlite3.Connection, portals: Iterable[dict[str, Any]]) -> None:
    """Store the portals, with the names of their newest records."""
    names = ("id", "name", "province", "region", "domain")
    database.executemany(
        INSERT_PORTAL, {one["id"]: tuple(one.get(name) for name in names) for one in portals}.values()
    )


def _refresh_portals(
    database: sqlite3.Connection, reader: LedgerReader, history: History, pace: Bounds
) -> None:
    """Copy the portals' visits, health and templates from the ledger."""
    from crawler.templates.store import reasons_for_none

    names = history.names()
    database.executemany(
        "INSERT INTO portals (id, name, province) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(id_, name, province) for id_, (name, province) in names.items()],
    )
    database.execute(
        "UPDATE portals SET articles = (SELECT count(*) FROM articles WHERE portal = portals.id), newest = "
        "(SELECT published FROM articles WHERE portal = portals.id ORDER BY position DESC LIMIT 1)"
    )
    untaught = reasons_for_none(reader)
    taught = reader.templates()
    ids = list(names)
    for id_, (visits, published) in zip(ids, history.histories(ids), strict=True):
        template = taught.get(id_)
        number = json.loads(template).get("revision") if template else None
        interval = recrawl_interval(published, visits, history.now(), pace)
        facts: list[Any] = [None, "[]", None, int(interval), number, untaught.get(id_), id_]
        if visits:
            health = assess_health(
                HealthInput(replace(visits[0], ended_at=history.now()), visits[1:], published)
            )
            reasons = [{"key": reason.key, **reason.values} for reason in health.reasons]
            facts[:3] = [health.verdict.value, json.dumps(reasons), visits[0].ended_at]
        database.execute(
            "UPDATE portals SET health = ?, reasons = ?, last_visit = ?, interval = ?, template = ?, "
            "no_template = ? WHERE id = ?",
            facts,
        )
        database.executemany(INSERT_VISIT, [_visit_row(id_, visit) for visit in visits])


def _visit_row(portal_id: str, visit: Any) -> tuple[Any, ...]:
    return (
        portal_id,
        visit.ended_at,
        visit.verdict,
        json.dumps(visit.reasons),
        visit.failed,
        visit.found,
        visit.new,
        visit.changed,
        sum(visit.dropped.values()),
        visit.requests,
        visit.errors,
        visit.seconds,
        visit.run_id,
    )
