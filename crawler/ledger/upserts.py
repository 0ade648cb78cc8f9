"""Upserts in the SQL dialects of both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table

from crawler.ledger.schema import templates


def upsert(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows; on a conflict with `key`, update the existing row. All rows have the same columns."""
    if not rows:
        return
    statement = _upsert(connection.dialect.name, table, tuple(key), tuple(rows[0]))
    connection.execute(statement, list(rows))


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is new; leave the others unchanged."""
    if rows:
        connection.execute(_insert_missing(connection.dialect.name, table), list(rows))


def save_templates(connection: Connection, learned: Mapping[tuple[str, str], bytes], now: int) -> None:
    """Save learned templates by portal and name."""
    rows = [
        {"portal_id": portal_id, "name": name, "updated_at": now, "data": data}
        for (portal_id, name), data in learned.items()
    ]
    upsert(connection, templates, ["portal_id", "name"], rows)


@cache  # building a statement costs more than running it
def _upsert(dialect: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Executable:
    statement = _insert(dialect)(table)
    update = {name: statement.excluded[name] for name in columns if name not in key}
    made: Executable = statement.on_conflict_do_update(index_elements=list(key), set_=update)
    return made


@cache
def _insert_missing(dialect: str, table: Table) -> Executable:
    made: Executable = _insert(dialect)(table).on_conflict_do_nothing()
    return made


def _insert(dialect: str) -> Any:
    """The dialect's `INSERT`, imported on first use."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_postgresql

        return into_postgresql
    from sqlalchemy.dialects.sqlite import insert as into_sqlite

    return into_sqlite
