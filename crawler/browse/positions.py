"""The sort key of articles: a unique number that grows with the time of publication.

All lists, searches, API pages and files use it, so continuing from a position neither skips nor repeats an
article.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crawler.dates.zones import WIB

SHIFT = 31
"""Bits below the minute; they contain the article's first `seq`, which is unique."""

LATEST_MINUTE = (1 << 32) - 1

ZONES = timedelta(hours=15)
"""Upper bound for UTC offsets."""


def minute(published: str | None) -> int:
    """Minutes since 1970 UTC; 0 for None, times before 1970 and text that is not an ISO 8601 date or time."""
    try:
        moment = datetime.fromisoformat(published or "")
        aware = moment if moment.tzinfo else moment.replace(tzinfo=WIB)  # most portals
        return min(max(int(aware.timestamp() // 60), 0), LATEST_MINUTE)
    except (ValueError, OverflowError):
        return 0


def position(published: str | None, first_seq: int) -> int:
    """The position of an article whose first revision has the seq `first_seq`."""
    return minute(published) << SHIFT | first_seq & ((1 << SHIFT) - 1)


def first_seq_of(place: int) -> int:
    """The part of a position that does not change with the article's time."""
    return place & ((1 << SHIFT) - 1)


def bounds(first: date, last: date) -> tuple[int, int]:
    """Range of positions that includes all articles of these local days in any time zone."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    low = int(start.timestamp() - ZONES.total_seconds()) // 60
    high = int(end.timestamp() + ZONES.total_seconds()) // 60 + 24 * 60
    return max(low, 0) << SHIFT, min(max(high, 0), LATEST_MINUTE) << SHIFT
