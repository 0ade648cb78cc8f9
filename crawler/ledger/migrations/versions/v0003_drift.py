"""Count of template drifts per portal and run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("visits", sa.Column("drifted", sa.Integer, nullable=False, server_default="0"))
