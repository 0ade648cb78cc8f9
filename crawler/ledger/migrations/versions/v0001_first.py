"""The first ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("crawl_date", sa.Date, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("process", sa.Text, nullable=False),
    )
    op.create_index("ix_runs_finished_at", "runs", ["finished_at"])
    op.create_table(
        "portals",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("domain", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("province", sa.Text),
        sa.Column("leased_by", sa.Text),
        sa.Column("completed_at", sa.BigInteger),
    )
    op.create_table(
        "addresses",
        sa.Column("portal_id", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("lastmod", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("checks", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fetched_at", sa.BigInteger),
        sa.Column("next_due", sa.BigInteger),
        sa.Column("published", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("article_id", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "addresses_unsettled",
        "addresses",
        ["portal_id"],
        sqlite_where=sa.text("state IN ('pending', 'failed')"),
        postgresql_where=sa.text("state IN ('pending', 'failed')"),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("portal_id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_at", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("first_seen_at", sa.Text, nullable=False),
        sa.Column("duplicate_of", sa.Text),
        sa.Column("similarity", sa.Float),
    )
    op.create_index("articles_content_hash", "articles", ["content_hash"])
    op.create_index("articles_portal", "articles", ["portal_id", "seq"])
    op.create_table(
        "revisions",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("portal_id", sa.Text, nullable=False),
        sa.Column("crawl_date", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("published", sa.Text),
        sa.Column("changed", sa.Text, nullable=False, server_default=""),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_index("revisions_article", "revisions", ["article_id", "revision"], unique=True)
    op.create_index("revisions_file", "revisions", ["portal_id", "crawl_date", "seq"])
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "templates",
        sa.Column("portal_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('seq', 0)")
