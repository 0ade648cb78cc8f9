"""Filters and search of a list, parsed from a query string."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date as Day
from urllib.parse import urlencode

from crawler.browse.labels import LABELLED, label
from crawler.browse.positions import bounds
from crawler.browse.search_query import fts_query

DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NONE = "-"
"""Parameter value for articles without this field."""

LONGEST = 300
"""Maximum characters of a value."""


class BadRequest(ValueError):
    """An invalid parameter; the message contains its name."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of articles: `q` is a search, `date` a year, month or day (`2026`, `2026-11`, `2026-11-30`).

    Empty texts do not filter; `-` stands for articles without a section, province, language or date.
    """

    q: str = ""
    portal: str = ""
    province: str = ""
    section: str = ""
    language: str = ""
    date: str = ""

    @classmethod
    def parse(cls, parameters: Mapping[str, str]) -> Filters:
        """Parse the parameters of a query string. Raises BadRequest."""
        values = {field.name: parameters.get(field.name, "").strip()[:LONGEST] for field in fields(cls)}
        found = cls(**values)
        found.days()
        return found

    def without(self, name: str) -> Filters:
        """A copy without one filter."""
        return Filters(**{**self.given(), name: ""})

    def given(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def query_string(self, **others: str | int) -> str:
        """As a query string with further parameters; empty for no filters."""
        pairs = {**self.given(), **{name: str(value) for name, value in others.items() if value != ""}}
        pairs = {name: value for name, value in pairs.items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""

    def days(self) -> tuple[Day, Day] | None:
        """First and last day of `date`; None if it is unset or `-`. Raises BadRequest."""
        if not self.date or self.date == NONE:
            return None
        match = DATE.fullmatch(self.date)
        try:
            if match is None:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            assert year is not None
            first = Day(year, month or 1, day or 1)
            last_month = month or 12
            return first, Day(year, last_month, day or calendar.monthrange(year, last_month)[1])
        except ValueError as error:
            raise BadRequest(f"date={self.date!r}: write 2026, 2026-11 or 2026-11-30") from error

    @property
    def fts(self) -> str | None:
        """The full-text query; None without a search."""
        return fts_query(self.q, (label(name, value) for name, value in self._values())) if self.q else None

    def conditions(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """SQL conditions on `articles AS a`, without the search."""
        for name, value in self._values():
            yield f"a.{name} = ?", (value,)
        yield from self.date_conditions("a.position")

    def date_conditions(self, place: str) -> Iterator[tuple[str, tuple[object, ...]]]:
        """The conditions for `date`: bounds of the positions, which are the key, and the days themselves.

        `place` is the column of positions.
        """
        if self.date == NONE:
            yield "a.day = ?", ("",)
        elif days := self.days():
            yield f"{place} BETWEEN ? AND ?", bounds(*days)
            yield "a.day BETWEEN ? AND ?", tuple(day.isoformat() for day in days)

    def _values(self) -> Iterator[tuple[str, str]]:
        for name in LABELLED:
            if value := getattr(self, name):
                yield name, "" if value == NONE else value
