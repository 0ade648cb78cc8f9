"""Format days and times as ISO 8601, with the printed offset or the portal's."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from crawler.dates import text_context
from crawler.dates.calendar_words import DAYPARTS
from crawler.dates.phrase_parser import Phrase
from crawler.dates.time_of_day import Clock, read_clock
from crawler.dates.vocabulary import spaced
from crawler.dates.zones import local, suffix


class Reading:
    """A mention before formatting.

    `last` is empty unless the mention is a range; `day` is the first day if known; `relative` readings
    depend on the publication day.
    """

    __slots__ = ("day", "end", "first", "flags", "last", "precision", "relative", "start", "zone_source")

    def __init__(self, start: int, end: int, first: str, precision: str, flags: list[str]) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.last = ""
        self.precision = precision
        self.zone_source: str | None = None
        self.flags = flags
        self.day: date | None = None
        self.relative = False


class Setting:
    """Context of a reading: the text, its folded form, the portal's zone, the publication time."""

    __slots__ = ("_now", "_reference", "_today", "low", "text", "zone")

    def __init__(self, text: str, low: str, reference: datetime | None, zone: tzinfo) -> None:
        self.text = text
        self.low = low
        self.zone = zone
        self._reference = reference
        self._now: datetime | None = None
        self._today: date | None = None

    @property
    def now(self) -> datetime | None:
        """The publication time in the portal's zone, naive; None if not known."""
        if self._now is None and self._reference is not None:
            self._now = local(self._reference, self.zone)
        return self._now

    @property
    def today(self) -> date | None:
        """The publication day in the portal's zone."""
        if self._today is None:
            now = self.now
            self._today = None if now is None else now.date()
        return self._today


def at(setting: Setting, phrase: Phrase, day: date, flags: list[str]) -> Reading:
    """A reading of the whole phrase: this day, with the phrase's time if it has one."""
    clock, clock_end = clocks(setting, phrase)
    return timed(setting, phrase.start, phrase.end, day, clock, clock_end, flags)


def timed(
    setting: Setting,
    start: int,
    end: int,
    day: date,
    clock: Clock | None,
    clock_end: Clock | None,
    flags: list[str],
) -> Reading:
    """A reading of a day with a time or a time range (which ends on the next day if its end is earlier)."""
    if clock is None:
        reading = Reading(start, end, day.isoformat(), "day", flags)
    else:
        reading = Reading(start, end, moment(setting, day, clock), "minute", flags)
        reading.zone_source = clock.source
        if clock.second is not None:
            reading.precision = "second"
        if clock_end is not None:
            over = (clock_end.hour, clock_end.minute) < (clock.hour, clock.minute)
            reading.last = moment(setting, day + timedelta(1) if over else day, clock_end)
    reading.day = day
    return reading


def moment(setting: Setting, day: date, clock: Clock) -> str:
    """The time with its offset: the printed one, except that UTC is converted to the portal's zone."""
    offset = clock.offset
    if offset is None or not offset:
        naive = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)
        shift = setting.zone.utcoffset(naive) or timedelta(0)
        if offset is not None:
            naive += shift
        return naive.isoformat() + _suffix(shift)
    return f"{day.isoformat()}T{clock.hour:02d}:{clock.minute:02d}:{clock.second or 0:02d}{_suffix(offset)}"


def clocks(setting: Setting, phrase: Phrase) -> tuple[Clock | None, Clock | None]:
    """The start and end time of the phrase; None for each that is not printed."""
    item = phrase.clock
    if item is None or not is_clock(setting.low, item.match):
        return None, None
    part = _daypart(phrase)
    clock, end = read_clock(item.match, part), None
    if clock is not None and phrase.clock_end is not None:
        end = read_clock(phrase.clock_end.match, part)
        if end is not None and end.offset is not None and clock.offset is None:
            clock = Clock(clock.hour, clock.minute, clock.second, end.offset, end.source)
    return clock, end


def _daypart(phrase: Phrase) -> str | None:
    """The part of the day that the phrase names, also within a phrase such as `malam ini`."""
    if phrase.daypart is not None:
        return spaced(phrase.daypart.match.group())
    if phrase.deictic is None:
        return None
    return next((word for word in phrase.deictic.match.group().split() if word in DAYPARTS), None)


def is_clock(low: str, match: re.Match[str]) -> bool:
    """Whether `14.30` with a full stop is a time: it is a quantity if a unit follows."""
    point, oclock, label = match.group("point", "oclock", "label")
    return point != "." or bool(oclock or label) or text_context.UNITS_AFTER.match(low, match.end()) is None


_suffix = lru_cache(maxsize=256)(suffix)
