"""The tables of strings: each with its kind and the expected dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.dates.zones import as_zone

HERE = Path(__file__).parent
PUBLISHED = "2022-11-17T10:00:00"
"""A Thursday: the reference of every row that names none. `-` in the table is no reference at all."""


@dataclass(frozen=True)
class Row:
    """One string; `alternatives` are the accepted lists of ISO values, `flags` must be set (`-x`: unset)."""

    group: str
    text: str
    alternatives: list[list[str]]
    reference: datetime | None
    zone: str
    flags: list[str]

    def __str__(self) -> str:
        return f"{self.group}: {self.text!r}"


def rows(name: str) -> Iterator[Row]:
    """The rows of a table; a line break inside a text is written as \\n."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t") + [""] * 6
        group, text, expected, reference, zone, flags = cells[:6]
        zone = zone or "Asia/Jakarta"
        moment = None
        if reference != "-":
            moment = datetime.fromisoformat(reference or PUBLISHED).replace(tzinfo=as_zone(zone))
        yield Row(
            group, text.replace("\\n", "\n"), alternatives(expected or "none"), moment, zone, flags.split()
        )


def alternatives(cell: str) -> list[list[str]]:
    """` ~ ` separates accepted readings, ` | ` the dates of one; `none` is no date."""
    return [
        [] if part.strip() == "none" else [canonical(value) for value in part.split(" | ")]
        for part in cell.split(" ~ ")
    ]


def canonical(value: str) -> str:
    """Times with seconds, so that `T09:00+07:00` and `T09:00:00+07:00` are equal."""
    if "/" in value:
        return "/".join(map(canonical, value.split("/")))
    value = value.strip()
    return datetime.fromisoformat(value).isoformat() if "T" in value else value
