"""Fills a ledger with millions of rows: python -m bench.filling LEDGER ARTICLES ADDRESSES.

SQL inside the database fills the real schema with all its indexes, one `INSERT ... SELECT` over a table of
numbers per table, without journal and sync. Rows are written in key order, so that each table is written once
from beginning to end. Keys are spread over their range like a crawl's hashes; a table filled in order is as
large as one filled at random (19.1 and 18.5 bytes per row of `bands`). The texts are 1,000 generated ones in
turn. Runs in its own process, so that its memory does not count as the ledger's.
"""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

from crawler.ledger.ledger import Ledger
from crawler.ledger.records import pack, page_part
from crawler.ledger.similarity import BANDS
from tests.ledger.press import releases

PORTALS = 500

TEXTS = 1000

SPREAD = 7919
"""A prime step: visits every article once before any is repeated."""

FILL = (
    """INSERT INTO numbers WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
        SELECT i FROM n""",
    """INSERT INTO portals (id, name, domain)
        SELECT 'portal-' || i, 'Portal ' || i, 'portal' || i || '.go.id' FROM numbers WHERE i <= :portals""",
    """INSERT INTO addresses (portal_id, id, url, state, lastmod, attempts, checks, fetched_at, next_due,
                              published, article_id)
        SELECT portal.id, printf('%016x', numbers.i * (9223372036854775807 / :each)),
               'https://' || portal.domain || '/berita/' || numbers.i || '/judul-berita-hari-ini', 'stored',
               '2023-01-01T00:00:00+07:00', 0, 0, 1700000000, 1900000000, '2023-01-01',
               printf('%016x', numbers.i * (9223372036854775807 / :articles))
        FROM (SELECT id, domain FROM portals ORDER BY id) AS portal CROSS JOIN numbers
        WHERE numbers.i <= :each""",
    """INSERT INTO articles (id, portal_id, url, title, published_at, revision, seq, fingerprint,
                             content_hash, first_seen_at)
        SELECT printf('%016x', i * (9223372036854775807 / :articles)), 'portal-' || (i % :portals + 1),
               'https://portal' || (i % :portals + 1) || '.go.id/berita/' || i || '/judul-berita-hari-ini',
               'Wali kota meresmikan taman nomor ' || i, '2023-01-01T08:00:00+07:00', 1, i, randomblob(32),
               printf('%016x', i * (9223372036854775807 / :articles)) || lower(hex(randomblob(24))),
               '2023-01-02T00:00:00+00:00'
        FROM numbers WHERE i <= :articles""",
    """INSERT INTO revisions (seq, article_id, revision, portal_id, crawl_date, recorded_at, published,
                              changed, record)
        SELECT i, printf('%016x', i * (9223372036854775807 / :articles)), 1, 'portal-' || (i % :portals + 1),
               '2023-11-14', 1700000000, '2023-01-01', '', records.record
        FROM numbers CROSS JOIN records ON records.number = i % :records WHERE i <= :articles""",
    """INSERT INTO bands (key, seq)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :articles * :bands)
        SELECT -9223372036854775807 + (i - 1) * :step + abs(random() % :step) AS key,
               i * :spread % :articles + 1
        FROM n""",
    """INSERT INTO sketches (seq, portal_id, sketch)
        SELECT i, 'portal-' || (i % :portals + 1), randomblob(72) FROM numbers WHERE i <= :articles""",
    "UPDATE counters SET value = :articles WHERE name = 'seq'",
)


def fill(path: Path, articles: int, addresses: int) -> None:
    """Make a ledger with this many rows; addresses in multiples of the number of portals."""
    Ledger.open(path).close()
    texts = [pack(replace(article, seq=1), page_part(article)) for article, _ in releases(1, TEXTS, 0)]
    values = {
        "most": max(articles, addresses // PORTALS, PORTALS),
        "portals": PORTALS,
        "each": addresses // PORTALS,
        "articles": articles,
        "records": len(texts),
        "bands": BANDS,
        "step": 2**64 // (articles * BANDS),
        "spread": SPREAD,
    }
    with sqlite3.connect(path) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TEMP TABLE numbers (i INTEGER PRIMARY KEY)")
        connection.execute("CREATE TEMP TABLE records (number INTEGER PRIMARY KEY, record BLOB)")
        connection.executemany("INSERT INTO records VALUES (?, ?)", enumerate(texts))
        for statement in FILL:
            connection.execute(statement, values)


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
