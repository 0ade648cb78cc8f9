"""A printed calendar date, as numbers: which days of which month, in which year if it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from crawler.dates.grammar import LIST_WORD, MONTH_BY_NAME, MONTHS
from crawler.dates.phrases import Item
from crawler.dates.reckoning import can_exist, exists, full_year

_NUMBER: Final = re.compile("[0-9]+")
_LISTED: Final = re.compile(rf",|{LIST_WORD}")


@dataclass(slots=True)
class Printed:
    """What a date says by itself. `days` is empty for a month or a year; `year` is None if not printed.

    `spans` are the offsets of the day numbers. `sure` is False for forms that other numbers and names have
    too: they need a weekday, a label or another witness beside them.
    """

    days: list[int]
    month: int
    year: int | None
    sure: bool
    joined: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    swapped: tuple[int, int] | None = None


def read_day(item: Item, reference: date | None) -> Printed | None:
    """The numbers of a calendar item; None where no such day exists."""
    return _READERS[item.kind](item.match, reference)


def _checked(printed: Printed) -> Printed | None:
    year, month = printed.year, printed.month
    if year is None:
        valid = all(can_exist(month, day) for day in printed.days)
    else:
        valid = all(exists(year, month, day) for day in printed.days)
    return printed if valid else None


def _year(text: str | None, reference: date | None) -> int | None:
    if text is None:
        return None
    return full_year(int(text), reference) if len(text) == 2 else int(text)


def _iso(match: re.Match[str], reference: date | None) -> Printed | None:
    year, month, day = match.group("iy", "im", "id")
    return _checked(Printed([int(day)], int(month), int(year), True))


def _several(match: re.Match[str], group: str, month: int, year: int | None, sure: bool) -> Printed | None:
    text = match.group(group)
    first = match.start(group)
    spans = [(first + n.start(), first + n.end()) for n in _NUMBER.finditer(text)]
    days = [int(text[a - first : b - first]) for a, b in spans]
    if len(days) == 1:
        return _checked(Printed(days, month, year, sure, "", spans))
    between = text[spans[-2][1] - first : spans[-1][0] - first]
    if any(b <= a for a, b in pairwise(days)):
        if _LISTED.search(between) is None:
            return None  # 30-2 Januari: the month of the first day is not printed
        return _checked(Printed(days[-1:], month, year, sure, "", spans[-1:]))
    joined = "list" if len(days) > 2 or _LISTED.search(between) else "range"
    return _checked(Printed(days, month, year, sure, joined, spans))


def _named(match: re.Match[str], reference: date | None) -> Printed | None:
    name, four, odd, *two = match.group("month", "year", "odd", "yy", "yy2", "yy3")
    year = _year(four or two[0] or two[1] or two[2], reference)
    printed = _several(match, "days", MONTHS[name], year, year is not None or name in MONTH_BY_NAME)
    if printed is not None and odd is not None:
        printed.flags.append("malformed")
        printed.sure = False
    return printed


def _dmy(match: re.Match[str], reference: date | None) -> Printed | None:
    day, month, printed_year, mark = match.group("nd", "nm", "ny", "nsep")
    year = _year(printed_year, reference)
    assert year is not None
    a, b = int(day), int(month)
    span = [(match.start("nd"), match.end("nd"))]
    full = len(printed_year) == 4
    if exists(year, b, a):
        printed = Printed([a], b, year, full or mark == "/", "", span)
        if exists(year, a, b) and a != b:
            printed.swapped = (b, a)
        return printed
    if exists(year, a, b) and mark in "/-" and b > 12:
        return Printed([b], a, year, full, "", span, ["month_first"])
    return None


def _span(match: re.Match[str], reference: date | None) -> Printed | None:
    year = match.group("sy")
    return _several(
        match, "sdays", int(match.group("sm")), _year(year, reference), year is not None and len(year) == 4
    )


def _bent(match: re.Match[str], reference: date | None) -> Printed | None:
    day, month, printed_year = match.group("bd", "bm", "by")
    span = [(match.start("bd"), match.end("bd"))]
    year = int(printed_year) if len(printed_year) == 4 else None
    return _checked(Printed([int(day)], int(month), year, False, "", span, ["malformed"]))


def _dm(match: re.Match[str], reference: date | None) -> Printed | None:
    day, month = match.group("dd", "dmm")
    return _checked(Printed([int(day)], int(month), None, False, "", [(match.start("dd"), match.end("dd"))]))


def _spaced(match: re.Match[str], reference: date | None) -> Printed | None:
    day, month, year = match.group("pd", "pm", "py")
    return _checked(
        Printed([int(day)], int(month), int(year), False, "", [(match.start("pd"), match.end("pd"))])
    )


def _mdy(match: re.Match[str], reference: date | None) -> Printed | None:
    name, day, year = match.group("m1", "md", "my")
    return _checked(
        Printed([int(day)], MONTHS[name], int(year), True, "", [(match.start("md"), match.end("md"))])
    )


def _month_of_year(match: re.Match[str], reference: date | None) -> Printed | None:
    name, four, two = match.group("m2", "yy1", "y2")
    year = _year(four or two, reference)
    assert year is not None
    return Printed([], MONTHS[name], year, True) if exists(year, 1, 1) else None


def _month_name(match: re.Match[str], reference: date | None) -> Printed | None:
    return Printed([], MONTHS[match.group("monthname")], None, False)


def _year_word(match: re.Match[str], reference: date | None) -> Printed | None:
    year = int(match.group("ty"))
    return Printed([], 0, year, True) if exists(year, 1, 1) else None


def _hijri(match: re.Match[str], reference: date | None) -> Printed | None:
    return None


_READERS: Final = {
    "iso": _iso, "named": _named, "dmy": _dmy, "span": _span, "bent": _bent, "dm": _dm, "spaced": _spaced,
    "mdy": _mdy, "monthyear": _month_of_year, "monthname": _month_name, "yearword": _year_word,
    "hijri": _hijri,
}  # fmt: skip
