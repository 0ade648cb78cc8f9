"""Geometry of the report's charts: bars and a calendar. The templates draw them as inline SVG.

Colours are set by CSS classes. All lengths are in SVG units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

BAR = 18
"""Height of a bar."""

GAP = 8
CELL = 16
LABEL_WIDTH = 210
LABEL_LENGTH = 26
"""Maximum label length in characters; longer labels are cut, the table shows them in full."""

VALUE_WIDTH = 90
WIDTH = 600
"""Width of a bar chart."""

ROOM = WIDTH - LABEL_WIDTH - VALUE_WIDTH
"""Length of a full bar."""

STEPS = 4
"""Shades of the calendar, without the empty one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; `text` is the displayed value."""

    label: str
    text: str
    y: int
    length: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars; `room` is the length of a full bar."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    left: int = LABEL_WIDTH
    room: int = ROOM
    thickness: int = BAR


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a calendar: `shade` is 0 to `STEPS`, `text` is its tooltip."""

    x: int
    shade: int
    text: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """The cells of one label."""

    label: str
    y: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One row per label, one cell per day; `ticks` are positions with the day printed above them."""

    ticks: tuple[tuple[float, str], ...]
    rows: tuple[CalendarRow, ...]
    width: int
    height: int
    labels: int
    """Position of the labels: after the newest day, so that a narrow screen shows both."""
    size: int = CELL


def bar_chart(rows: Sequence[tuple[str, float, str]]) -> BarChart:
    """The chart of (label, value, displayed value); the largest value is a full bar."""
    full = max((value for _, value, _ in rows), default=0) or 1
    bars = tuple(
        Bar(short(label), text, number * (BAR + GAP), round(ROOM * min(value / full, 1.0), 1))
        for number, (label, value, text) in enumerate(rows)
    )
    return BarChart(bars, max(len(rows) * (BAR + GAP), 1))


def calendar(rows: Sequence[tuple[str, Mapping[date, int]]], days: Sequence[date]) -> Calendar:
    """The calendar of (label, counts); the shade is the count's share of the largest, in `STEPS`."""
    most = max((counts.get(day, 0) for _, counts in rows for day in days), default=0)
    columns = [(column * (CELL + 2), day) for column, day in enumerate(days)]
    labels = len(days) * (CELL + 2) + 6
    # One tick per week, counted back from the last day.
    ticks = tuple((x + CELL / 2, f"{day:%d/%m}") for x, day in reversed(columns[::-1][::7]))
    drawn = tuple(
        CalendarRow(
            short(label),
            18 + number * (CELL + 2),
            tuple(
                Day(x, shade(counts.get(day, 0), most), f"{day:%d/%m}: {counts.get(day, 0)}")
                for x, day in columns
            ),
        )
        for number, (label, counts) in enumerate(rows)
    )
    return Calendar(ticks, drawn, labels + LABEL_WIDTH, 20 + len(rows) * (CELL + 2), labels)


def shade(count: int, most: int) -> int:
    """0 for none, else 1 to `STEPS`."""
    return 0 if count <= 0 else min(STEPS, 1 + (count - 1) * STEPS // max(most, 1))


def short(label: str) -> str:
    """The label, shortened in the middle: many portal names have the same prefix."""
    if len(label) <= LABEL_LENGTH:
        return label
    half = (LABEL_LENGTH - 1) // 2
    return f"{label[: LABEL_LENGTH - 1 - half].rstrip()}…{label[-half:].lstrip()}"
