"""Whether a listing prints `11/03/2026` for the third of November."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.dates import DateMention

MIN_DAYS = 3
"""Different days whose order shows the order of their parts."""
MONTHS = 12

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}(?!\d)")
_DAY = len("2026-11-03")


class DateOrder:
    """The numeric dates of one page.

    They are read with the day first, unless one of them can only be read with the month first and none only
    with the day first; or unless the list is in order only with the month first.
    """

    def __init__(self) -> None:
        self._month_first = False
        self._day_first = False
        self._other: dict[str, str] = {}  # time -> the same with the month first

    def note(self, mention: DateMention) -> None:
        """Record a date of the page."""
        if "month_first" in mention.flags:
            self._month_first = True
        elif (match := _NUMERIC.search(mention.text)) is not None:
            day = date.fromisoformat(mention.iso[:_DAY])
            if (int(match[1]), int(match[2])) == (day.day, day.month):
                self._day_first = self._day_first or day.day > MONTHS
                if day.day <= MONTHS:
                    other = day.replace(month=day.day, day=day.month)
                    self._other[mention.iso] = other.isoformat() + mention.iso[_DAY:]

    def corrected(self, times: Sequence[str]) -> list[str]:
        """Return the times of the entries in page order, with the month first if the page shows that."""
        others = [self._other.get(time) or self._other_day(time) for time in times]
        is_american = self._month_first or (_are_in_order(others) and not _are_in_order(times))
        return others if is_american and not self._day_first else [*times]

    def _other_day(self, time: str) -> str:
        """The same for a day that is left of several times of that day."""
        days = {other[:_DAY] for known, other in self._other.items() if known[:_DAY] == time}
        return days.pop() if len(days) == 1 else time


def _are_in_order(times: Sequence[str]) -> bool:
    days = [time[:_DAY] for time in times]
    if len(set(days)) < MIN_DAYS:
        return False
    pairs = [*pairwise(days)]
    return all(a >= b for a, b in pairs) or all(a <= b for a, b in pairs)
