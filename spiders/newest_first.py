"""Orders candidates newest first, for runs with a limit, independent of the order of their source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.messages import Candidate
from crawler.discovery.page.url_patterns import routed

DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?=[/-]|$)")
"""A date in the path: `/2024/05/17/slug`, `/artikel/2024/5/1/slug`."""
NUMBER = re.compile(r"(?:/|[?&](?:id|p|nid|sid|no)=)(?P<number>\d{1,9})(?=$|[-_:/?&.])")
"""A number that identifies the article: `/berita/12-slug`, `?p=12`."""


MOST = 0.8
"""Share of the URLs that must have a number, ..."""
MIN_DATED = 3
"""... and number of those with a day that show what the numbers mean."""
MAX_SWAPS = 0.1
"""Share of neighbours by number whose days may be in the other order while numbers still give the order."""


def newest_first(decisions: Iterable[FetchDecision]) -> list[FetchDecision]:
    """Return the decisions, the newest article first.

    The day is that of the source, of the listing's entry or of the URL. If nearly all URLs have a number, and
    the days that are known rise with it, the numbers decide, since not every entry has a day. Otherwise the
    order is that of the days, and of the source within a day.
    """
    items = list(decisions)
    days = [_day(one) for one in items]
    numbers = [_number(one.candidate.url) for one in items]
    counted = sum(number is not None for number in numbers)
    dated = [(number, day) for number, day in zip(numbers, days, strict=True) if number is not None and day]
    keys: dict[int, tuple[str, int]]
    if counted == len(items) or (counted >= MOST * len(items) and len(dated) >= MIN_DATED):
        decide = _rise_together(dated)
        keys = {
            id(one): ("" if decide else day, -1 if number is None else number)
            for one, day, number in zip(items, days, numbers, strict=True)
        }
    else:
        keys = {id(one): (day, 0) for one, day in zip(items, days, strict=True)}
    return sorted(items, key=lambda one: keys[id(one)], reverse=True)


def _rise_together(dated: list[tuple[int, str]]) -> bool:
    """Whether the days rise with the numbers; trivially so if none is known."""
    swaps = sum(before[1] > after[1] for before, after in pairwise(sorted(dated)))
    return swaps <= MAX_SWAPS * len(dated)


def _day(decision: FetchDecision) -> str:
    candidate = decision.candidate
    if (known := _known_day(candidate)) is not None:
        return known[:10]
    match = DAY.search(urlsplit(candidate.url).path)
    if match is None:
        return ""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"] or 1)).isoformat()
    except ValueError:
        return ""


def _known_day(candidate: Candidate) -> str | None:
    return candidate.published or candidate.lastmod or candidate.listed or candidate.about


def _number(url: str) -> int | None:
    parts = urlsplit(routed(url))
    found = NUMBER.search(DAY.sub("", parts.path) + (f"?{parts.query}" if parts.query else ""))
    return int(found["number"]) if found is not None else None
