"""From a phrase to ISO 8601: which day is meant, at what time, on whose clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from crawler.dates import context
from crawler.dates.calendar_day import Printed
from crawler.dates.clock import Clock, read_clock
from crawler.dates.facts import CUES, DEICTICS, NUMERALS, UNITS
from crawler.dates.grammar import ENGLISH_DAYS, WEEKDAY_BY_NAME, WEEKDAYS
from crawler.dates.phrases import Item, Phrase
from crawler.dates.reckoning import (
    add_months,
    exists,
    infer_year,
    possible_years,
    weekday_after,
    weekday_before,
    weekday_in_week,
)
from crawler.dates.zones import suffix

NEAR_PAST, NEAR_FUTURE = 31, 14
"""A bare `(16/11)` is a date only where it lies this many days around the publication."""
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}


@dataclass(slots=True)
class Reading:
    """One mention before it is written out. `last` is empty unless it is a range; `day` orders ranges."""

    start: int
    end: int
    first: str
    last: str
    precision: str
    zone_source: str | None = None
    flags: list[str] = field(default_factory=list)
    day: date | None = None
    relative: bool = False


def words(text: str) -> str:
    """Collapse the whitespace in a matched phrase to look it up in a table."""
    return " ".join(text.split())


@dataclass(slots=True)
class Resolver:
    """Resolves phrases of one text. `now` is the reference on the zone's clock, naive, or None."""

    text: str
    low: str
    now: datetime | None
    zone: tzinfo
    today: date | None = None

    def __post_init__(self) -> None:
        self.today = self.now.date() if self.now is not None else None

    # -- phrases ------------------------------------------------------------------------------

    def resolve(
        self, phrase: Phrase, printed: Printed | None, linked: bool, after: date | None
    ) -> list[Reading]:
        """What the phrase says: one reading, several for a list of days, none if it is no date.

        `linked` tells that it is an end of a range or list with a sure date at the other end; `after` is
        the start of the range that it ends.
        """
        if phrase.day is not None:
            if printed is None or (not printed.sure and not linked and not self._witnessed(phrase, printed)):
                return []
            if self._is_name_or_number(phrase):
                return []
            return self._calendar(phrase, printed, after)
        if self.now is None or self.today is None:
            return []
        if phrase.deictic is not None:
            return self._relative(phrase, self.now, self.today)
        if phrase.weekdays:
            return self._weekday_only(phrase, self.today)
        return []

    def _calendar(self, phrase: Phrase, printed: Printed, after: date | None) -> list[Reading]:
        flags = list(printed.flags)
        if not printed.days:
            return self._month_or_year(phrase, printed, flags)
        weekdays = [WEEKDAYS[w.match.group("weekday")] for w in phrase.weekdays]
        year = printed.year
        if year is None:
            if after is not None:
                first = (printed.month, printed.days[0])
                year = after.year if first >= (after.month, after.day) else after.year + 1
                if not exists(year, *first):
                    return []
            elif self.today is None:
                return self._without_year(phrase, printed, weekdays, flags)
            else:
                witnesses = weekdays[:1] if printed.joined else weekdays
                leaning = context.lean(self.low, phrase.start) if self._far(printed) else 0
                found = infer_year(
                    printed.month, printed.days[0], self.today, witnesses, self._direction(phrase), leaning
                )
                if found is None:
                    return []
                year = found[0].year
            flags.append("year_inferred")
        days = [date(year, printed.month, day) for day in printed.days if exists(year, printed.month, day)]
        if len(days) != len(printed.days):
            return []
        if weekdays and printed.swapped and printed.year is not None and days[0].weekday() != weekdays[-1]:
            # Thu, 11/10/2022: an English weekday goes with the American order
            other = date(year, *printed.swapped)
            if other.weekday() == weekdays[-1] and phrase.weekdays[-1].match.group("weekday") in ENGLISH_DAYS:
                days = [other]
                flags.append("month_first")
        if weekdays and not self._agree(days, weekdays, printed.joined):
            flags.append("weekday_mismatch")
        if phrase.deictic is not None and phrase.deictic.kind == "deictic":
            flags.extend(self._deictic_flags(phrase.deictic, days[0]))
        clock, clock_end = self._clocks(phrase)
        if printed.joined == "list":
            return self._each(phrase, printed, days, clock, flags)
        reading = self._at(phrase.start, phrase.end, days[0], clock, clock_end, flags)
        if printed.joined == "range":
            reading.last = self._at(0, 0, days[-1], clock_end or clock, None, []).first
        reading.day = days[0]
        return [reading]

    def _each(
        self, phrase: Phrase, printed: Printed, days: list[date], clock: Clock | None, flags: list[str]
    ) -> list[Reading]:
        readings = []
        for number, (day, span) in enumerate(zip(days, printed.spans, strict=True)):
            start = phrase.start if number == 0 else span[0]
            end = phrase.end if number == len(days) - 1 else span[1]
            readings.append(self._at(start, end, day, clock, None, list(flags)))
        return readings

    def _without_year(
        self, phrase: Phrase, printed: Printed, weekdays: list[int], flags: list[str]
    ) -> list[Reading]:
        """No publication day is known: say the day, and the years in which its weekday fits."""
        day = printed.days[0]
        if weekdays:
            flags += [
                f"candidate:{y}-{printed.month:02d}-{day:02d}"
                for y in possible_years(printed.month, day, weekdays[-1])
            ]
        flags.append("year_unknown")
        readings = []
        ends = printed.days if printed.joined == "list" else [day]
        for number, each in enumerate(ends):
            start = phrase.start if number == 0 else printed.spans[number][0]
            end = phrase.end if number == len(ends) - 1 else printed.spans[number][1]
            last = f"--{printed.month:02d}-{printed.days[-1]:02d}" if printed.joined == "range" else ""
            readings.append(
                Reading(start, end, f"--{printed.month:02d}-{each:02d}", last, "day", None, list(flags))
            )
        return readings

    def _month_or_year(self, phrase: Phrase, printed: Printed, flags: list[str]) -> list[Reading]:
        if printed.month == 0:
            return [Reading(phrase.start, phrase.end, f"{printed.year:04d}", "", "year", None, flags)]
        year = printed.year
        if year is None:
            if self.today is None:
                return []
            year, direction = self.today.year, self._direction(phrase)
            ahead = (year, printed.month) > (self.today.year, self.today.month)
            same = printed.month == self.today.month
            if direction < 0 and (ahead or same):
                year -= 1
            elif direction > 0 and not ahead:
                year += 1
            elif direction == 0:
                months = printed.month - self.today.month
                year += 1 if months < -6 else -1 if months > 6 else 0
            flags.append("year_inferred")
        return [
            Reading(phrase.start, phrase.end, f"{year:04d}-{printed.month:02d}", "", "month", None, flags)
        ]

    def _relative(self, phrase: Phrase, now: datetime, today: date) -> list[Reading]:
        item = phrase.deictic
        assert item is not None
        weekdays = [WEEKDAYS[w.match.group("weekday")] for w in phrase.weekdays]
        flags = ["relative"]
        if item.kind == "weekend":
            return []
        if context.word_before(self.low, phrase.start) in context.NUMBER_CUES | NUMERALS.keys():
            return []
        try:
            if item.kind == "deictic":
                unit, amount = DEICTICS[words(item.match.group())]
                if unit == "week":
                    if weekdays:
                        day = weekday_in_week(today, weekdays[-1], amount)
                    elif amount == 0:
                        return []
                    else:
                        day = today + timedelta(7 * amount)
                        flags.append("approximate")
                elif unit == "day":
                    day = today + timedelta(amount)
                    if weekdays and day.weekday() not in weekdays:
                        flags.append("weekday_mismatch")
                else:
                    return self._coarse(phrase, today, unit, amount, flags)
            else:
                unit, amount, seconds = self._ago(item)
                if unit in ("month", "year"):
                    return self._coarse(phrase, today, unit, amount, flags)
                if unit in _SECONDS:
                    moment = now + timedelta(seconds=seconds)
                    precise = unit == "second"
                    exact = Clock(
                        moment.hour, moment.minute, moment.second if precise else None, None, "default"
                    )
                    return [
                        self._at(phrase.start, phrase.end, moment.date(), exact, None, flags, relative=True)
                    ]
                day = today + timedelta(amount * (7 if unit == "week" else 1))
        except (OverflowError, ValueError):
            return []  # beyond the calendar of datetime
        clock, clock_end = self._clocks(phrase)
        return [self._at(phrase.start, phrase.end, day, clock, clock_end, flags, relative=True)]

    def _coarse(self, phrase: Phrase, today: date, unit: str, amount: int, flags: list[str]) -> list[Reading]:
        moved = add_months(today, amount * (12 if unit == "year" else 1))
        iso = f"{moved.year:04d}" if unit == "year" else f"{moved.year:04d}-{moved.month:02d}"
        return [Reading(phrase.start, phrase.end, iso, "", unit, None, flags, relative=True)]

    @staticmethod
    def _ago(item: Item) -> tuple[str, int, int]:
        """Smallest unit, signed amount of the first unit, signed seconds of `1 jam 20 menit lalu`."""
        group = item.match.group
        if item.kind == "ago":
            n1, u1, n2, u2, way = group("n1", "u1", "n2", "u2", "way")
        else:
            n1, u1, n2, u2, way = group("w1", "wu1", "w2", "wu2", "wway")
            if n1 is None:
                se, half, way = group("se", "setengah", "seway")
                sign = 1 if way == "lagi" else -1
                if half:
                    return "minute", 30 * sign, 1800 * sign
                unit = UNITS[se]
                return unit, sign, _SECONDS.get(unit, 0) * sign
        sign = 1 if way == "lagi" else -1
        unit, amount = UNITS[u1], _number(n1)
        seconds = amount * _SECONDS.get(unit, 0)
        if u2 and unit in _SECONDS:
            unit, seconds = UNITS[u2], seconds + _number(n2) * _SECONDS.get(UNITS[u2], 0)
        return unit, sign * amount, sign * seconds

    def _weekday_only(self, phrase: Phrase, today: date) -> list[Reading]:
        if len(phrase.weekdays) > 1:
            return []
        item = phrase.weekdays[0]
        name = item.match.group("weekday")
        if name not in WEEKDAY_BY_NAME:
            return []
        direction = CUES[words(phrase.cue.match.group())] if phrase.cue is not None else None
        if not direction and context.HABIT.search(self.low, max(0, phrase.start - 24), phrase.start):
            return []
        weekday = WEEKDAYS[name]
        flags = ["relative"]
        if name == "minggu" and direction and phrase.cue is not None and phrase.cue.start - item.end <= 2:
            # "minggu lalu" is the week, "Minggu lalu" the Sunday
            return []
        if direction is None:
            if not self._stands_as_day(phrase):
                return []
            if context.lean(self.low, phrase.start) > 0:
                day = weekday_after(today, weekday, same=False)
            else:
                day = weekday_before(today, weekday, same=True)
        elif direction == 0:
            day = min((weekday_before(today, weekday, same=True), weekday_after(today, weekday, same=True)),
                      key=lambda d: abs((d - today).days))  # fmt: skip
        elif direction < 0:
            day = weekday_before(today, weekday, same=False)
        else:
            day = weekday_after(today, weekday, same=False)
        clock, clock_end = self._clocks(phrase)
        return [self._at(phrase.start, phrase.end, day, clock, clock_end, flags, relative=True)]

    # -- witnesses ----------------------------------------------------------------------------

    def _stands_as_day(self, phrase: Phrase) -> bool:
        """Whether a weekday without a date is a day of the story: `..., Selasa.`, `pada Rabu (sore)`."""
        before = self.low[max(0, phrase.start - 24) : phrase.start].rstrip()
        after = self.low[phrase.end : phrase.end + 4].lstrip(" ")
        closed = not after or after[0] in ",.;)-|\n"
        if not before:
            return not after or (phrase.clock is not None and closed)
        if before[-1] in ",(":
            return closed
        return closed and before.endswith(("pada", "hari", "sejak", "hingga", "sampai"))

    def _witnessed(self, phrase: Phrase, printed: Printed) -> bool:
        """Whether something beside a doubtful form says that it is a date."""
        day = phrase.day
        assert day is not None
        if not printed.days:
            before = context.word_before(self.low, phrase.start)
            return phrase.cue is not None or before in ("bulan", "awal", "akhir", "pertengahan", "medio")
        if phrase.weekdays or phrase.deictic is not None or day.labelled:
            return (
                day.kind != "dm" or day.match.group("dsep") != "." or self._in_parentheses(day.start, day.end)
            )
        low = self.low
        if low[max(0, day.start - 10) : day.start].rstrip(" .:").endswith(("tanggal", "tgl")):
            return True
        if day.kind == "named":
            return (
                printed.joined != ""
                or phrase.cue is not None
                or phrase.clock is not None
                or self._alone(phrase)
            )
        if day.kind in ("bent", "dm", "span") and self._in_parentheses(day.start, day.end):
            if printed.year is not None or self.today is None:
                return printed.year is not None
            found = infer_year(printed.month, printed.days[0], self.today, [], 0, 0)
            return found is not None and -NEAR_PAST <= (found[0] - self.today).days <= NEAR_FUTURE
        if day.kind == "dm":
            return phrase.cue is not None and day.match.group("dsep") == "/"
        if day.kind == "dmy":
            return self._alone(phrase) or phrase.clock is not None or self._in_parentheses(day.start, day.end)
        return self._alone(phrase)

    def _in_parentheses(self, start: int, end: int) -> bool:
        return self.low[max(0, start - 3) : start].rstrip().endswith(("(", "[")) and self.low[
            end : end + 3
        ].lstrip().startswith((")", "]", ",", "|"))

    def _alone(self, phrase: Phrase) -> bool:
        """Whether the phrase is all there is on its line."""
        low, start, end = self.low, phrase.start, phrase.end
        return (
            len(low) < 1000
            and not any(c.isalnum() for c in low[low.rfind("\n", 0, start) + 1 : start])
            and not any(c.isalnum() for c in low[end:].partition("\n")[0])
        )

    def _is_name_or_number(self, phrase: Phrase) -> bool:
        low, start = self.low, phrase.start
        if low[start] in "0123456789":
            if not phrase.link and start > 1 and low[start - 1] in "./,:-" and low[start - 2] in "0123456789":
                return True
            word = context.word_before(low, start)
            if word in context.NAMED_AFTER_A_DAY:
                return True
            return word in context.NUMBERED and phrase.day is not None and phrase.day.kind != "named"
        day = phrase.day
        if day is not None and day.kind == "yearword":
            word = context.word_before(low, start)
            return any(c in "0123456789" for c in word) or word in context.NUMBERED
        return False

    # -- parts --------------------------------------------------------------------------------

    def _direction(self, phrase: Phrase) -> int:
        cue = phrase.cue
        if cue is None:
            return 0
        said = words(cue.match.group())
        if cue.kind == "deictic":
            amount = DEICTICS[said][1]
            return (amount > 0) - (amount < 0)
        return CUES[said]

    def _far(self, printed: Printed) -> bool:
        """Whether two years are about equally near, so that the sentence's lean is worth reading."""
        assert self.today is not None
        months = (printed.month - self.today.month) % 12
        return 4 <= months <= 8

    @staticmethod
    def _agree(days: list[date], weekdays: list[int], joined: str) -> bool:
        if len(days) == 1:
            return all(days[0].weekday() == w for w in weekdays)
        if len(weekdays) == 1:
            return weekdays[0] in (days[0].weekday(), days[-1].weekday())
        return days[0].weekday() == weekdays[0] and days[-1].weekday() == weekdays[-1]

    def _deictic_flags(self, item: Item, day: date) -> list[str]:
        unit, amount = DEICTICS[words(item.match.group())]
        if unit != "day" or self.today is None:
            return []
        if day != self.today + timedelta(amount):
            return ["deictic_mismatch"]
        return []

    def _clocks(self, phrase: Phrase) -> tuple[Clock | None, Clock | None]:
        item = phrase.clock
        if item is None or not self._is_clock(item):
            return None, None
        part = words(phrase.daypart.match.group()) if phrase.daypart is not None else None
        clock = read_clock(item.match, part)
        end = None
        if clock is not None and phrase.clock_end is not None:
            end = read_clock(phrase.clock_end.match, part)
            if end is not None and end.offset is not None and clock.offset is None:
                clock = Clock(clock.hour, clock.minute, clock.second, end.offset, end.source)
        return clock, end

    def _is_clock(self, item: Item) -> bool:
        """`14.30` with a full stop may be a quantity: not where a unit follows."""
        point, oclock, label = item.match.group("point", "oclock", "label")
        if point != "." or oclock or label:
            return True
        return context.UNITS_AFTER.match(self.low, item.end) is None

    def _at(
        self, start: int, end: int, day: date, clock: Clock | None, clock_end: Clock | None, flags: list[str],
        *, relative: bool = False,
    ) -> Reading:  # fmt: skip
        if clock is None:
            return Reading(start, end, day.isoformat(), "", "day", None, flags, day, relative)
        first = self._moment(day, clock)
        last = ""
        if clock_end is not None:
            if (clock_end.hour, clock_end.minute) < (clock.hour, clock.minute):
                last = self._moment(day + timedelta(1), clock_end)
            else:
                last = self._moment(day, clock_end)
        precision = "minute" if clock.second is None else "second"
        return Reading(start, end, first, last, precision, clock.source, flags, day, relative)

    def _moment(self, day: date, clock: Clock) -> str:
        if clock.offset is not None and not clock.offset:
            universal = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)
            shift = self.zone.utcoffset(universal) or timedelta(0)
            return (universal + shift).isoformat() + suffix(shift)
        offset = clock.offset
        if offset is None:
            offset = self.zone.utcoffset(
                datetime(day.year, day.month, day.day, clock.hour, clock.minute)
            ) or timedelta(0)
        return (
            f"{day.isoformat()}T{clock.hour:02d}:{clock.minute:02d}:{clock.second or 0:02d}{suffix(offset)}"
        )


def _number(text: str) -> int:
    return int(text) if text[0] in "0123456789" else NUMERALS[words(text)]
