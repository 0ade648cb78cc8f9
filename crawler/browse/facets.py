"""Counts of articles: by portal, province, section, language and date, and per day for the charts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from crawler.browse.filters import Filters
from crawler.browse.labels import LABELLED

COUNTED = 5_000
"""Counts of a search cover only this many newest matches."""

DATES = ("date",)


@dataclass(frozen=True, slots=True)
class Facets:
    """Articles per value of each facet, and in total.

    With `capped` only the newest `COUNTED` articles of a search were counted.
    """

    total: int
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    capped: bool = False


def facets(database: sqlite3.Connection, filters: Filters) -> Facets:
    """Count the articles that match the filters. Dates are months, or days if `date` is a month or day."""
    by_day = len(filters.date) >= len("2026-11")
    if filters.q or by_day:
        return _of_articles(database, filters, by_day)
    return _of_tallies(database, filters) if filters.given() else _of_totals(database)


def write_totals(database: sqlite3.Connection) -> None:
    """Store the facets of all articles, after an update."""
    found = _of_tallies(database, Filters())
    rows = [(name, value, count) for name, counts in found.counts.items() for value, count in counts.items()]
    database.execute("DELETE FROM totals")
    database.executemany("INSERT INTO totals VALUES (?, ?, ?)", rows)


def _of_totals(database: sqlite3.Connection) -> Facets:
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*LABELLED, *DATES)}
    for name, value, count in database.execute("SELECT facet, value, articles FROM totals"):
        counts[name][value] = count
    return Facets(sum(counts["portal"].values()), counts)


def _of_tallies(database: sqlite3.Connection, filters: Filters) -> Facets:
    conditions = ["articles > 0"]
    values: list[object] = []
    for condition, some in filters.conditions():
        if condition.startswith("a.position"):
            continue
        if condition.startswith("a.province"):
            condition = "portal IN (SELECT id FROM portals WHERE coalesce(province, '') = ?)"
        if condition.startswith("a.day"):
            condition = condition.replace("a.day", "month")
            some = tuple(str(value)[:7] for value in some)
        conditions.append(condition.removeprefix("a."))
        values += some
    where = " AND ".join(conditions)
    counts: dict[str, Counter[str]] = {}
    for name, column in (*zip(LABELLED, LABELLED, strict=True), ("date", "month")):
        if name != "province":
            rows = database.execute(
                f"SELECT {column}, sum(articles) FROM tallies WHERE {where} GROUP BY 1",
                values,
            )
            counts[name] = Counter(dict(map(tuple, rows)))
    provinces = {
        id_: province or "" for id_, province in database.execute("SELECT id, province FROM portals")
    }
    counts["province"] = Counter()
    for portal, count in counts["portal"].items():
        counts["province"][provinces.get(portal, "")] += count
    return Facets(sum(counts["portal"].values()), counts)


def _of_articles(database: sqlite3.Connection, filters: Filters, by_day: bool) -> Facets:
    source, conditions = "articles a", list(filters.conditions())
    if filters.q:
        fts = filters.fts
        if fts is None:
            return Facets(0, {name: Counter() for name in (*LABELLED, *DATES)})
        source = "texts_fts f JOIN articles a ON a.position = f.rowid"
        conditions = [("texts_fts MATCH ?", (fts,)), *filters.date_conditions("f.rowid")]
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    order = "f.rowid" if filters.q else "a.position"
    rows = database.execute(
        f"SELECT a.portal, a.province, a.section, a.language, a.day FROM {source} WHERE {where} "
        f"ORDER BY {order} DESC LIMIT ?",
        (*(value for _, some in conditions for value in some), COUNTED + 1),
    ).fetchall()
    capped = len(rows) > COUNTED
    rows = rows[:COUNTED]
    counts = {name: Counter(row[at] for row in rows) for at, name in enumerate(LABELLED)}
    length = len("2026-11-30") if by_day else len("2026-11")
    counts["date"] = Counter(row[4][:length] for row in rows)
    return Facets(len(rows), counts, capped)


def per_day(database: sqlite3.Connection, today: date, days: int, portal: str = "") -> list[tuple[date, int]]:
    """Articles published on each of the last days, oldest first; of one portal or of all."""
    first = today - timedelta(days=days - 1)
    condition, values = ("AND portal = ?", (portal,)) if portal else ("", ())
    counted = dict(
        map(
            tuple,
            database.execute(
                "SELECT day, count(*) FROM articles INDEXED BY articles_day WHERE day BETWEEN ? AND ? "
                f"{condition} GROUP BY day",
                (first.isoformat(), today.isoformat(), *values),
            ),
        )
    )
    every = (first + timedelta(days=at) for at in range(days))
    return [(day, counted.get(day.isoformat(), 0)) for day in every]


def top(counts: Counter[str], most: int, *, newest: bool = False) -> Iterable[tuple[str, int]]:
    """The largest counts, or those of the newest dates."""
    if newest:
        return sorted(counts.items(), reverse=True)[:most]
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
