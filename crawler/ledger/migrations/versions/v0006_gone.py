"""Times when an article was first missing and when it was gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("addresses", sa.Column("missing_since", sa.BigInteger))
    op.add_column("articles", sa.Column("gone_at", sa.Text))
