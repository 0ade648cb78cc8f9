"""The one order of articles: a number per article that is unique and grows with the time of publication.

Every list, search, page of an API and file is ordered by it, so that reading on from a position neither skips
nor repeats an article.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crawler.dates.zones import WIB

SHIFT = 31
"""Bits below the minute. They hold the article's first `seq`, which no other article has."""

LATEST_MINUTE = (1 << 32) - 1

ZONES = timedelta(hours=15)
"""More than any time zone differs from UTC."""


def minute(published: str | None) -> int:
    """Minutes since 1970 UTC; 0 for None, times before 1970 and text that is no ISO 8601 date or time."""
    try:
        moment = datetime.fromisoformat(published or "")
        aware = moment if moment.tzinfo else moment.replace(tzinfo=WIB)  # most portals
        return min(max(int(aware.timestamp() // 60), 0), LATEST_MINUTE)
    except (ValueError, OverflowError):
        return 0


def position(published: str | None, first_seq: int) -> int:
    """The position of an article that the ledger first stored as `first_seq`."""
    return minute(published) << SHIFT | first_seq & ((1 << SHIFT) - 1)


def first_seq_of(place: int) -> int:
    """The part of a position that stays the same when the article's time changes."""
    return place & ((1 << SHIFT) - 1)


def bounds(first: date, last: date) -> tuple[int, int]:
    """Positions between which all articles of these local days lie, whatever their time zone."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    low = int(start.timestamp() - ZONES.total_seconds()) // 60
    high = int(end.timestamp() + ZONES.total_seconds()) // 60 + 24 * 60
    return max(low, 0) << SHIFT, min(max(high, 0), LATEST_MINUTE) << SHIFT
