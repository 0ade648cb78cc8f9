"""The searchable view of a record: the folded text of each field, computed on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crawler.portals.provinces import PROVINCES
from crawler.query.folding import fold_all

WRITERS = ("author", "reporter", "initials")
"""Roles of the credits that `author:` searches."""

_ALIASES = {province.name: province.aliases for province in PROVINCES}

Texts = Iterable[str | None]


def _anywhere(record: Mapping[str, Any]) -> Texts:
    return (record["title"], record.get("description"), *record["body"], *(record.get("tags") or ()))


def _portal(record: Mapping[str, Any]) -> Texts:
    portal = record["portal"]
    return portal["id"], portal["name"], portal["domain"]


def province_names(name: str | None) -> Texts:
    """Search names of a province: its own, and abbreviations such as jatim."""
    return (name, *_ALIASES.get(name or "", ()))


def _authors(record: Mapping[str, Any]) -> Texts:
    return (credit["name"] for credit in record.get("credits") or () if credit["role"] in WRITERS)


FIELDS: dict[str, Callable[[Mapping[str, Any]], Texts]] = {
    "": _anywhere,
    "title": lambda record: (record["title"],),
    "body": lambda record: record["body"],
    "portal": _portal,
    "province": lambda record: province_names(record["portal"].get("province")),
    "region": lambda record: (record["portal"].get("region"),),
    "tag": lambda record: record.get("tags") or (),
    "section": lambda record: (record.get("section"),),
    "author": _authors,
}
"""Texts searched by each field of the query language; "" is a word without a field."""


class Document:
    """A record (a line of the JSON Lines output as a dictionary), reusable for many queries."""

    __slots__ = ("_folded", "record")

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self._folded: dict[str, str] = {}

    def text(self, field: str) -> str:
        """The folded text of a field in `FIELDS`."""
        text = self._folded.get(field)
        if text is None:
            text = self._folded[field] = fold_all(FIELDS[field](self.record))
        return text
