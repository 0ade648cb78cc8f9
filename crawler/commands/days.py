"""Days on the command line: `2026-11-30`, `today`, `yesterday`, or `7d` for seven days ago."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, date, datetime, time, timedelta

from crawler.dates.zones import WIB

_BACK = {"today": 0, "hari ini": 0, "yesterday": 1, "kemarin": 1}
_AGO = re.compile(r"(\d{1,4})d")


def read_day(text: str) -> date:
    """The day in western Indonesia. Raises argparse.ArgumentTypeError: argparse ends with status 2."""
    word = text.strip().lower()
    today = datetime.now(UTC).astimezone(WIB).date()
    if word in _BACK:
        return today - timedelta(days=_BACK[word])
    if ago := _AGO.fullmatch(word):
        return today - timedelta(days=int(ago[1]))
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it like 2024-01-31, today, yesterday or 7d"
        ) from error


def start_of(day: date) -> int:
    """Start of the day in western Indonesia, in seconds since 1970 UTC."""
    return int(datetime.combine(day, time(), WIB).timestamp())
