"""Writes one batch in one transaction: articles, revisions, sequence numbers and URL state."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from crawler.items import Article
from crawler.ledger import article_diff, leases, url_variants
from crawler.ledger.address_writer import write_addresses
from crawler.ledger.captures import Captures
from crawler.ledger.deletions import GONE, forget_missing, record_deletions
from crawler.ledger.duplicates import DuplicateIndex, DuplicateMatch
from crawler.ledger.entries import (
    ArticleEntry,
    Entry,
    Release,
    Stored,
    TemplateUpdate,
    VolatileNames,
)
from crawler.ledger.fingerprint import ArticleFingerprint, article_fingerprint_of, content_hash_of
from crawler.ledger.in_clause import in_clause, in_subquery
from crawler.ledger.records import pack
from crawler.ledger.revisits import REVISIT
from crawler.ledger.schema import articles, counters, revisions
from crawler.ledger.upserts import save_templates, upsert
from crawler.ledger.url_state import read_states
from crawler.urls.canonical import article_id


@dataclass(slots=True)
class _Known:
    """The fields of an article's newest revision that the next revision needs."""

    revision: int
    seq: int
    fingerprint: bytes
    first_seen_at: str
    title: str
    duplicate_of: str | None
    similarity: float | None
    gone_at: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a transaction wrote: the result for each article, and how many articles are gone by portal."""

    stored: list[tuple[ArticleEntry, Stored]]
    gone: dict[str, int]


def write(
    connection: Connection,
    entries: Sequence[Entry],
    now: int,
    crawl_date: date,
    *,
    drop_duplicates: bool = False,
    from_archive: bool = False,
    accept_replaced: bool = False,
    revisit: Sequence[int] = REVISIT,
) -> Written:
    """Write the entries in order.

    With `drop_duplicates`, near-duplicates of stored articles are not stored; otherwise they are stored and
    linked. With `from_archive`, captures older than the newest revision count as unchanged. Unless
    `accept_replaced`, an article whose title and text have nothing in common with its newest revision is not
    stored: its URL may show an error page.
    """
    kept = [entry for entry in entries if isinstance(entry, ArticleEntry)]
    captures = Captures(connection) if from_archive else None
    stored = _write_articles(
        connection, kept, now, crawl_date, drop_duplicates, captures, accept_replaced or from_archive
    )
    write_addresses(
        connection,
        [entry for entry in entries if not isinstance(entry, (Release, TemplateUpdate, VolatileNames))],
        dict(zip(map(id, kept), stored, strict=True)),
        now,
        revisit,
    )
    learned = {
        (entry.portal_id, entry.name): entry.data for entry in entries if isinstance(entry, TemplateUpdate)
    }
    save_templates(connection, learned, now)
    gone: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, VolatileNames):
            url_variants.add_variants(connection, entry.portal_id, entry.names)
        if isinstance(entry, Release):
            if entry.healthy:
                gone[entry.portal_id] = record_deletions(connection, entry.portal_id, now, crawl_date)
            else:
                forget_missing(connection, entry.portal_id, entry.run_id)
            leases.release(connection, entry.run_id, entry.portal_id, now if entry.completed else None)
    return Written(
        list(zip(kept, stored, strict=True)), {name: count for name, count in gone.items() if count}
    )


def _write_articles(
    connection: Connection,
    entries: Sequence[ArticleEntry],
    now: int,
    crawl_date: date,
    drop_duplicates: bool,
    captures: Captures | None,
    accept_replaced: bool,
) -> list[Stored]:
    if not entries:
        return []
    # On PostgreSQL this row lock serializes writers, so that readers see sequence numbers in order.
    first = seq = connection.scalars(
        select(counters.c.value).where(counters.c.name == "seq").with_for_update()
    ).one()
    known = _read_known(connection, [entry.article.id for entry in entries])
    variants = url_variants.originals(connection, [e.article for e in entries if e.article.id not in known])
    known |= _read_known(connection, sorted(set(variants.values())))
    # Keyed by entry: of two captures of a new URL, the first may be dropped as a duplicate and the second
    # kept.
    article_fingerprints = {
        id(entry): _fingerprint(entry)
        for entry in entries
        if variants.get(entry.article.id, entry.article.id) not in known
    }
    index = DuplicateIndex(connection, list(article_fingerprints.values()))
    stored: list[Stored] = []
    revision_rows: list[dict[str, Any]] = []
    article_rows: dict[str, dict[str, Any]] = {}
    for entry in entries:
        article = entry.article
        if article.id in variants:
            article = dataclasses.replace(article, id=variants[article.id])
        before = known.get(article.id)
        changed: list[str] = []
        if before is None:
            article_fingerprint = article_fingerprints[id(entry)]
            original = index.original_of(article_fingerprint, article_rows)
            if original is not None:
                stands = known.get(original[0]) or _read_known(connection, original[:1])[original[0]]
                shown = _numbered(article, stands, article_fingerprint.content_hash)
                shown = dataclasses.replace(shown, id=original[0])
                stored.append(Stored("unchanged", shown, variant_of=original[1]))
                continue
        else:
            ahead = entry.article_fingerprint
            fingerprint = ahead.fingerprint if ahead is not None else article_diff.fingerprint_of(article)
            changed = article_diff.changed_parts(before.fingerprint, fingerprint)
            back = before.gone_at is not None
            past = captures and changed and captures.is_older(article, before.seq)
            replaced = not past and not accept_replaced
            replaced = replaced and article_diff.is_replaced(before.title, article, changed)
            if replaced and not _is_first_own_page(connection, article):
                stored.append(Stored("replaced", _numbered(article, before, content_hash_of(article))))
                continue
            if past or not (changed or back):
                stored.append(Stored("unchanged", _numbered(article, before, content_hash_of(article))))
                continue
            changed += [GONE] * back
            article_fingerprint = article_fingerprints.get(id(entry)) or _fingerprint(entry)
        copy = index.copy_of(article_fingerprint) if before is None else None
        if copy is not None and drop_duplicates:
            stored.append(Stored("duplicate", _linked(article, article_fingerprint.content_hash, copy)))
            continue
        seq += 1
        if before is None:
            index.add(article_fingerprint, seq, copy.of if copy else None)
        after = _Known(
            revision=before.revision + 1 if before else 1,
            seq=seq,
            fingerprint=article_fingerprint.fingerprint,
            first_seen_at=before.first_seen_at if before else _first_seen(article, now),
            title=article.title,
            duplicate_of=before.duplicate_of if before else copy.of if copy else None,
            similarity=before.similarity if before else copy.similarity if copy else None,
        )
        known[article.id] = after
        article = _numbered(article, after, article_fingerprint.content_hash)
        if captures is not None:
            captures.note(article)
        stored.append(Stored("changed" if before else "new", article, tuple(changed)))
        article_rows[article.id] = _article_row(article, after)
        revision_rows.append(
            {
                "seq": seq,
                "article_id": article.id,
                "revision": after.revision,
                "portal_id": article.portal.id,
                "crawl_date": crawl_date,
                "recorded_at": now,
                "published": article.published_at[:10] if article.published_at else None,
                "changed": ",".join(changed),
                "record": pack(article, article_fingerprint.line),
            }
        )
    if revision_rows:
        connection.execute(insert(revisions), revision_rows)
        upsert(connection, articles, ["id"], list(article_rows.values()))
        index.write()
        connection.execute(update(counters).where(counters.c.name == "seq").values(value=seq))
        assert seq - first == len(revision_rows)
    return stored


def _read_known(connection: Connection, ids: Sequence[str]) -> dict[str, _Known]:
    if not ids:
        return {}
    found = connection.execute(_newest(connection.dialect.name), in_subquery(connection.dialect, ids))
    return {id_: _Known(*rest) for id_, *rest in found}


@cache
def _newest(dialect: str) -> Select[Any]:
    columns = [articles.c[name] for name in _Known.__slots__]
    return select(articles.c.id, *columns).where(in_clause(dialect, articles.c.id))


def _is_first_own_page(connection: Connection, article: Article) -> bool:
    """Whether the article comes from its own URL for the first time.

    A page that only names this URL as its canonical one was stored before.
    """
    if article_id(article.url) != article.id:
        return False
    known = read_states(connection, article.portal.id, [article.id]).get(article.id)
    return known is None or known.article_id is None


def _fingerprint(entry: ArticleEntry) -> ArticleFingerprint:
    """The fingerprint computed by an extraction worker, or one computed now."""
    return entry.article_fingerprint or article_fingerprint_of(entry.article)


def _numbered(article: Article, known: _Known, content_hash: str) -> Article:
    return dataclasses.replace(
        article,
        seq=known.seq,
        revision=known.revision,
        first_seen_at=known.first_seen_at,
        content_hash=content_hash,
        duplicate_of=known.duplicate_of,
        duplicate_similarity=known.similarity,
    )


def _linked(article: Article, content_hash: str, copy: DuplicateMatch) -> Article:
    return dataclasses.replace(
        article, content_hash=content_hash, duplicate_of=copy.of, duplicate_similarity=copy.similarity
    )


def _first_seen(article: Article, now: int) -> str:
    return article.fetched_at or datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")


def _article_row(article: Article, known: _Known) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(known, name) for name in _Known.__slots__}
    row |= {
        "id": article.id,
        "portal_id": article.portal.id,
        "url": article.canonical_url,
        "title": article.title,
        "published_at": article.published_at,
        "content_hash": article.content_hash,
    }
    return row
