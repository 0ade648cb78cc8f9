"""Alembic's entry point: runs the scripts on the connection of `migrate.upgrade`."""

from __future__ import annotations

from alembic import context

from crawler.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
