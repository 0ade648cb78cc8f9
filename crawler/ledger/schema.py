"""Tables of the ledger, the same on SQLite and PostgreSQL.

Times are whole seconds since 1970 UTC. `migrations/` upgrades every older version to this one.
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
    TypeDecorator,
    event,
)
from sqlalchemy import Text as PlainText

from crawler.guard.text_gate import column_value


class Text(TypeDecorator[str]):
    """A text column; every value passes `text_gate`, because servers, pages and feeds are untrusted."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        return None if value is None else column_value(value)


VERSION = "0008"
"""The newest version in `migrations/versions`; a test compares the two."""

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
"""`completed_at`: when discovery last read all sources to their end and settled every URL."""

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
    Column("missing_since", BigInteger),
    sqlite_with_rowid=False,
)
"""One row per URL and portal; `id` is the short hash of the canonical URL (`article_id`).

`state` is pending, stored, failed, gone, rejected (not an article) or skipped (outside the run's days);
`checks` counts consecutive fetches without a change. `published` is the article's day.
`missing_since` is when the article was first found missing.
"""

UNSETTLED = "state IN ('pending', 'failed')"
"""URLs that a later run may have to fetch; the condition of their partial index."""

# As DDL instead of `Index`, which would import both dialects to render its condition.
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
    Column("gone_at", Text),
    Index("articles_content_hash", "content_hash"),
    Index("articles_portal", "portal_id", "seq"),
    Index("articles_published", "portal_id", "published_at"),
)
"""The newest revision of each article; `gone_at` as in its record."""

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
"""Every record ever written, packed as in `records`. `changed` lists the parts that differ from the
previous one."""

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Index of near-duplicates (`duplicates`): `seq` is the first revision of an article."""

sketches = Table(
    "sketches",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("portal_id", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)
"""MinHash sketches to estimate similarity without reading texts; articles of earlier versions have none."""

templates = Table(
    "templates",
    metadata,
    Column("portal_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("updated_at", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Learned templates of a portal's pages, serialized."""

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
    Column("dropped", PlainText, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("empty_bodies", Integer, nullable=False),
    Column("without_date", Integer, nullable=False),
    Column("suspect", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", PlainText, nullable=False),
    Column("drifted", Integer, nullable=False, server_default="0"),
    Column("low_confidence", Integer, nullable=False, server_default="0"),
)
"""Result of each portal in each run: input for its health and its re-crawl interval.

`complete` is 1 if the run read the portal to its end; `dropped` (counts by reason) and `reasons` (of the
health) are JSON.
"""

watches = Table(
    "watches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("cursor", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""`cursor`: the last `seq` that the watch has tested."""

watch_hits = Table(
    "watch_hits",
    metadata,
    Column("watch", Text, primary_key=True),
    Column("destination", Text, primary_key=True),
    Column("article_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("found_at", BigInteger, nullable=False),
    Column("claimed_until", BigInteger, nullable=False, server_default="0"),
    Column("next_try", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("told_at", BigInteger),
    Column("problem", Text),
    Index("watch_hits_told", "watch", "destination", "told_at", "seq"),
)
"""A match of a watch, one row per article and destination, regardless of later revisions.

`claimed_until`: a process is sending it; `problem`: why the last attempt failed, without the address.
"""

deliveries = Table(
    "deliveries",
    metadata,
    Column("sink", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("pending", BigInteger),
    Column("delivered", BigInteger, nullable=False, server_default="0"),
    Column("delivered_at", BigInteger),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failed_at", BigInteger),
    Column("error", Text),
    Column("holder", Text),
    Column("host", Text),
    Column("process", Text),
    Column("heartbeat_at", BigInteger),
)
"""Cursor of each sink: `seq` is acknowledged; `pending` is the last `seq` of the batch that is being sent.

`failures` in a row since the last acknowledgement, with the last `error`. `holder` is the deliverer's lease.
"""

parked_records = Table(
    "parked_records",
    metadata,
    Column("sink", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("tries", Integer, nullable=False),
    Column("parked_at", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
)
"""Records that a sink refused; `scrapy deliver --retry` sends them again."""
