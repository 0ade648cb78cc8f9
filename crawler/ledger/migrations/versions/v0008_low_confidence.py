"""Count of articles with low confidence per portal and run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("visits", sa.Column("low_confidence", sa.Integer, nullable=False, server_default="0"))
