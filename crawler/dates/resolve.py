"""Resolve printed calendar dates: infer the year and check the weekday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from crawler.dates import text_context
from crawler.dates.ambiguity import NEAR_PAST, direction, is_name_or_number, is_unambiguous
from crawler.dates.calendar_day import Printed
from crawler.dates.calendar_math import add_months, exists, infer_year, possible_years
from crawler.dates.calendar_words import DEICTICS
from crawler.dates.iso_output import Reading, Setting, clocks, moment, timed
from crawler.dates.phrase_parser import Item, Phrase
from crawler.dates.vocabulary import ENGLISH_DAYS, spaced, weekday_number

_HALF_A_YEAR_AWAY: Final = range(4, 9)
"""Months between the publication and a date from which on two years can be about equally near."""


def calendar(
    setting: Setting, phrase: Phrase, printed: Printed, linked: bool, after: date | None
) -> list[Reading]:
    """Readings of a phrase with a calendar date: one, or one per day of a list; empty if it is no date.

    `linked`: the phrase is one end of a range or list whose other end is a certain date. `after` is the
    first day of the range.
    """
    day = phrase.day
    assert day is not None
    if is_name_or_number(setting.low, phrase, day):
        return []
    if not printed.sure and not linked and not is_unambiguous(setting, phrase, day, printed):
        return []
    weekdays = [weekday_number(item.match["weekday"]) for item in phrase.weekdays] if phrase.weekdays else []
    flags = printed.flags
    if phrase.cue is not None and setting.today is not None:
        _apply_cue(phrase, phrase.cue, printed, setting.today)
    if printed.month < 0:
        return []
    if not printed.days:
        return _month_or_year(setting, phrase, printed)
    year = printed.year
    if year is None:
        today = setting.today
        if after is not None:
            turned = (printed.month, printed.days[0]) < (after.month, after.day)
            year = after.year + turned
        elif today is None:
            return _without_year(phrase, printed, weekdays)
        else:
            witnesses = tuple(weekdays[:1] if printed.joined else weekdays)
            way = direction(phrase)
            found = nearest(setting, today, phrase.start, printed.month, printed.days[0], witnesses, way)
            if found is not None and phrase.deictic is not None:
                found = _on_its_side(setting, phrase, printed, today, found, witnesses)
            if found is None:
                return []
            year = found.year
        flags.append("year_inferred")
    month, days = printed.month, []
    for number in printed.days:
        if not exists(year, month, number):
            return []
        days.append(date(year, month, number))
    if weekdays:
        _check_weekdays(phrase, printed, days, weekdays)
    if phrase.deictic is not None:
        flags += _deictic_flags(setting, phrase.deictic, days[0])
    return _write(setting, phrase, printed, days)


def nearest(
    setting: Setting, today: date, start: int, month: int, day: int, weekdays: tuple[int, ...], way: int
) -> date | None:
    """Resolve a day and month without a year at `start`; None if no such day exists.

    `way` is the direction of the phrase's own cue word; the hint of the sentence before it is used only
    if two years are about equally near.
    """
    far = (month - today.month) % 12 in _HALF_A_YEAR_AWAY
    found = infer_year(month, day, today, weekdays, way, text_context.lean(setting.low, start) if far else 0)
    return None if found is None else found[0]


def _on_its_side(
    setting: Setting, phrase: Phrase, printed: Printed, today: date, found: date, weekdays: tuple[int, ...]
) -> date | None:
    """Enforce the cue word: `kemarin (22/3)` is past, whichever year is nearest, with a month's tolerance."""
    assert phrase.deictic is not None
    unit, amount = DEICTICS.get(spaced(phrase.deictic.match.group()), ("", 0))
    if unit != "day" or (found - today).days * amount >= -NEAR_PAST * abs(amount):
        return found
    way = 1 if amount > 0 else -1
    return nearest(setting, today, phrase.start, printed.month, printed.days[0], weekdays, way)


def _apply_cue(phrase: Phrase, cue: Item, printed: Printed, today: date) -> None:
    """Take year or month from the cue word: `5 Maret tahun lalu`, `tanggal 16 bulan ini`."""
    unit, amount = DEICTICS.get(spaced(cue.match.group()), ("", 0)) if cue.kind == "deictic" else ("", 0)
    if printed.month < 0 and (unit == "month" or direction(phrase)):
        day, way = printed.days[0], direction(phrase)
        if unit != "month":
            amount = way if (day - today.day) * way <= 0 else 0
        month = add_months(today.replace(day=1), amount)
        if exists(month.year, month.month, day):
            printed.year, printed.month = month.year, month.month
            printed.flags.append("month_inferred")
    elif unit == "year" and printed.year is None:
        printed.year = today.year + amount
        printed.flags.append("year_inferred")


