"""Feed entries: conversion of article records for all three feed formats, and the feed's metadata.

A record is a line of the JSON Lines output as a dictionary. Feeds carry the full text as HTML built here,
with the article's text escaped.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

from crawler.export.body_structure import structure
from crawler.export.control_characters import printable
from crawler.export.html_article import html_body, html_figures
from crawler.export.web_address import iri, is_web
from crawler.portals.provinces import PROVINCES

Record = Mapping[str, Any]

OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours ahead of UTC."""

ZONES = {province.name: timezone(timedelta(hours=OFFSETS[province.zone])) for province in PROVINCES}

WRITERS = ("author", "reporter", "initials")
"""Credit roles used as an entry's author; the first one present counts."""


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """The feed's metadata: title, web page, its own URL if it has one, and its WebSub hub."""

    title: str
    home: str
    address: str | None = None
    hub: str | None = None

    @property
    def id(self) -> str:
        """Stable across runs (RFC 4287, 4.2.6)."""
        name = self.address or f"{self.home}#{self.title}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, printable(name))}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a feed entry; times are aware. `text` and `summary` are plain, `html` is escaped."""

    id: str
    url: str
    title: str
    published: datetime | None
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    image: str | None
    summary: str
    text: str
    html: str
    portal: str


def entries(records: Iterable[Record]) -> list[Entry]:
    """The records as entries, newest first. Records without any time or web URL are skipped."""
    made = [entry for entry in map(entry_of, records) if entry is not None]
    return sorted(made, key=lambda entry: (entry.published or entry.updated, entry.id), reverse=True)


def entry_of(record: Record) -> Entry | None:
    """The record as an entry, or None if it has no time at all, or no web URL."""
    if not is_web(record["canonical_url"]):
        return None
    zone = zone_for(record["portal"].get("province"))
    published = moment(record.get("published_at"), zone)
    modified = moment(record.get("modified_at"), zone)
    times = [time for time in (published, modified) if time is not None]
    seen = moment(record.get("fetched_at"), zone) or moment(record.get("first_seen_at"), zone)
    updated = max(times) if times else seen
    if updated is None:
        return None
    if record.get("revision", 1) > 1 and seen is not None:
        updated = max(updated, seen)
    paragraphs = [printable(paragraph) for paragraph in record["body"]]
    images = [image for image in record.get("images") or [] if is_web(image["url"])]
    return Entry(
        id=iri(record["canonical_url"]),
        url=iri(record["canonical_url"]),
        title=printable(record["title"]),
        published=published,
        updated=updated,
        authors=_authors(record),
        tags=tuple(filter(None, map(printable, [record.get("section") or "", *(record.get("tags") or [])]))),
        language=record.get("language"),
        image=iri(images[0]["url"]) if images else None,
        summary=paragraphs[0] if paragraphs else "",
        text="\n\n".join(paragraphs),
        html="\n".join([*html_figures(record), *html_body(structure(record))]),
        portal=printable(record["portal"]["name"]),
    )


def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """The ISO 8601 time; a date becomes midnight in the zone. None for anything else."""
    if not text:
        return None
    try:
        if len(text) == len("2022-11-17"):
            return datetime.combine(date.fromisoformat(text), datetime.min.time(), zone)
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=zone)


def zone_for(province: str | None) -> tzinfo:
    """UTC offset of the province; WIB for a national or unknown portal."""
    return ZONES.get(province or "", ZONES["DKI Jakarta"])


def _authors(record: Record) -> tuple[str, ...]:
    for role in WRITERS:
        names = [
            printable(credit["name"]) for credit in record.get("credits") or [] if credit["role"] == role
        ]
        if any(names):
            return tuple(dict.fromkeys(filter(None, names)))
    return (printable(record["portal"]["name"]),)
