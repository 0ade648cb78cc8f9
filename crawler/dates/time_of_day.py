"""Printed times: hour and minute of the day, and the printed offset."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, NamedTuple

from crawler.dates.calendar_words import DAYPARTS, HOURS, ZONE_LABELS

_AFTERNOON: Final[dict[str, tuple[int, int]]] = {"noon": (1, 5), "evening": (1, 7), "late": (5, 11)}
"""Hours on a twelve-hour clock that these parts of the day move to the afternoon."""


class Clock(NamedTuple):
    """A time of day; `second` is None if not printed, `offset` is None if no zone is printed."""

    hour: int
    minute: int
    second: int | None
    offset: timedelta | None
    source: str


def _offset(printed: str) -> timedelta:
    """Parse `utc+7`, `gmt`, `z`, `+0700` or `+07:00` to an offset."""
    digits = "".join(c for c in printed if c in "0123456789")
    if not digits:
        return timedelta(0)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    amount = timedelta(hours=hours, minutes=minutes)
    return -amount if "-" in printed else amount


def read_clock(match: re.Match[str], daypart: str | None) -> Clock | None:
    """The time in a match of the clock pattern; None if the hour does not exist (`24.00`).

    `daypart` is a part of the day printed elsewhere in the phrase; it moves `7.30` to the evening only
    if it names the evening.
    """
    hour_text, minute_text, second_text, bare, half, part, label, offset_text, spoken = match.group(
        "hour", "minute", "second", "bare", "half", "part", "label", "offset", "spoken"
    )
    if spoken:
        hour, minute = HOURS[" ".join(spoken.split())], 0
        if match.group("less"):
            hour, minute = (hour - 2) % 12 + 1, 30
    else:
        hour, minute = int(hour_text or bare), int(minute_text or 0)
    second = int(second_text) if second_text else None
    if half and (hour > 12 or hour == 0):
        # PHP's `H:i A` prints `22:15 PM` and `00:15 AM`
        if (hour == 0) == (half == "p"):
            return None
    elif half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif part or daypart:
        first, last = _AFTERNOON.get(DAYPARTS[" ".join((part or daypart or "").split())], (1, 0))
        if first <= hour <= last:
            hour += 12
        elif part == "malam" and hour == 12:
            return None
    if hour > 23:
        return None
    if label:
        return Clock(hour, minute, second, timedelta(minutes=ZONE_LABELS[" ".join(label.split())]), "label")
    if offset_text:
        offset = _offset(offset_text)
        return Clock(hour, minute, second, offset, "offset") if abs(offset) <= timedelta(hours=14) else None
    return Clock(hour, minute, second, None, "default")
