"""Fallback to dateparser for publication lines that the grammar declines, with a plausibility check.

dateparser guesses: it reads `14–16 November 2022` as the first day, `16 bulan 11 tahun 2022` as a day in
2010, and fills missing parts from today. It therefore gets only short lines with a year, a day and a
month, and its result counts only if it accounts for every number of the line and the weekday agrees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from crawler.dates.calendar_math import exists
from crawler.dates.casefolding import fold
from crawler.dates.mention import DateMention
from crawler.dates.vocabulary import MONTHS, WEEKDAYS, any_of, weekday_number
from crawler.dates.zones import suffix

LONGEST: Final = 80
_NUMBERS: Final = re.compile(r"[0-9]+")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_CLOCK: Final = re.compile(r"(?<![0-9])([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?(?![0-9])")
_MONTH: Final = re.compile(rf"\b(?:{any_of(MONTHS)})(?![a-z])")
_WEEKDAY: Final = re.compile(rf"\b({any_of(WEEKDAYS)})(?![a-z])")


@dataclass(slots=True)
class Tally:
    """Counts the lines passed to dateparser since the process started, by outcome."""

    asked: int = 0
    read: int = 0
    refused: int = 0


TALLY: Final = Tally()


def read_line(text: str, zone: tzinfo) -> DateMention | None:
    """dateparser's reading of a whole line if it passes the check, else None; counted in `TALLY`."""
    line = text.strip()
    low = fold(line)
    if not _may_be_date(low):
        return None
    import dateparser  # type: ignore[import-untyped]  # heavy: only once it is needed

    TALLY.asked += 1
    try:
        found = dateparser.parse(
            line,
            languages=["id", "en"],
            settings={
                "DATE_ORDER": "DMY",
                "RELATIVE_BASE": datetime(2000, 1, 1),  # nothing may be filled from today
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PARSERS": ["absolute-time"],
            },
        )
    except (ValueError, OverflowError):
        found = None
    if found is None or not _is_believed(found, low):
        TALLY.refused += 1
        return None
    TALLY.read += 1
    start = text.find(line)
    iso, precision, source = _written(found, _CLOCK.search(low), zone)
    return DateMention(iso, precision, start, start + len(line), line, source, ("dateparser",))


def _may_be_date(low: str) -> bool:
    """Whether this is a short line with one year, one month name and a day number."""
    return (
        len(low) <= LONGEST
        and len(_YEAR.findall(low)) == 1
        and len(_MONTH.findall(low)) == 1
        and len(_NUMBERS.findall(low)) >= 2
    )


def _is_believed(found: datetime, low: str) -> bool:
    """Whether the numbers of the line are exactly the year, the day and the time of the result."""
    if not exists(found.year, found.month, found.day):
        return False
    rest = _CLOCK.sub(" ", low, count=1)
    if sorted(map(int, _NUMBERS.findall(rest))) != sorted((found.year, found.day)):
        return False
    month = _MONTH.search(low)
    if month is None or MONTHS[month.group()] != found.month:
        return False
    clock = _CLOCK.search(low)
    if clock is not None and (int(clock[1]) % 12, int(clock[2])) != (found.hour % 12, found.minute):
        return False
    if clock is None and (found.hour or found.minute or found.second):
        return False
    weekday = _WEEKDAY.search(low)
    return weekday is None or weekday_number(weekday.group(1)) == found.weekday()


def _written(found: datetime, clock: re.Match[str] | None, zone: tzinfo) -> tuple[str, str, str | None]:
    if clock is None:
        return found.date().isoformat(), "day", None
    precision = "minute" if clock[3] is None else "second"
    naive = found.replace(tzinfo=None, microsecond=0)
    offset = found.utcoffset()
    if offset is None:
        return naive.isoformat() + suffix(zone.utcoffset(naive) or timedelta(0)), precision, "default"
    if not offset:
        offset = zone.utcoffset(naive) or timedelta(0)
        naive += offset
    return naive.isoformat() + suffix(offset), precision, "offset"
