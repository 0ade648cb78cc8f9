"""Groups the entries of a digest: by topic, then province, then portal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.digest.entries import Entry, entries
from crawler.portals.provinces import PROVINCES
from crawler.query import Document, Query
from crawler.query.folding import fold

MOST = 2_000
"""Maximum entries in one digest, for readers and mail servers."""

_ORDER = {province.name: number for number, province in enumerate(PROVINCES)}
"""West to east, as in official lists."""


@dataclass(frozen=True, slots=True)
class PortalGroup:
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ProvinceGroup:
    """The entries of a province; `name` is empty for portals without a province."""

    name: str
    portals: tuple[PortalGroup, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The entries of a topic; `name` is None in a digest without topics, empty for the remaining entries."""

    name: str | None
    count: int
    provinces: tuple[ProvinceGroup, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The contents of a digest. `count` is the number of entries, `more` the number of omitted ones."""

    title: str
    period: str
    count: int
    portals: int
    more: int
    topics: tuple[Topic, ...]


def digest(
    records: Iterable[Mapping[str, Any]],
    *,
    title: str,
    period: str,
    topics: Sequence[tuple[str, Query]] = (),
    rest: bool = True,
    by_section: bool = False,
) -> Digest:
    """Group the records. `topics` are names with queries; an article is listed under each that it matches.

    `rest` keeps articles without a topic. `by_section` uses the portals' sections as topics instead.
    """
    kept: list[Mapping[str, Any]] = []
    named: dict[str, set[str]] = {name: set() for name, _ in topics}
    for record in records:
        document = Document(record)
        matched = [name for name, query in topics if query.matches(document)]
        if topics and not matched and not rest:
            continue
        kept.append(record)
        for name in matched:
            named[name].add(record["id"])
    found = entries(kept)
    shown = found[:MOST]
    return Digest(
        title,
        period,
        len(found),
        len({entry.portal for entry in found} | {copy.portal for entry in found for copy in entry.copies}),
        len(found) - len(shown),
        tuple(_topics(shown, named, by_section)),
    )


def _topics(shown: Sequence[Entry], named: Mapping[str, set[str]], by_section: bool) -> Iterable[Topic]:
    if by_section:
        for name, group in _grouped(shown, lambda entry: entry.section, fold):
            yield _topic(name, group)
        return
    if not named:
        if shown:
            yield _topic(None, shown)
        return
    for name, ids in named.items():
        if group := [entry for entry in shown if entry.ids & ids]:
            yield _topic(name, group)
    everywhere: set[str] = set().union(*named.values())
    if group := [entry for entry in shown if not entry.ids & everywhere]:
        yield _topic("", group)


def _topic(name: str | None, shown: Sequence[Entry]) -> Topic:
    provinces = []
    for province, group in _grouped(shown, lambda entry: entry.province, str):
        portals = _grouped(group, lambda entry: entry.portal, fold)
        provinces.append(
            ProvinceGroup(province, tuple(PortalGroup(portal, tuple(some)) for portal, some in portals))
        )
    provinces.sort(key=lambda one: (one.name == "", _ORDER.get(one.name, len(_ORDER)), one.name))
    return Topic(name, len(shown), tuple(provinces))


def _grouped(
    shown: Iterable[Entry], name_of: Callable[[Entry], str], key_of: Callable[[str], str]
) -> list[tuple[str, list[Entry]]]:
    """Group by folded name, under its first spelling, in alphabetical order; the empty name is last."""
    groups: dict[str, tuple[str, list[Entry]]] = {}
    for entry in shown:
        name = name_of(entry)
        groups.setdefault(key_of(name), (name, []))[1].append(entry)
    return [group for _, group in sorted(groups.items(), key=lambda one: (one[1][0] == "", one[0]))]
