"""A printed calendar date as numbers: days of a month, with the year if it is printed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from crawler.dates.calendar_math import can_exist, exists, full_year
from crawler.dates.calendar_words import NUMERALS, ROMAN_MONTHS
from crawler.dates.grammar import LIST_WORD
from crawler.dates.iso_output import Setting
from crawler.dates.phrase_parser import Item
from crawler.dates.vocabulary import MONTH_BY_NAME, MONTHS, spaced

_NUMBER: Final = re.compile("[0-9]+")
_LISTED: Final = re.compile(rf",|{LIST_WORD}")


class Printed:
    """The numbers that a date prints. `days` is empty for a month or a year; `year` is None if not printed.

    `month` is 0 for a year, and -1 where the month follows later (`Senin 14 - Rabu 16 November`). `spans`
    are the offsets of the day numbers. `sure` is False for forms that other numbers and names share: these
    need a weekday, a label or other evidence beside them. `swapped` is (month, day) in US order.
    """

    __slots__ = ("days", "flags", "joined", "month", "spans", "sure", "swapped", "year")

    def __init__(self, days: list[int], month: int, year: int | None, sure: bool) -> None:
        self.days = days
        self.month = month
        self.year = year
        self.sure = sure
        self.joined = ""
        self.spans: list[tuple[int, int]] = []
        self.flags: list[str] = []
        self.swapped: tuple[int, int] | None = None


def read_day(item: Item, setting: Setting) -> Printed | None:
    """The numbers of a calendar item; None if no such day exists."""
    return _READERS[item.kind](item.match, setting)


def _checked(printed: Printed) -> Printed | None:
    """The date, if the day exists in its year (or in some year, if no year is printed)."""
    year, month = printed.year, printed.month
    for day in printed.days:
        if not (can_exist(month, day) if year is None else exists(year, month, day)):
            return None
    return printed


def _year(text: str | None, setting: Setting) -> int | None:
    if text is None:
        return None
    return full_year(int(text), setting.today) if len(text) == 2 else int(text)


def _several(match: re.Match[str], group: str, month: int, year: int | None, sure: bool) -> Printed | None:
    """The day numbers of one month: one, a range or a list."""
    text = match.group(group)
    if len(text) <= 2:
        return _checked(Printed([int(text)], month, year, sure))
    first = match.start(group)
    numbers = list(_NUMBER.finditer(text))
    days = [int(number.group()) for number in numbers]
    printed = Printed(days, month, year, sure)
    if len(days) > 1:
        between = text[numbers[-2].end() : numbers[-1].start()]
        listed = len(days) > 2 or _LISTED.search(between) is not None
        if any(b <= a for a, b in pairwise(days)):
            if not listed:
                return None  # 30-2 Januari: the month of the first day is not printed
            del days[:-1], numbers[:-1]
        else:
            printed.joined = "list" if listed else "range"
    printed.spans = [(first + number.start(), first + number.end()) for number in numbers]
    return _checked(printed)


def _iso(match: re.Match[str], setting: Setting) -> Printed | None:
    year, month, day = match.group("iy", "im", "id")
    return _checked(Printed([int(day)], int(month), int(year), True))


def _named(match: re.Match[str], setting: Setting) -> Printed | None:
    name, four, odd, *two = match.group("month", "year", "odd", "yy", "yy2", "yy3")
    year = _year(four or two[0] or two[1] or two[2], setting)
    printed = _several(match, "days", MONTHS[name], year, year is not None or name in MONTH_BY_NAME)
    if printed is not None and odd is not None:
        printed.flags.append("malformed")
        printed.sure = False
    return printed


def _dmy(match: re.Match[str], setting: Setting) -> Printed | None:
    a, b, printed_year, mark = match.group("nd", "nm", "ny", "nsep")
    first, second, year = int(a), int(b), _year(printed_year, setting)
    assert year is not None
    full = len(printed_year) == 4
    if exists(year, second, first):
        counting = second - first == int(printed_year) - second  # kelas 10/11/12
        printed = Printed([first], second, year, full or (mark == "/" and not counting))
        if first != second and exists(year, first, second):
            printed.swapped = (first, second)
        return printed
    if mark != "." and second > 12 and exists(year, first, second):
        printed = Printed([second], first, year, full)
        printed.flags.append("month_first")
        return printed
    return None


def _span(match: re.Match[str], setting: Setting) -> Printed | None:
    year = match.group("sy")
    return _several(
        match, "sdays", int(match.group("sm")), _year(year, setting), year is not None and len(year) == 4
    )


def _bent(match: re.Match[str], setting: Setting) -> Printed | None:
    day, month, year = match.group("bd", "bm", "by")
    printed = Printed([int(day)], int(month), int(year) if len(year) == 4 else None, False)
    printed.flags.append("malformed")
    return _checked(printed)


def _day_month(match: re.Match[str], setting: Setting) -> Printed | None:
    day, month = match.group("dd", "dmm")
    return _checked(Printed([int(day)], int(month), None, False))


def _spaced(match: re.Match[str], setting: Setting) -> Printed | None:
    day, month, year = match.group("pd", "pm", "py")
    return _checked(Printed([int(day)], int(month), int(year), False))


def _bare_day(match: re.Match[str], setting: Setting) -> Printed | None:
    return Printed([int(match.group("bareday"))], -1, None, False)


def _month_first(match: re.Match[str], setting: Setting) -> Printed | None:
    name, day, year = match.group("m1", "md", "my")
    return _checked(Printed([int(day)], MONTHS[name], int(year), True))


def _worded(match: re.Match[str], setting: Setting) -> Printed | None:
    day, name, year, tens = match.group("wd", "wm", "wy", "wyy")
    number: int | None = None
    if year is not None:
        number = int(year)
    elif tens is not None or match.group().endswith("ribu"):
        number = 2000 + (NUMERALS[spaced(tens)] if tens else 0)
    return _checked(Printed([NUMERALS[spaced(day)]], MONTHS[name], number, number is not None))


def _month_of_year(match: re.Match[str], setting: Setting) -> Printed | None:
    name, four, two = match.group("m2", "yy1", "y2")
    year = _year(four or two, setting)
    assert year is not None
    return Printed([], MONTHS[name], year, True) if exists(year, 1, 1) else None


def _month_name(match: re.Match[str], setting: Setting) -> Printed | None:
    return Printed([], MONTHS[match.group("monthname")], None, False)


def _year_word(match: re.Match[str], setting: Setting) -> Printed | None:
    year = int(match.group("ty"))
    return Printed([], 0, year, True) if exists(year, 1, 1) else None


def _roman(match: re.Match[str], setting: Setting) -> Printed | None:
    day, numeral, year, mark = match.group("rd", "rm", "ry", "rsep")
    return _checked(Printed([int(day)], ROMAN_MONTHS[numeral], int(year), "-" in mark))


def _year_first(match: re.Match[str], setting: Setting) -> Printed | None:
    year, day, name, name_before, day_after = match.group("ay", "ad", "am", "ym", "yd")
    return _checked(Printed([int(day or day_after)], MONTHS[name or name_before], int(year), True))


def _hijri(match: re.Match[str], setting: Setting) -> Printed | None:
    return None


_READERS: Final = {
    "iso": _iso, "named": _named, "dmy": _dmy, "span": _span, "bent": _bent, "dm": _day_month,
    "spaced": _spaced, "bareday": _bare_day, "mdy": _month_first, "worded": _worded,
    "monthyear": _month_of_year,
    "monthname": _month_name, "yearword": _year_word, "hijri": _hijri,
    "roman": _roman, "yearfirst": _year_first,
}  # fmt: skip
