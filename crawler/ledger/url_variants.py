"""Maps URLs that differ only in a session parameter to one article.

`crawler.discovery.core.url_variants` learns such parameters within a run. This module finds parameters that
change only between runs: the same text under the same path, if no other text of the portal has that path. It
also finds articles under other hosts, or in other folders with the same name and day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import Connection, select

from crawler.items import Article
from crawler.ledger.decisions import State
from crawler.ledger.in_clause import in_clause, in_subquery
from crawler.ledger.schema import addresses, articles
from crawler.ledger.upserts import insert_missing
from crawler.urls.canonical import article_id
from crawler.urls.parsing import UrlError

VARIANT = "url variant"
"""`reason` of the row of a URL that shows an article stored under another one."""


def originals(connection: Connection, found: Iterable[Article]) -> dict[str, str]:
    """Ids under which articles are stored whose URLs are known as variants, by the ids of these URLs."""
    by_portal: dict[str, list[str]] = {}
    for article in found:
        by_portal.setdefault(article.portal.id, []).append(article.id)
    stored: dict[str, str] = {}
    for portal_id, ids in by_portal.items():
        query = (
            select(addresses.c.id, addresses.c.article_id)
            .where(addresses.c.portal_id == portal_id, addresses.c.reason == VARIANT)
            .where(addresses.c.article_id.is_not(None), in_clause(connection.dialect.name, addresses.c.id))
        )
        rows = connection.execute(query, in_subquery(connection.dialect, sorted(set(ids))))
        stored |= {id_: original for id_, original in rows if original != id_}
    return stored


def original_of(
    connection: Connection,
    article: Article,
    content_hash: str,
    same: Sequence[str],
    fresh: Mapping[str, Mapping[str, Any]],
) -> tuple[str, str] | None:
    """Id and URL of the stored article of which this one is a URL variant.

    `same` are the ids of articles with the same text, `fresh` the rows of those not written yet.
    """
    portal_id = article.portal.id
    path, _, query = article.canonical_url.partition("?")
    for id_ in same:
        row = fresh.get(id_) or _row_of(connection, id_)
        url = row["url"]
        if row["portal_id"] != portal_id:
            continue
        is_same_day = (row["published_at"] or "")[:10] == (article.published_at or "")[:10]
        if _is_spelled_otherwise(article.canonical_url, url, is_same_day=is_same_day):
            return id_, url
        if url.partition("?")[0] != path:
            continue
        if not (query or "?" in url) or _tells_apart(connection, portal_id, path, content_hash, fresh):
            return None
        return id_, url
    return None


def _is_spelled_otherwise(one: str, other: str, *, is_same_day: bool) -> bool:
    """Whether two URLs of the same text differ only in host, case or folders (`/sid-1f/berita/x`).

    Folders may distinguish articles with the same name, unless one path ends with the other.
    """
    first, second = urlsplit(one), urlsplit(other)
    if one == other or first.query != second.query:
        return False
    paths = [url.path.rstrip("/").casefold() for url in (first, second)]
    short, long = sorted(paths, key=len)
    if short == long:
        return True
    names = {path.rpartition("/")[2] for path in paths}
    return len(names) == 1 and "-" in names.pop() and (is_same_day or long.endswith(short))


def _row_of(connection: Connection, id_: str) -> Mapping[str, Any]:
    query = select(articles.c.portal_id, articles.c.url, articles.c.published_at).where(articles.c.id == id_)
    return dict(connection.execute(query).mappings().one())


def _tells_apart(
    connection: Connection,
    portal_id: str,
    path: str,
    content_hash: str,
    fresh: Mapping[str, Mapping[str, Any]],
) -> bool:
    """Whether the portal has another text under this path: then the query identifies articles (`?id=5`)."""
    if any(
        row["portal_id"] == portal_id
        and row["url"].partition("?")[0] == path
        and row["content_hash"] != content_hash
        for row in fresh.values()
    ):
        return True
    other = (
        select(articles.c.id)
        .where(articles.c.portal_id == portal_id, articles.c.content_hash != content_hash)
        .where(articles.c.url.startswith(f"{path}?", autoescape=True))
        .limit(1)
    )
    return connection.scalar(other) is not None


def add_variants(connection: Connection, portal_id: str, names: frozenset[str]) -> None:
    """Store each URL of the portal without the parameters `names` as a variant of the one it has."""
    rows = connection.execute(
        select(addresses).where(addresses.c.portal_id == portal_id, addresses.c.url.contains("?"))
    ).mappings()
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        url = without(row["url"], names.__contains__)
        if url != row["url"] and row["state"] != State.PENDING.value and (id_ := _id_of(url)) != row["id"]:
            found[id_] = {**row, "id": id_, "url": url, "reason": VARIANT}
    insert_missing(connection, addresses, list(found.values()))


def _id_of(url: str) -> str:
    try:
        return article_id(url)
    except UrlError:
        return ""


def without(url: str, is_left_out: Callable[[str], bool]) -> str:
    """The URL without these query parameters."""
    path, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not is_left_out(pair[0])]
    if len(kept) == len(pairs):
        return url
    return f"{path}?{urlencode(kept)}" if kept else path


def shared(url: str, other: str) -> str:
    """The URL without parameters that the other URL lacks or has with another value."""
    there = set(parse_qsl(other.partition("?")[2], keep_blank_values=True))
    here = dict(parse_qsl(url.partition("?")[2], keep_blank_values=True))
    return without(url, lambda name: (name, here[name]) not in there)
