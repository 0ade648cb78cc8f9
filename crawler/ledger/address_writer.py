"""Writes the URL states that follow from the entries of one batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from crawler.ledger import decisions
from crawler.ledger.decisions import UrlState
from crawler.ledger.entries import (
    ArticleEntry,
    Discovered,
    Failure,
    Fetched,
    Incomplete,
    NotModified,
    Rejection,
    Stored,
    UrlEntry,
)
from crawler.ledger.url_state import Key, add_pending, key_of, read_states, write_states


def write_addresses(
    connection: Connection,
    entries: Sequence[UrlEntry],
    stored: dict[int, Stored],
    now: int,
    revisit: Sequence[int],
) -> None:
    """Apply the entries in order; `stored` holds the result for each article by the id of its entry."""
    keys = {named: key_of(*named) for entry in entries for named in _named(entry)}
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for portal_id, id_ in keys.values():
        wanted[portal_id].add(id_)
    known: dict[Key, UrlState] = {}
    for portal_id, ids in wanted.items():
        states = read_states(connection, portal_id, sorted(ids))
        known.update({(portal_id, id_): state for id_, state in states.items()})
    settled: dict[Key, tuple[str, UrlState]] = {}
    found: dict[Key, tuple[str, str | None]] = {}
    for entry in entries:
        match entry:
            case Discovered():
                key = keys[entry.portal_id, entry.url]
                if key not in known:
                    found.setdefault(key, (entry.url, entry.lastmod))
            case Failure():
                key = keys[entry.portal_id, entry.url]
                known[key] = decisions.after_failure(
                    known.get(key), now, reason=entry.reason, gone=entry.gone
                )
                settled[key] = entry.url, known[key]
            case Incomplete():
                key = keys[entry.portal_id, entry.url]
                if key in known and known[key].state is decisions.State.STORED:
                    known[key] = decisions.after_incomplete(known[key], now, reason=entry.reason)
                    settled[key] = entry.url, known[key]
            case NotModified():
                key = keys[entry.portal_id, entry.url]
                if key in known:
                    known[key] = decisions.after_no_change(
                        known[key], now, lastmod=entry.lastmod, revisit=revisit
                    )
                    settled[key] = entry.url, known[key]
            case Rejection():
                for fetch in entry.fetches:
                    key = keys[fetch.portal_id, fetch.url]
                    known[key] = decisions.after_rejection(
                        known.get(key),
                        now,
                        reason=entry.reason,
                        lastmod=fetch.lastmod,
                        published=entry.published,
                        skipped=entry.skipped,
                    )
                    settled[key] = fetch.url, known[key]
            case ArticleEntry() if stored[id(entry)].kind == "replaced":
                for fetch in entry.fetches:
                    key = keys[fetch.portal_id, fetch.url]
                    known[key] = decisions.after_failure(known.get(key), now, reason="replaced", gone=False)
                    settled[key] = fetch.url, known[key]
            case ArticleEntry() if stored[id(entry)].kind == "duplicate":
                for fetch in entry.fetches:
                    key = keys[fetch.portal_id, fetch.url]
                    known[key] = decisions.after_rejection(
                        known.get(key),
                        now,
                        reason=f"duplicate of {stored[id(entry)].article.duplicate_of}",
                        lastmod=fetch.lastmod,
                        published=entry.article.published_at,
                        skipped=False,
                        settled=True,
                    )
                    settled[key] = fetch.url, known[key]
            case ArticleEntry():
                answer = stored[id(entry)]
                for fetch in entry.fetches:
                    key = keys[fetch.portal_id, fetch.url]
                    known[key] = decisions.after_article(
                        known.get(key),
                        now,
                        article_id=entry.article.id,
                        changed=answer.kind != "unchanged",
                        published=entry.article.published_at,
                        lastmod=fetch.lastmod,
                        etag=fetch.etag,
                        last_modified=fetch.last_modified,
                        revisit=revisit,
                    )
                    settled[key] = fetch.url, known[key]
    add_pending(connection, {key: value for key, value in found.items() if key not in settled})
    write_states(connection, settled)


def _named(entry: UrlEntry) -> Iterable[tuple[str, str]]:
    fetches: tuple[Fetched, ...]
    match entry:
        case ArticleEntry(fetches=fetches) | Rejection(fetches=fetches):
            return [(fetch.portal_id, fetch.url) for fetch in fetches]
        case _:
            return [(entry.portal_id, entry.url)]
