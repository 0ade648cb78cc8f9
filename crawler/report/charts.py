"""Charts as inline SVG: bars and a calendar. Colours come from the page's style, by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lxml import etree

from crawler.report.html_elements import h

BAR = 18
"""Height of a bar, in the units of the drawing."""

GAP = 8
CELL = 16
LABEL_WIDTH = 210
LABEL_LENGTH = 26
"""Characters that fit beside the drawing; a longer label is cut, the table has it whole."""

VALUE_WIDTH = 90
STEPS = 4
"""Shades of the calendar above none."""


def bars(
    rows: Sequence[tuple[str, float, str]], *, labelled_by: str, top: float | None = None
) -> etree._Element:
    """Horizontal bars: (label, value, value as text). `top` is the value of a full bar, else the largest."""
    full = top or max((value for _, value, _ in rows), default=0) or 1
    width = 600
    room = width - LABEL_WIDTH - VALUE_WIDTH
    drawn: list[etree._Element] = []
    for number, (label, value, text) in enumerate(rows):
        y = number * (BAR + GAP)
        length = round(room * min(value / full, 1.0), 1)
        drawn += [
            h("text", {"x": LABEL_WIDTH - 8, "y": y + 13, "class": "label"}, short(label)),
            h("rect", {"x": LABEL_WIDTH, "y": y, "width": room, "height": BAR, "class": "rail", "rx": 3}),
            h("rect", {"x": LABEL_WIDTH, "y": y, "width": length, "height": BAR, "class": "bar", "rx": 3}),
            h("text", {"x": LABEL_WIDTH + room + 8, "y": y + 13, "class": "value"}, text),
        ]
    return _drawing(width, len(rows) * (BAR + GAP), drawn, labelled_by)


def calendar(
    rows: Sequence[tuple[str, Mapping[date, int]]], days: Sequence[date], *, labelled_by: str
) -> etree._Element:
    """One row per label, one cell per day; the shade is the count's share of the largest, in `STEPS`."""
    most = max((counts.get(day, 0) for _, counts in rows for day in days), default=0)
    drawn: list[etree._Element] = []
    for column, day in enumerate(days):
        if column % 7 == (len(days) - 1) % 7:  # the last day, and each a week before
            x = LABEL_WIDTH + column * (CELL + 2) + CELL / 2
            drawn.append(h("text", {"x": x, "y": 11, "class": "tick"}, f"{day:%d/%m}"))
    for number, (label, counts) in enumerate(rows):
        y = 18 + number * (CELL + 2)
        drawn.append(h("text", {"x": LABEL_WIDTH - 8, "y": y + 12, "class": "label"}, short(label)))
        for column, day in enumerate(days):
            count = counts.get(day, 0)
            x = LABEL_WIDTH + column * (CELL + 2)
            drawn.append(
                h(
                    "rect",
                    {
                        "x": x,
                        "y": y,
                        "width": CELL,
                        "height": CELL,
                        "rx": 3,
                        "class": f"c{shade(count, most)}",
                    },
                    h("title", None, f"{label}, {day.isoformat()}: {count}"),
                )
            )
    width = LABEL_WIDTH + len(days) * (CELL + 2) + 16
    return _drawing(width, 20 + len(rows) * (CELL + 2), drawn, labelled_by)


def shade(count: int, most: int) -> int:
    """0 for none, else 1 to `STEPS`."""
    return 0 if count <= 0 else min(STEPS, 1 + (count - 1) * STEPS // max(most, 1))


def short(label: str) -> str:
    """The label, cut to what fits."""
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"


def _drawing(width: int, height: int, drawn: Sequence[etree._Element], labelled_by: str) -> etree._Element:
    attributes: dict[str, str | int | float | None] = {
        "viewBox": f"0 0 {width} {max(height, 1)}",
        "width": width,
        "role": "img",
        "aria-labelledby": labelled_by,
    }
    return h("svg", attributes, drawn)
