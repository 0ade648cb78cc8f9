"""Reads and writes URL rows in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select, text

from crawler.ledger.decisions import MAX_ATTEMPTS, PROOF, SETTLED_REJECTIONS, State, UrlState
from crawler.ledger.in_clause import in_clause, in_subquery
from crawler.ledger.revisits import oldest_visited
from crawler.ledger.schema import UNSETTLED, addresses
from crawler.ledger.upserts import insert_missing, upsert
from crawler.urls.canonical import article_id

UNSETTLED_LIMIT = 100_000
"""Maximum unsettled URLs of one portal that a run takes over; the next run takes the others."""

STATE_COLUMNS = [addresses.c[name] for name in UrlState.__slots__]

Key = tuple[str, str]
"""Portal id and URL id."""


def key_of(portal_id: str, url: str) -> Key:
    """Key of a URL's row: all URL variants (scheme, www., tracking parameters) map to one key."""
    return portal_id, article_id(url)


def read_states(connection: Connection, portal_id: str, ids: Sequence[str]) -> dict[str, UrlState]:
    """Stored state of these URLs of one portal; unknown URLs are missing."""
    if not ids:
        return {}
    dialect = connection.dialect
    found = connection.execute(_states(dialect.name), {"portal_id": portal_id, **in_subquery(dialect, ids)})
    return {id_: UrlState(State(state), *rest) for id_, state, *rest in found}


@cache
def _states(dialect: str) -> Select[Any]:
    return select(addresses.c.id, *STATE_COLUMNS).where(
        addresses.c.portal_id == bindparam("portal_id"), in_clause(dialect, addresses.c.id)
    )


def read_unsettled(connection: Connection, portal_id: str, now: int) -> list[tuple[str, str | None]]:
    """URLs (with lastmod) that were discovered and not settled.

    These are pending, failed fewer than `MAX_ATTEMPTS` times, gave no article and are due for another try, or
    had an article that was found missing once, a day ago or more.
    """
    named = select(addresses.c.url, addresses.c.lastmod).where(addresses.c.portal_id == portal_id)
    waiting = named.where(text(UNSETTLED)).where(addresses.c.attempts < MAX_ATTEMPTS).limit(UNSETTLED_LIMIT)
    doubtful = (
        named.where(addresses.c.state == State.REJECTED.value)
        .where(addresses.c.attempts < SETTLED_REJECTIONS)
        .where(addresses.c.next_due <= now)
        .limit(UNSETTLED_LIMIT)
    )
    missing = (
        named.where(addresses.c.state == State.GONE.value, addresses.c.article_id.is_not(None))
        .where(addresses.c.fetched_at - addresses.c.missing_since < PROOF)
        .where(addresses.c.missing_since <= now - PROOF)
        .limit(UNSETTLED_LIMIT)
    )
    return [
        (url, lastmod) for query in (waiting, doubtful, missing) for url, lastmod in connection.execute(query)
    ]


def read_settled(connection: Connection, portal_id: str, after: str, limit: int) -> list[tuple[str, str]]:
    """Ids and URLs that gave an article, in order of ids, after `after`."""
    query = (
        select(addresses.c.id, addresses.c.url)
        .where(addresses.c.portal_id == portal_id)
        .where(addresses.c.id > after)
        .where(addresses.c.state.in_([State.STORED.value, State.GONE.value]))
        .order_by(addresses.c.id)
        .limit(limit)
    )
    return [(id_, url) for id_, url in connection.execute(query)]


def read_due(
    connection: Connection, portal_id: str, now: int, revisit: Sequence[int], limit: int
) -> list[tuple[str, str | None, str | None, str | None]]:
    """URLs, lastmod, ETag and Last-Modified of recent articles whose next visit is due, the newest first."""
    recent = addresses.c.published >= oldest_visited(now, revisit).isoformat()
    undated = and_(addresses.c.published.is_(None), addresses.c.checks < len(revisit))
    # An article that was found missing once is among the unsettled ones.
    gone = and_(
        addresses.c.state == State.GONE.value,
        addresses.c.fetched_at - addresses.c.missing_since >= PROOF,
    )
    query = (
        select(addresses.c.url, addresses.c.lastmod, addresses.c.etag, addresses.c.last_modified)
        .where(addresses.c.portal_id == portal_id, addresses.c.article_id.is_not(None))
        .where(or_(addresses.c.state == State.STORED.value, gone))
        .where(addresses.c.next_due <= now, or_(recent, undated))
        .order_by(addresses.c.published.desc().nulls_last(), addresses.c.next_due)
        .limit(limit)
    )
    return [(url, lastmod, etag, modified) for url, lastmod, etag, modified in connection.execute(query)]


def read_stored(
    connection: Connection, portal_id: str, ids: Sequence[str]
) -> list[tuple[str, str | None, str | None, str | None]]:
    """URLs, lastmod, ETag and Last-Modified of the stored articles among these ids."""
    dialect = connection.dialect
    query = (
        select(addresses.c.url, addresses.c.lastmod, addresses.c.etag, addresses.c.last_modified)
        .where(addresses.c.portal_id == portal_id, addresses.c.article_id.is_not(None))
        .where(addresses.c.state == State.STORED.value, in_clause(dialect.name, addresses.c.id))
    )
    found = connection.execute(query, in_subquery(dialect, ids))
    return [(url, lastmod, etag, modified) for url, lastmod, etag, modified in found]


def write_states(connection: Connection, states: Mapping[Key, tuple[str, UrlState]]) -> None:
    """Insert or replace the rows; each value is the URL and its state."""
    rows = [_row(key, url, state) for key, (url, state) in states.items()]
    upsert(connection, addresses, ["portal_id", "id"], rows)


def add_pending(connection: Connection, found: Mapping[Key, tuple[str, str | None]]) -> None:
    """Insert URLs (with lastmod) as pending; leave known URLs unchanged."""
    rows = [
        {"portal_id": portal_id, "id": id_, "url": url, "state": State.PENDING.value, "lastmod": lastmod}
        for (portal_id, id_), (url, lastmod) in found.items()
    ]
    insert_missing(connection, addresses, rows)


def _row(key: Key, url: str, state: UrlState) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(state, name) for name in UrlState.__slots__}
    row["state"] = state.state.value
    row["portal_id"], row["id"] = key
    row["url"] = url
    return row
