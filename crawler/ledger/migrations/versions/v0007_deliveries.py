"""Cursors of sinks, and parked records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("sink", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("pending", sa.BigInteger),
        sa.Column("delivered", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("delivered_at", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failed_at", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.Column("holder", sa.Text),
        sa.Column("host", sa.Text),
        sa.Column("process", sa.Text),
        sa.Column("heartbeat_at", sa.BigInteger),
    )
    op.create_table(
        "parked_records",
        sa.Column("sink", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("parked_at", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
