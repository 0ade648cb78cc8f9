"""Fast path for the most common date forms: a weekday, a day with its year, a time, in one match.

Reads `Kamis, 17 November 2022 | 14:05 WIB`, `Rabu (16/11/2022)` and `17/11/2022 09.30` with the same
result as `crawler.dates.phrase_parser`, several times faster. Declines every form with another word in it.
"""

from __future__ import annotations

from datetime import date

from crawler.dates.ambiguity import is_number
from crawler.dates.calendar_math import can_exist, exists
from crawler.dates.calendar_words import CUES
from crawler.dates.grammar import STAMP
from crawler.dates.iso_output import Reading, Setting, is_clock, timed
from crawler.dates.phrase_parser import ends_at
from crawler.dates.resolve import nearest
from crawler.dates.time_of_day import read_clock
from crawler.dates.vocabulary import DIGITS, ENGLISH_DAYS, MONTHS, spaced, weekday_number


def read_common_form(setting: Setting, start: int) -> Reading | None:
    """The date at `start` of the folded text if it has a common form and ends there, else None."""
    low = setting.low
    match = STAMP.match(low, start)
    if match is None:
        return None
    weekday, d, m, y, nd, separator, nm, ny, m1, md, my, iy, im, id_, cue, clock = match.group(
        "weekday", "d", "m", "y", "nd", "nsep", "nm", "ny", "m1", "md", "my", "iy", "im", "id", "cue", "clock"
    )
    flags: list[str] = []
    if d is not None:
        year, month, day = int(y), MONTHS[m], int(d)
    elif nd is not None:
        if weekday in ENGLISH_DAYS or (ny is None and separator == "."):
            return None  # may be US order, or a time
        month, day = int(nm), int(nd)
        if ny is not None:
            year = int(ny)
        else:
            found = _without_year(setting, start, month, day, weekday_number(weekday), cue)
            if found is None:
                return None
            year = found
            flags.append("year_inferred")
    elif m1 is not None:
        year, month, day = int(my), MONTHS[m1], int(md)
    else:
        year, month, day = int(iy), int(im), int(id_)
    if not exists(year, month, day):
        return None
    if start and low[start] in DIGITS and is_number(low, start, linked=False, named=d is not None):
        return None
    end = match.end()
    if not ends_at(low, end):
        return None
    said = date(year, month, day)
    if weekday is not None and said.weekday() != weekday_number(weekday):
        flags.append("weekday_mismatch")
    time = read_clock(match, None) if clock is not None and is_clock(low, match) else None
    return timed(setting, start, end, said, time, None, flags)


def _without_year(
    setting: Setting, start: int, month: int, day: int, weekday: int, cue: str | None
) -> int | None:
    today = setting.today
    if today is None or not can_exist(month, day):
        return None
    way = CUES[spaced(cue)] if cue is not None else 0
    found = nearest(setting, today, start, month, day, (weekday,), way)
    return None if found is None else found.year
