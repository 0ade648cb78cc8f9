"""Resolve relative dates against the publication day: kemarin, 2 jam yang lalu, Kamis lalu, a weekday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from crawler.dates import text_context
from crawler.dates.ambiguity import direction, is_alone, stands_as_day
from crawler.dates.calendar_math import add_months, weekday_after, weekday_before, weekday_in_week
from crawler.dates.calendar_words import DEICTICS, ENGLISH_DEICTICS, NUMERALS, UNITS
from crawler.dates.iso_output import Reading, Setting, at, timed
from crawler.dates.phrase_parser import Item, Phrase
from crawler.dates.time_of_day import Clock
from crawler.dates.vocabulary import DIGITS, WEEKDAY_BY_NAME, WEEKDAYS, spaced, weekday_number

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}


def relative(setting: Setting, phrase: Phrase) -> list[Reading]:
    """Readings of a phrase without a calendar date; empty if the publication day is not known."""
    now, today = setting.now, setting.today
    if now is None or today is None:
        return []
    try:
        if phrase.deictic is None:
            readings = _weekday(setting, phrase, today) if phrase.weekdays else []
        elif phrase.deictic.kind == "deictic":
            readings = _deictic(setting, phrase, phrase.deictic, today)
        elif phrase.deictic.kind == "ago":
            readings = _ago(setting, phrase, phrase.deictic, now, today)
        else:
            readings = []
    except (OverflowError, ValueError):
        return []  # outside the range of datetime
    for reading in readings:
        reading.relative = True
        reading.flags.append("relative")
    return readings


def _deictic(setting: Setting, phrase: Phrase, item: Item, today: date) -> list[Reading]:
    if text_context.word_before(setting.low, phrase.start) in text_context.NO_DEICTIC_AFTER:
        return []
    said = spaced(item.match.group())
    if said in ENGLISH_DEICTICS and phrase.clock is None and not is_alone(setting.low, phrase):
        return []  # more often the name of a newspaper than a day
    unit, amount = DEICTICS[said]
    weekdays = [weekday_number(w.match.group("weekday")) for w in phrase.weekdays]
    if unit == "week":
        if amount and not weekdays and _names_a_day(setting.text, item.start):
            step = weekday_before if amount < 0 else weekday_after
            return [at(setting, phrase, step(today, WEEKDAYS["minggu"], same=False), [])]
        if weekdays:
            return [at(setting, phrase, weekday_in_week(today, weekdays[-1], amount), [])]
        if amount == 0:
            return []
        return [at(setting, phrase, today + timedelta(7 * amount), ["approximate"])]
    if unit != "day":
        return [_coarse(phrase, today, unit, amount)]
    day, flags = today + timedelta(amount), []
    if weekdays and day.weekday() not in weekdays:
        named_first = phrase.weekdays[0].start < item.start and not item.gap.strip()
        if named_first and amount:
            # "Sabtu besok" is the coming Saturday, "Rabu kemarin" the last Wednesday
            step = weekday_before if amount < 0 else weekday_after
            day = step(today, weekdays[-1], same=False)
        else:
            flags.append("weekday_mismatch")
    return [at(setting, phrase, day, flags)]


def _names_a_day(text: str, start: int) -> bool:
    """Whether `Minggu` is Sunday, not "week": capitalized within a sentence (`Tim pulang Minggu lalu`)."""
    return (
        text.startswith("Minggu ", start)
        and text[start + 7 : start + 8].islower()
        and text[max(0, start - 2) : start - 1].isalnum()
    )


def _ago(setting: Setting, phrase: Phrase, item: Item, now: datetime, today: date) -> list[Reading]:
    if text_context.word_before(setting.low, phrase.start) in text_context.NO_COUNT_AFTER:
        return []
    n1, u1, n2, u2, one, half_of, way = item.match.group("n1", "u1", "n2", "u2", "one", "half_of", "way")
    sign = 1 if way == "lagi" else -1
    unit = "minute" if half_of else UNITS[one or u1]
    amount = 30 if half_of else 1 if one else _number(n1)
    if unit in ("month", "year"):
        return [_coarse(phrase, today, unit, sign * amount)]
    if unit not in _SECONDS:
        return [at(setting, phrase, today + timedelta(sign * amount * (7 if unit == "week" else 1)), [])]
    seconds = amount * _SECONDS[unit]
    if u2:
        unit = UNITS[u2]
        seconds += _number(n2) * _SECONDS.get(unit, 0)
    then = now + timedelta(seconds=sign * seconds)
    clock = Clock(then.hour, then.minute, then.second if unit == "second" else None, None, "default")
    return [timed(setting, phrase.start, phrase.end, then.date(), clock, None, [])]


def _coarse(phrase: Phrase, today: date, unit: str, amount: int) -> Reading:
    moved = add_months(today, amount * (12 if unit == "year" else 1))
    iso = f"{moved.year:04d}" if unit == "year" else f"{moved.year:04d}-{moved.month:02d}"
    return Reading(phrase.start, phrase.end, iso, unit, [])


def _weekday(setting: Setting, phrase: Phrase, today: date) -> list[Reading]:
    """Resolve `Kamis lalu`, `Senin depan`, and the bare weekday that news agencies print (`..., Selasa.`)."""
    item = phrase.weekdays[0]
    name = spaced(item.match.group("weekday"))
    if len(phrase.weekdays) > 1 or name not in WEEKDAY_BY_NAME:
        return []
    weekday = weekday_number(name)
    way = direction(phrase)
    if way:
        step = weekday_before if way < 0 else weekday_after
        return [at(setting, phrase, step(today, weekday, same=False), [])]
    if text_context.HABIT.search(setting.low, max(0, phrase.start - 24), phrase.start):
        return []
    last = weekday_before(today, weekday, same=True)
    coming = weekday_after(today, weekday, same=True)
    if phrase.cue is not None:
        return [at(setting, phrase, min((last, coming), key=lambda day: abs((day - today).days)), [])]
    if not stands_as_day(setting.low, phrase):
        return []
    if text_context.lean(setting.low, phrase.start) > 0:
        return [at(setting, phrase, weekday_after(today, weekday, same=False), [])]
    return [at(setting, phrase, last, [])]


def _number(text: str) -> int:
    return int(text) if text[0] in DIGITS else NUMERALS[spaced(text)]