def _write(setting: Setting, phrase: Phrase, printed: Printed, days: list[date]) -> list[Reading]:
    clock, clock_end = clocks(setting, phrase)
    if printed.joined == "list":
        return [
            timed(setting, start, end, day, clock, None, list(printed.flags))
            for day, (start, end) in zip(days, _spans(phrase, printed), strict=True)
        ]
    reading = timed(setting, phrase.start, phrase.end, days[0], clock, clock_end, printed.flags)
    if printed.joined == "range":
        last = clock_end or clock
        reading.last = days[-1].isoformat() if last is None else moment(setting, days[-1], last)
    return [reading]


def _spans(phrase: Phrase, printed: Printed) -> list[tuple[int, int]]:
    """Spans of the mentions in a list: each covers its number; the outer two extend to the list's edges."""
    starts = [phrase.start] + [start for start, _ in printed.spans[1:]]
    ends = [end for _, end in printed.spans[:-1]] + [phrase.end]
    return list(zip(starts, ends, strict=True))


def _check_weekdays(phrase: Phrase, printed: Printed, days: list[date], weekdays: list[int]) -> None:
    """Compare with the printed weekdays: flag a mismatch, or swap day and month of a date in US order."""
    if printed.swapped and printed.year is not None and days[0].weekday() != weekdays[-1]:
        # Thu, 11/10/2022: an English weekday goes with US order
        other = date(printed.year, *printed.swapped)
        if other.weekday() == weekdays[-1] and phrase.weekdays[-1].match.group("weekday") in ENGLISH_DAYS:
            days[0] = other
            printed.flags.append("month_first")
    if len(days) == 1:
        agree = all(days[0].weekday() == weekday for weekday in weekdays)
    elif len(weekdays) == 1:
        agree = weekdays[0] in (days[0].weekday(), days[-1].weekday())
    else:
        agree = (days[0].weekday(), days[-1].weekday()) == (weekdays[0], weekdays[-1])
    if not agree:
        printed.flags.append("weekday_mismatch")


def _deictic_flags(setting: Setting, item: Item, day: date) -> list[str]:
    """Flags for `hari ini, Kamis (17/11/2022)` when the publication day disagrees with the printed date."""
    unit, amount = DEICTICS.get(spaced(item.match.group()), ("", 0))
    if unit != "day" or setting.today is None:
        return []
    return [] if day == setting.today + timedelta(amount) else ["deictic_mismatch"]


def _without_year(phrase: Phrase, printed: Printed, weekdays: list[int]) -> list[Reading]:
    """A reading without a year (publication day not known), with the years in which its weekday fits."""
    month, days, flags = printed.month, printed.days, printed.flags
    if weekdays:
        flags += [
            f"candidate:{y}-{month:02d}-{days[0]:02d}" for y in possible_years(month, days[0], weekdays[0])
        ]
    flags.append("year_unknown")
    if printed.joined == "list":
        return [
            Reading(start, end, f"--{month:02d}-{day:02d}", "day", list(flags))
            for day, (start, end) in zip(days, _spans(phrase, printed), strict=True)
        ]
    reading = Reading(phrase.start, phrase.end, f"--{month:02d}-{days[0]:02d}", "day", flags)
    if printed.joined == "range":
        reading.last = f"--{month:02d}-{days[-1]:02d}"
    return [reading]


def _month_or_year(setting: Setting, phrase: Phrase, printed: Printed) -> list[Reading]:
    year, month, flags = printed.year, printed.month, printed.flags
    if text_context.word_before(setting.low, phrase.start) in text_context.PARTS_OF_A_YEAR:
        flags.append("vague")
    if month == 0:
        return [Reading(phrase.start, phrase.end, f"{year:04d}", "year", flags)]
    if year is None:
        today = setting.today
        if today is None:
            return []
        year, way = today.year, direction(phrase)
        if way < 0:
            year -= month >= today.month
        elif way > 0:
            year += month <= today.month
        else:
            away = month - today.month
            year += (away < -6) - (away > 6)
        flags.append("year_inferred")
    return [Reading(phrase.start, phrase.end, f"{year:04d}-{month:02d}", "month", flags)]
