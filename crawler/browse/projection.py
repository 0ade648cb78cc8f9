"""Projects the ledger into a SQLite database for readers: plain columns, full-text search, views.

The ledger packs its records and may be on PostgreSQL. The projection keeps the last `seq` as its cursor and
reads only newer records.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.ledger.queries import LedgerReader, Selection
from crawler.ledger.visits import History

VERSION = 2
"""Version of the tables; a file with another version is rebuilt."""

BATCH = 500

TABLES = """
CREATE TABLE portals (
    id TEXT PRIMARY KEY, name TEXT, province TEXT, region TEXT, domain TEXT,
    articles INTEGER NOT NULL DEFAULT 0, newest TEXT, health TEXT, last_visit TEXT
);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, published TEXT, portal TEXT NOT NULL REFERENCES portals(id),
    province TEXT, region TEXT, section TEXT, tags TEXT, language TEXT, body TEXT NOT NULL, dateline TEXT,
    credits TEXT, url TEXT NOT NULL, revision INTEGER NOT NULL, seq INTEGER NOT NULL, first_seen TEXT,
    duplicate_of TEXT, warnings TEXT, gone_at TEXT
);
CREATE INDEX articles_published ON articles (published DESC);
CREATE INDEX articles_portal ON articles (portal, published DESC);
CREATE INDEX articles_province ON articles (province, published DESC);
CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), revision INTEGER NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, published TEXT, fetched TEXT
);
CREATE INDEX revisions_article ON revisions (article, revision);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, body, content="articles", tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, body) VALUES (new.rowid, new.title, new.body);
END;
CREATE TRIGGER articles_changed AFTER UPDATE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, body)
        VALUES ('delete', old.rowid, old.title, old.body);
    INSERT INTO articles_fts (rowid, title, body) VALUES (new.rowid, new.title, new.body);
END;
CREATE VIEW latest_articles AS
    SELECT published, title, portal, province, url, id FROM articles WHERE gone_at IS NULL
    ORDER BY published DESC;
CREATE VIEW articles_by_portal AS
    SELECT portals.name, portals.province, portals.articles, portals.newest, portals.health, portals.id
    FROM portals ORDER BY portals.articles DESC;
CREATE VIEW articles_by_province AS
    SELECT coalesce(province, '(national or unknown)') AS province, count(*) AS articles,
           count(DISTINCT portal) AS portals, max(published) AS newest
    FROM articles WHERE gone_at IS NULL GROUP BY 1 ORDER BY 2 DESC;
CREATE VIEW changed_articles AS
    SELECT revisions.article, revisions.revision, revisions.title, revisions.fetched, articles.portal
    FROM revisions JOIN articles ON articles.id = revisions.article
    WHERE articles.revision > 1 ORDER BY revisions.seq DESC;
"""

UPSERT = """
INSERT INTO articles VALUES (
    :id, :title, :published, :portal, :province, :region, :section, :tags, :language, :body, :dateline,
    :credits, :url, :revision, :seq, :first_seen, :duplicate_of, :warnings, :gone_at
) ON CONFLICT (id) DO UPDATE SET
    title = excluded.title, published = excluded.published, section = excluded.section,
    tags = excluded.tags, language = excluded.language, body = excluded.body, dateline = excluded.dateline,
    credits = excluded.credits, url = excluded.url, revision = excluded.revision, seq = excluded.seq,
    duplicate_of = excluded.duplicate_of, warnings = excluded.warnings,
    gone_at = excluded.gone_at
"""


def project(reader: LedgerReader, history: History, file: Path) -> int:
    """Update the database at `file` from the ledger; return the number of new records.

    Raises LedgerError, and sqlite3.Error if the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not _fits(file, reader):
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = WAL")  # readers are not blocked by the update
        if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            database.executescript(TABLES)
            database.execute(f"PRAGMA user_version = {VERSION}")
        count = 0
        records = reader.selected(Selection(since_seq=last_seq(database)))
        while lines := list(islice(records, BATCH)):
            with database:
                _take(database, (json.loads(line) for _, line in lines))
            count += len(lines)
        with database:
            _refresh_portals(database, history)
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
            held = database.execute("SELECT article FROM revisions WHERE seq = ?", (seq,)).fetchone()
    except sqlite3.DatabaseError:
        return False
    if held is None:
        return True
    first = next(reader.selected(Selection(since_seq=seq - 1)), None)
    return first is not None and first[0] == seq and json.loads(first[1])["id"] == held[0]


def _take(database: sqlite3.Connection, records: Iterable[dict[str, Any]]) -> None:
    articles: list[dict[str, Any]] = []
    revisions: list[tuple[Any, ...]] = []
    portals: dict[str, tuple[Any, ...]] = {}
    for record in records:
        portal = record["portal"]
        portals[portal["id"]] = tuple(portal[name] for name in ("id", "name", "province", "region", "domain"))
        row = article_row(record)
        articles.append(row)
        revisions.append(
            (
                row["seq"],
                row["id"],
                row["revision"],
                row["title"],
                row["body"],
                row["published"],
                record.get("fetched_at"),
            )
        )
    database.executemany(
        "INSERT INTO portals (id, name, province, region, domain) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        portals.values(),
    )
    database.executemany(UPSERT, articles)
    database.executemany("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?)", revisions)


def article_row(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a row; lists become lines of text."""
    dateline = record.get("dateline")
    return {
        "id": record["id"],
        "title": record["title"],
        "published": record.get("published_at"),
        "portal": record["portal"]["id"],
        "province": record["portal"].get("province"),
        "region": record["portal"].get("region"),
        "section": record.get("section"),
        "tags": ", ".join(record.get("tags") or []),
        "language": record.get("language"),
        "body": "\n\n".join(record["body"]),
        "dateline": dateline["text"] if dateline else None,
        "credits": "\n".join(_credits(record)),
        "url": record["canonical_url"],
        "revision": record["revision"],
        "seq": record["seq"],
        "first_seen": record.get("first_seen_at"),
        "duplicate_of": record.get("duplicate_of"),
        "warnings": ", ".join(record.get("warnings") or []),
        "gone_at": record.get("gone_at"),
    }


def _credits(record: dict[str, Any]) -> Iterator[str]:
    for credit in record.get("credits") or []:
        yield f"{credit['role']}: {credit['name']}"


def _refresh_portals(database: sqlite3.Connection, history: History) -> None:
    database.execute(
        "UPDATE portals SET (articles, newest) = "
        "(SELECT count(*), max(published) FROM articles WHERE portal = portals.id AND gone_at IS NULL)"
    )
    known = [portal_id for (portal_id,) in database.execute("SELECT id FROM portals")]
    visited = [
        (visit.verdict, visit.ended_at, portal_id)
        for portal_id in known
        for visit in history.recent(portal_id, most=1)
    ]
    database.executemany(
        "UPDATE portals SET health = ?, last_visit = strftime('%Y-%m-%dT%H:%M:%SZ', ?, 'unixepoch') "
        "WHERE id = ?",
        visited,
    )
