"""The ledger's versions, as Alembic scripts."""
