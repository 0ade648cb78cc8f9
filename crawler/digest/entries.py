"""Records -> entries of a digest: near-duplicates are merged into one entry with all their portals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.export.control_characters import printable
from crawler.export.feed_entries import moment, zone_for
from crawler.export.web_address import iri, is_web

LEAD = 280
"""Longest lead, in characters."""

SHORT = 60
"""A first paragraph below this length in characters is joined with the next."""

TITLE = 300
"""Longest headline, in characters: titles of pages have no limit."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Copy:
    """A portal that published the same release. `url` is None if it is not a web address."""

    portal: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a digest. `published` is ISO 8601 as in the record: with offset, or a plain date.

    All texts are single lines of plain text. `copies` are the other portals in order of time, `ids` all
    articles of the entry.
    """

    id: str
    title: str
    lead: str
    portal: str
    province: str
    section: str
    url: str | None
    published: str | None
    time: datetime
    ids: frozenset[str]
    copies: tuple[Copy, ...] = ()


def entries(records: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """The entries of the records, newest first.

    Copies of one release (`duplicate_of`) are one entry: the original if it is among the records, else the
    earliest. If several revisions of an article are given, the last one counts.
    """
    articles = {record["id"]: record for record in records}
    families: dict[str, list[Mapping[str, Any]]] = {}
    for record in articles.values():
        families.setdefault(record.get("duplicate_of") or record["id"], []).append(record)
    return sorted((_entry(root, family) for root, family in families.items()), key=_newest_first)


def _newest_first(entry: Entry) -> tuple[float, str]:
    return -entry.time.timestamp(), entry.id


def _entry(root: str, family: list[Mapping[str, Any]]) -> Entry:
    first, *others = sorted(family, key=lambda record: (record["id"] != root, _time(record), record["id"]))
    copies: dict[str, Copy] = {}
    for record in others:
        name = single_line(record["portal"]["name"])
        copies.setdefault(name, Copy(name, _url(record)))
    portal = single_line(first["portal"]["name"])
    copies.pop(portal, None)  # published twice by this portal
    return Entry(
        id=first["id"],
        title=shortened(single_line(first["title"]), TITLE),
        lead=_lead(first),
        portal=portal,
        province=single_line(first["portal"].get("province") or ""),
        section=single_line(first.get("section") or ""),
        url=_url(first),
        published=first.get("published_at"),
        time=_time(first),
        ids=frozenset(record["id"] for record in family),
        copies=tuple(copies.values()),
    )


def _lead(record: Mapping[str, Any]) -> str:
    paragraphs = [single_line(paragraph) for paragraph in record["body"][:3]]
    text = paragraphs[0] if paragraphs else single_line(record.get("description") or "")
    if paragraphs[1:] and len(text) < SHORT:
        text = f"{text} {paragraphs[1]}"
    return shortened(text, LEAD)


def _time(record: Mapping[str, Any]) -> datetime:
    """When the article was published, or first seen."""
    zone = zone_for(record["portal"].get("province"))
    for name in ("published_at", "first_seen_at", "fetched_at"):
        if (time := moment(record.get(name), zone)) is not None:
            return time
    return datetime.fromtimestamp(0, UTC)


def _url(record: Mapping[str, Any]) -> str | None:
    url = record["canonical_url"]
    return iri(url) if is_web(url) else None


def single_line(text: str) -> str:
    """The text as one line, without control and format characters."""
    return _SPACE.sub(" ", printable(text)).strip()


def shortened(text: str, most: int) -> str:
    """The text, truncated between words with an ellipsis if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut.rsplit(" ", 1)[0]
    return (words if len(words) > most // 2 else cut).rstrip(" ,;:–-") + "…"
