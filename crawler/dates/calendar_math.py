"""Calendar arithmetic: which days exist, the year of a day printed without one, weekdays, months."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100
CHECKSUM_DAYS: Final = 120
"""A weekday overrules the nearest year only for a day further away than this: it is often misprinted."""
TIE_DAYS: Final = 62
"""Two years are about equally near when their distances differ by less; then the sentence's cue decides."""

_LENGTHS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar."""
    if month == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return 29
    return _LENGTHS[month]


def exists(year: int, month: int, day: int) -> bool:
    """Whether this day exists and its year is one that news pages print in dates."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def can_exist(month: int, day: int) -> bool:
    """Whether the day exists in some year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else _LENGTHS[month])


def full_year(two_digits: int, reference: date | None) -> int:
    """The four-digit year for `'22`: nearest to the reference, else by POSIX (1969-2068)."""
    if reference is None:
        return two_digits + (1900 if two_digits >= 69 else 2000)
    base = reference.year - reference.year % 100 + two_digits
    return min((base - 100, base, base + 100), key=lambda year: abs(year - reference.year))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_length(year, month)))


def years_with(month: int, day: int, reference: date, reach: int = 1) -> list[date]:
    """This day of the year in the years around the reference, nearest first."""
    if month == 2 and day == 29:
        reach = 8
    found = [
        date(year, month, day)
        for year in range(reference.year - reach, reference.year + reach + 1)
        if exists(year, month, day)
    ]
    found.sort(key=lambda candidate: abs((candidate - reference).days))
    return found


@lru_cache(maxsize=4096)
def infer_year(
    month: int, day: int, reference: date, weekdays: tuple[int, ...], direction: int, leaning: int
) -> tuple[date, bool] | None:
    """Infer the year of a day and month; also return whether a printed weekday disagrees.

    `direction` is -1 or 1 if the phrase itself points to the past or future (`silam`, `mendatang`); the
    other side is excluded. `leaning` is the weaker hint of the sentence (`akan`), used only between two
    years that are about equally near. `weekdays` are the printed ones, Monday 0.
    """
    candidates = years_with(month, day, reference)
    if direction < 0:
        candidates = [c for c in candidates if c <= reference] or candidates
    elif direction > 0:
        candidates = [c for c in candidates if c >= reference] or candidates
    if not candidates:
        return None
    best = candidates[0]
    if weekdays:
        if best.weekday() not in weekdays and abs((best - reference).days) > CHECKSUM_DAYS:
            best = next((c for c in candidates[1:] if c.weekday() in weekdays), best)
    elif leaning and len(candidates) > 1:
        second = candidates[1]
        gap = abs((second - reference).days) - abs((best - reference).days)
        if gap < TIE_DAYS and (second > reference) == (leaning > 0):
            best = second
    return best, bool(weekdays) and best.weekday() not in weekdays


def possible_years(month: int, day: int, weekday: int, first: int = 2005, last: int = 2035) -> list[int]:
    """Years in which this day of the year falls on this weekday (Monday 0)."""
    return [
        y
        for y in range(first, last + 1)
        if exists(y, month, day) and date(y, month, day).weekday() == weekday
    ]


def weekday_before(reference: date, weekday: int, *, same: bool) -> date:
    """The last such weekday up to the reference; with `same` the reference itself counts."""
    back = (reference.weekday() - weekday) % 7
    return reference - timedelta(back or (0 if same else 7))


def weekday_after(reference: date, weekday: int, *, same: bool) -> date:
    """The next such weekday from the reference; with `same` the reference itself counts."""
    ahead = (weekday - reference.weekday()) % 7
    return reference + timedelta(ahead or (0 if same else 7))


def weekday_in_week(reference: date, weekday: int, weeks: int) -> date:
    """The weekday in the Monday-to-Sunday week `weeks` from the reference's week."""
    return reference - timedelta(reference.weekday()) + timedelta(7 * weeks + weekday)
