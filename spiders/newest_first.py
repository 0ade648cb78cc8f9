"""Orders candidates newest first, for runs with a limit, independent of the order of their source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.listing.entry_dates import DAY
from crawler.discovery.listing.entry_order import URL_DAY, article_number, comparable

MOST = 0.8
"""Share of the URLs that must have a number, ..."""
MIN_DATED = 3
"""... and number of those with a day that show what the numbers mean."""
MAX_SWAPS = 0.1
"""Share of neighbours by number whose days may be in the other order while numbers still give the order."""


def newest_first(decisions: Iterable[FetchDecision]) -> list[FetchDecision]:
    """Return the decisions, the newest article first.

    The day is that of the source, of the listing's entry or of the URL. If nearly all URLs have a number, and
    the days that are known rise with it, the numbers decide wherever days are missing or equal. Otherwise the
    order is that of the days, of the times if nearly all are known, and of the source within a day.
    """
    items = list(decisions)
    times = [_time(one) for one in items]
    numbers = [article_number(one.candidate.url) for one in items]
    counted = sum(number is not None for number in numbers)
    dated = [
        (number, time[:DAY])
        for number, time in zip(numbers, times, strict=True)
        if number is not None and time
    ]
    rising = (
        counted == len(items) or (counted >= MOST * len(items) and len(dated) >= MIN_DATED)
    ) and _rise_together(dated)
    all_dated = all(times)
    to_the_minute = sum(len(time) > DAY for time in times) >= MOST * len(items)
    keys = {
        id(one): (
            "" if rising and not all_dated else time if to_the_minute else time[:DAY],
            -1 if number is None or not rising else number,
        )
        for one, time, number in zip(items, times, numbers, strict=True)
    }
    return sorted(items, key=lambda one: keys[id(one)], reverse=True)


def _rise_together(dated: list[tuple[int, str]]) -> bool:
    """Whether the days rise with the numbers; trivially so if none is known."""
    swaps = sum(before[1] > after[1] for before, after in pairwise(sorted(dated)))
    return swaps <= MAX_SWAPS * len(dated)


def _time(decision: FetchDecision) -> str:
    """The time of the candidate, perhaps only its day; empty if nothing shows it."""
    candidate = decision.candidate
    known = candidate.published or candidate.lastmod or candidate.about or candidate.listed
    if known is not None:
        return comparable(known)
    match = URL_DAY.search(urlsplit(candidate.url).path)
    if match is None:
        return ""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"] or 1)).isoformat()
    except ValueError:
        return ""
