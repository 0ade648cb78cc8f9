"""Rules that turn rows of a survey into entries or alternatives, or leave them out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crawler.portals.kinds import EVIDENCE, KINDS, kind_of, prefix_of
from crawler.portals.merging.survey import Row, Survey
from crawler.portals.site_url import Site, site_of

Table = dict[str, Any]
"""One `[[portal]]` table."""

HOST_LIST, UNVERIFIED = "host list", "unverified"
# Names of the communication office itself; a media centre or a Humas is another publisher.
_OFFICE = re.compile(r"kominfo|infokom")
_OLD = "2021"
"""A list older than this year adds no entry if the same office has one with better evidence."""
_NO_PLATFORM = frozenset({"json_api"})  # needs options, which a survey does not have
# Notes that repeat other keys, or say nothing about the portal.
_DROPPED_NOTES = re.compile(
    r"in the registry as|the registry has it|other domains of|hosts visited by|^visited by|in Tranco|^weak"
)


@dataclass(slots=True)
class Merged:
    """Entries by province, and the result of each row."""

    tables: dict[str | None, list[Table]]
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)


def merge(tables: dict[str | None, list[Table]], survey: Survey) -> Merged:
    """Merge the survey into the registry's tables by province, in place."""
    merged = Merged(tables)
    known: dict[Site, Table] = {
        site_of(table["address"]): table for entries in tables.values() for table in entries
    }
    for one in known.values():
        one.setdefault("kind", kind_of(one.get("level"), site_of(one["address"]).host))
    second = _second_names(survey, known)
    made: dict[Site, Table] = {}
    for row in survey.rows:
        if table := known.get(row.site):
            _raise_evidence(table, row, merged)
        elif row.weak and not row.seen:
            merged.counts["left out: only in a sample or placeholder"] += 1
            merged.left_out.append(f"{row.address} (line {row.line}): only in a sample or placeholder")
        elif row.site not in second:
            made[row.site] = _table(row)
            tables.setdefault(row.province, []).append(made[row.site])
            merged.counts["new entry"] += 1
    entries = known | made
    for row in survey.rows:
        if row.site in second and row.site not in known:
            _add_alternative(entries[second[row.site]], row.address)
            merged.counts["alternative of another entry"] += 1
    for government in survey.governments.values():
        if main := entries.get(government.main):
            for domain in government.other_domains:
                if Site(domain, None, ()) not in entries:
                    _add_alternative(main, f"https://{domain}/")
    _sort(tables, survey)
    return merged


def _second_names(survey: Survey, known: Iterable[Site]) -> dict[Site, Site]:
    """Rows that are further domains of another row's publisher -> that row.

    A second domain of a government; an office known only from an old list, if it has a better known domain.
    """
    known, second = frozenset(known), {}
    mains = {domain: one.main for one in survey.governments.values() for domain in one.other_domains}
    offices: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in survey.rows:
        if row.site.host in mains and mains[row.site.host] != row.site:
            second[row.site] = mains[row.site.host]
        elif _OFFICE.search(prefix_of(row.site.host)) and not (row.weak and not row.seen):
            offices[row.code, row.level].append(row)
    for rows in offices.values():
        best = min(rows, key=lambda row: (row.site not in known, _rank(row), _reverse(row.seen), row.id))
        for row in rows:
            if row is not best and _evidence(row) == HOST_LIST and row.seen < _OLD and row.site not in known:
                second[row.site] = best.site
    return second


def _evidence(row: Row) -> str:
    return HOST_LIST if row.weak else row.evidence


def _rank(row: Row) -> int:
    return EVIDENCE.index(_evidence(row))


def _reverse(day: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day.split("-") if part)


def _raise_evidence(table: Table, row: Row, merged: Merged) -> None:
    """Upgrade an entry's evidence and day, and fill in missing facts."""
    old = table.get("evidence", UNVERIFIED)
    if _rank(row) < EVIDENCE.index(old):
        table["evidence"] = _evidence(row)
        merged.counts[f"entry raised from {old} to {_evidence(row)}"] += 1
    else:
        merged.counts["entry exists already"] += 1
    for key, value in (("seen", row.seen), ("notes", _notes(row))):
        if value:
            table.setdefault(key, value)


def _table(row: Row) -> Table:
    table: Table = {
        "id": row.id,
        "name": row.name,
        "address": row.address,
        "region": row.region,
        "level": row.level,
        "kind": kind_of(row.level, row.site.host),
        "evidence": _evidence(row),
    }
    platform = "" if row.platform in _NO_PLATFORM else row.platform
    for key, value in (("platform", platform), ("seen", row.seen), ("notes", _notes(row))):
        if value:
            table[key] = value
    return table


def _notes(row: Row) -> str:
    notes = [row.news_path, *(part.strip() for part in row.notes.split(";"))]
    return "; ".join(note for note in notes if note and not _DROPPED_NOTES.search(note))


def _add_alternative(table: Table, address: str) -> None:
    addresses = table.setdefault("alternatives", [])
    if address not in addresses:
        addresses.append(address)


def _sort(tables: dict[str | None, list[Table]], survey: Survey) -> None:
    """Sort by the region's code, main sites first, then by id."""
    codes = {government.name: government.code for government in survey.governments.values()}
    for entries in tables.values():
        entries.sort(
            key=lambda table: (
                codes.get(table.get("region", ""), ""),
                KINDS.index(table["kind"]),
                table["id"],
            )
        )
