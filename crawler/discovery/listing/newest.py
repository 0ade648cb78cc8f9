"""The day of the newest article that a front page lists."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from lxml.html import HtmlElement

from crawler.discovery.listing.page import read_listing
from crawler.urls.canonical import canonicalize
from crawler.urls.parsing import UrlError, join

MAX_ARTICLES = 60
MAX_BOX = 1500
"""Characters of an article's box in a listing; a larger element holds several."""
MAX_LINE = 60
DAYS = frozenset({"day", "hour", "minute", "second"})
_URL_DAY = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")


def newest_day(tree: HtmlElement, url: str, now: datetime) -> date | None:
    """The newest day, not after `now`, in the box of a listed article or in its URL; None if none is dated.

    A clock in the page's head and the dates of events in a box beside the articles do not count.
    """
    listed = {link.url for link in read_listing(tree, url).links[:MAX_ARTICLES]}
    latest = now.date() + timedelta(days=1)
    days = [day for one in listed if (day := _url_day(one)) is not None]
    for anchor in _anchors_of(tree, url, listed):
        days += _days(_box(anchor, url, listed), now)
    return max((day for day in days if day <= latest), default=None)


def _anchors_of(tree: HtmlElement, url: str, listed: set[str]) -> list[HtmlElement]:
    """The first anchor to each listed article."""
    first: dict[str, HtmlElement] = {}
    for anchor in tree.iter("a"):
        target = _target(anchor, url)
        if target in listed:
            first.setdefault(target, anchor)
    return list(first.values())


def _target(anchor: HtmlElement, url: str) -> str:
    target = join(url, anchor.get("href") or "")
    try:
        return canonicalize(target) if target else ""
    except UrlError:
        return ""


def _box(anchor: HtmlElement, url: str, listed: set[str]) -> HtmlElement:
    """The largest element around an article's anchor that links to no other listed article."""
    box, own = anchor, _target(anchor, url)
    for parent in anchor.iterancestors():
        others = {_target(one, url) for one in parent.iter("a")} & listed - {own}
        if others or len("".join(parent.itertext())) > MAX_BOX:
            break
        box = parent
    return box


def _days(box: HtmlElement, now: datetime) -> list[date]:
    """The first day that the box prints, in a line of its own (which may be all digits) or within one."""
    from crawler.dates import find_dates, parse_date  # the grammar loads with the first date

    lines = [time.get("datetime") or "" for time in box.iter("time")]
    lines += [" ".join(text.split())[:MAX_BOX] for text in box.itertext()]
    for line in filter(None, lines):
        whole = parse_date(line, reference=now) if len(line) <= MAX_LINE else None
        for mention in (whole,) if whole else find_dates(line, reference=now):
            if mention.precision in DAYS:
                return [date.fromisoformat(mention.iso[:10])]
    return []


def _url_day(url: str) -> date | None:
    match = _URL_DAY.search(url)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
