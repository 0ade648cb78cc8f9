"""Orders candidates by age, for runs with a limit: the newest first, whatever the order of their source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.page.url_patterns import routed

DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?=[/-]|$)")
"""A date in the path: `/2024/05/17/slug`, `/artikel/2024/5/1/slug`."""
NUMBER = re.compile(r"(?:/|[?&](?:id|p|nid|sid|no)=)(?P<number>\d{1,9})(?=$|[-_:/?&.])")
"""A number that identifies the article: `/berita/12-slug`, `?p=12`."""


def newest_first(decisions: Iterable[FetchDecision]) -> list[FetchDecision]:
    """Return the decisions, the newest article first.

    The day is that of the source or of the URL. Numbers in URLs decide if all have one, since they count up;
    otherwise the order of the source stays.
    """
    items = list(decisions)
    numbers = [_number(one.candidate.url) for one in items]
    counted = all(number is not None for number in numbers)
    keys = {
        id(one): (_day(one), number if counted and number is not None else 0)
        for one, number in zip(items, numbers, strict=True)
    }
    return sorted(items, key=lambda one: keys[id(one)], reverse=True)


def _day(decision: FetchDecision) -> str:
    candidate = decision.candidate
    if (known := candidate.published or candidate.lastmod) is not None:
        return known[:10]
    match = DAY.search(urlsplit(candidate.url).path)
    if match is None:
        return ""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"] or 1)).isoformat()
    except ValueError:
        return ""


def _number(url: str) -> int | None:
    found = NUMBER.search(DAY.sub("", routed(url)))
    return int(found["number"]) if found is not None else None
