"""Address rows: read many at once, write many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text

from crawler.ledger.decisions import MAX_ATTEMPTS, AddressState, State
from crawler.ledger.in_clause import in_clause, in_subquery
from crawler.ledger.schema import UNSETTLED, addresses
from crawler.ledger.upserts import insert_missing, upsert
from crawler.urls.canonical import article_id

UNSETTLED_LIMIT = 100_000
"""Addresses of one portal that a run takes over from earlier ones at most; the next run takes the rest."""

STATE_COLUMNS = [addresses.c[name] for name in AddressState.__slots__]

Key = tuple[str, str]
"""Portal id and address id."""


def key_of(portal_id: str, url: str) -> Key:
    """What an address is kept under: doublets of it (scheme, www., tracking) share one row."""
    return portal_id, article_id(url)


def read_states(connection: Connection, portal_id: str, ids: Sequence[str]) -> dict[str, AddressState]:
    """What is known of these addresses of one portal; unknown ones are missing."""
    if not ids:
        return {}
    dialect = connection.dialect
    found = connection.execute(_states(dialect.name), {"portal_id": portal_id, **in_subquery(dialect, ids)})
    return {id_: AddressState(State(state), *rest) for id_, state, *rest in found}


@cache
def _states(dialect: str) -> Select[Any]:
    return select(addresses.c.id, *STATE_COLUMNS).where(
        addresses.c.portal_id == bindparam("portal_id"), in_clause(dialect, addresses.c.id)
    )


def read_unsettled(connection: Connection, portal_id: str) -> list[tuple[str, str | None]]:
    """Addresses (with lastmod) that were discovered and never settled, or failed a few times at most."""
    query = (
        select(addresses.c.url, addresses.c.lastmod)
        .where(addresses.c.portal_id == portal_id)
        .where(text(UNSETTLED))
        .where(addresses.c.attempts < MAX_ATTEMPTS)
        .limit(UNSETTLED_LIMIT)
    )
    return [(url, lastmod) for url, lastmod in connection.execute(query)]


def read_settled(connection: Connection, portal_id: str, after: str, limit: int) -> list[tuple[str, str]]:
    """Ids and addresses that gave an article once, in the order of ids, from behind `after` on."""
    query = (
        select(addresses.c.id, addresses.c.url)
        .where(addresses.c.portal_id == portal_id)
        .where(addresses.c.id > after)
        .where(addresses.c.state.in_([State.STORED.value, State.GONE.value]))
        .order_by(addresses.c.id)
        .limit(limit)
    )
    return [(id_, url) for id_, url in connection.execute(query)]


def write_states(connection: Connection, states: Mapping[Key, tuple[str, AddressState]]) -> None:
    """Insert or replace the rows; each value is the address and its state."""
    rows = [_row(key, url, state) for key, (url, state) in states.items()]
    upsert(connection, addresses, ["portal_id", "id"], rows)


def add_pending(connection: Connection, found: Mapping[Key, tuple[str, str | None]]) -> None:
    """Insert addresses (with lastmod) as pending; known ones stay as they are."""
    rows = [
        {"portal_id": portal_id, "id": id_, "url": url, "state": State.PENDING.value, "lastmod": lastmod}
        for (portal_id, id_), (url, lastmod) in found.items()
    ]
    insert_missing(connection, addresses, rows)


def _row(key: Key, url: str, state: AddressState) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(state, name) for name in AddressState.__slots__}
    row["state"] = state.state.value
    row["portal_id"], row["id"] = key
    row["url"] = url
    return row
