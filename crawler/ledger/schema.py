"""The ledger's tables, the same on SQLite and PostgreSQL.

Times are whole seconds since 1970 UTC. `migrations/` holds the way from every older version to this one.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

VERSION = "0004"
"""The newest version in `migrations/versions`; a test holds the two together."""

metadata = MetaData()

alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), primary_key=True),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""`seq`: the row is locked until the commit, so a reader never sees a number before a lower one."""

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("heartbeat_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger, index=True),
    Column("crawl_date", Date, nullable=False),
    Column("host", Text, nullable=False),
    Column("process", Text, nullable=False),
)

portals = Table(
    "portals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("domain", Text),
    Column("region", Text),
    Column("province", Text),
    Column("leased_by", Text),
    Column("completed_at", BigInteger),
)
"""`completed_at`: when discovery last went through the whole portal and everything it named was settled."""

addresses = Table(
    "addresses",
    metadata,
    Column("portal_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("lastmod", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("checks", Integer, nullable=False, server_default="0"),
    Column("fetched_at", BigInteger),
    Column("next_due", BigInteger),
    Column("published", Text),
    Column("reason", Text),
    Column("article_id", Text),
    sqlite_with_rowid=False,
)
"""One row per address and portal; `id` is the short hash of the address's identity (`article_id`).

`state` is pending, stored, failed, gone, rejected (no article) or skipped (outside the dates asked for);
`checks` counts the fetches in a row that found no change. `published` is the article's day.
"""

UNSETTLED = "state IN ('pending', 'failed')"
"""Addresses that a run may have to take over from earlier ones; the condition of their partial index."""

# As it stands, not as an `Index`, which loads the code of both databases to look at its condition.
event.listen(
    addresses,
    "after_create",
    DDL(f"CREATE INDEX addresses_unsettled ON addresses (portal_id) WHERE {UNSETTLED}"),  # type: ignore[no-untyped-call]
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("portal_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published_at", Text),
    Column("revision", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("first_seen_at", Text, nullable=False),
    Column("duplicate_of", Text),
    Column("similarity", Float),
    Index("articles_content_hash", "content_hash"),
    Index("articles_portal", "portal_id", "seq"),
    Index("articles_published", "portal_id", "published_at"),
)
"""The newest revision of each article."""

revisions = Table(
    "revisions",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("portal_id", Text, nullable=False),
    Column("crawl_date", Date, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("published", Text),
    Column("changed", Text, nullable=False, server_default=""),
    Column("record", LargeBinary, nullable=False),
    Index("revisions_article", "article_id", "revision", unique=True),
    Index("revisions_file", "portal_id", "crawl_date", "seq"),
)
"""Every record ever written, packed as `records` says. `changed` names what differs from the one before."""

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The index of near-duplicates (`duplicates`): `seq` is the first revision of an article."""

sketches = Table(
    "sketches",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("portal_id", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)
"""What tells how alike two texts are without reading them; articles of earlier versions have none."""

templates = Table(
    "templates",
    metadata,
    Column("portal_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("updated_at", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""What extraction learned of a portal's pages, as it packed it."""

visits = Table(
    "visits",
    metadata,
    Column("portal_id", Text, primary_key=True),
    Column("ended_at", BigInteger, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("failed", Text),
    Column("found", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("dropped", Text, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("empty_bodies", Integer, nullable=False),
    Column("without_date", Integer, nullable=False),
    Column("suspect", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("drifted", Integer, nullable=False, server_default="0"),
)
"""What became of a portal in each run: what its health is judged by, and when it is due again.

`complete` is 1 where the run got to the end of the portal; `dropped` (counts by reason) and `reasons` (of the
verdict) are JSON.
"""
