"""The order of a listing's entries, by the times that they print or by the numbers in their URLs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from itertools import combinations
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from crawler.discovery.listing.entry_dates import DAY
from crawler.discovery.listing.page import Link
from crawler.discovery.page.url_patterns import routed

MIN_DATED = 3
"""Entries with a time that show the order of a list, ..."""
ORDERED = 0.7
"""... and the share of their pairs that must be in that order."""
MOST_COMPARED = 60
MAX_PINNED = 2
"""Entries before the others that may have another place in time."""
URL_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?=[/-]|$)")
"""A date in the path: `/2024/05/17/slug`, `/artikel/2024/5/1/slug`."""
NUMBER = re.compile(r"(?:/|[?&](?:id|p|nid|sid|no)=)(?P<number>\d{1,9})(?=$|[-_:/?&.])")
"""A number that identifies the article: `/berita/12-slug`, `?p=12`."""
WESTERN = timezone(timedelta(hours=7))
"""One zone for comparisons of times that name theirs."""

Order = Literal["newest first", "oldest first"]
Value = TypeVar("Value", str, int)


def article_number(url: str) -> int | None:
    """Return the number in an article's URL; None if it has none besides a date."""
    parts = urlsplit(routed(url))
    found = NUMBER.search(URL_DAY.sub("", parts.path) + (f"?{parts.query}" if parts.query else ""))
    return int(found["number"]) if found is not None else None


def comparable(time: str) -> str:
    """Return an ISO 8601 time in a form that sorts: in one zone, to the minute; a day stays a day."""
    if len(time) <= DAY:
        return time
    try:
        parsed = datetime.fromisoformat(time)
    except ValueError:
        return time[:DAY]
    return (parsed.astimezone(WESTERN) if parsed.tzinfo else parsed).isoformat()[: len("2026-11-22T09:00")]


def order_of(values: Sequence[Value]) -> Order | None:
    """Return the order of the values on a page; None if they have none, or are too few.

    All pairs count: two columns that are read one after the other leave most of them in order. The first
    entries may be pinned.
    """
    for pinned in range(MAX_PINNED + 1):
        following = values[pinned : pinned + MOST_COMPARED]
        if len(following) < MIN_DATED:
            return None
        pairs = list(combinations(following, 2))
        if sum(before >= after for before, after in pairs) >= ORDERED * len(pairs):
            return "newest first"
        if sum(before <= after for before, after in pairs) >= ORDERED * len(pairs):
            return "oldest first"
    return None


def oldest_of(values: Sequence[Value], order: Order) -> Value:
    """Return the oldest value at the end of the page where it must be: others may be pinned."""
    half = (len(values) + 1) // 2
    return min(values[-half:] if order == "newest first" else values[:half])


def times_of(links: Sequence[Link]) -> tuple[list[str | None], Order | None]:
    """Return the times of the links on a page, and their order.

    In an ordered list, an entry without a time has that of its older neighbour. Links in other places are
    those of boxes.
    """
    times = [comparable(link.time) if link.time is not None else None for link in links]
    known = [time for time in times if time is not None]
    counts = Counter(place for link in links if link.time is not None for place in link.places)
    places = {place for place, count in counts.items() if 2 * count >= len(known)}
    order = order_of(known)
    if order is None:
        return times, None
    older = None
    backwards = range(len(times) - 1, -1, -1)
    for at in backwards if order == "newest first" else reversed(backwards):
        if times[at] is not None:
            older = times[at]
        elif not places.isdisjoint(links[at].places):
            times[at] = older or (known[-1] if order == "newest first" else known[0])
    return times, order
