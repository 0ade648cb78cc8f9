"""Days and times that a listing prints beside its entries.

form | seen on
-----|--------
`<time datetime="2026-11-22T09:00:00+07:00">22 November 2026</time>` | Joomla, WordPress themes
`<span class="date">Jum`at, 30 Mei 2025</span>` | AuraCMS
`<small><i></i> Senin, 03 Feb 2025, 10:30:00 WIB, 5 View</small>` | Lokomedia
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.discovery.listing.date_order import DateOrder

LONGEST = 60
"""Characters of a line that is a date, with weekday, time, label and counter."""
MAX_LINES = 60
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ISO_TIME = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
FINE = frozenset({"day", "minute", "second"})
DAY = len("2026-11-22")


def time_of_entry(box: HtmlElement, order: DateOrder) -> str | None:
    """Return the time that an entry prints, or None if it prints none or those of several days.

    It is ISO 8601, without a time of day if the entry prints only its day. `<time>` elements decide if there
    are any, the earliest of publication and modification: other lines may be of the text. Numeric dates are
    read with the day first, and noted in `order`.
    """
    stamps = {match[0] for node in box.iter("time") if (match := ISO_TIME.match(node.get("datetime") or ""))}
    return min(stamps) if stamps else one_time(_printed_times(box, order))


def one_time(times: set[str]) -> str | None:
    """Return the only one of the times, the only day if their times of day differ, or None."""
    if len(times) == 1:
        return next(iter(times))
    days = {time[:DAY] for time in times}
    finer = {time for time in times if len(time) > DAY}
    return (finer if len(finer) == 1 else days).pop() if len(days) == 1 else None


def _printed_times(box: HtmlElement, order: DateOrder) -> set[str]:
    from crawler.dates import find_dates  # the grammar loads with the first date

    times: set[str] = set()
    lines = 0
    for node in box.iter():
        if not isinstance(node.tag, str) or node.tag in {"script", "style"}:
            continue
        for text in (node.text, *(child.tail for child in node)):
            if text and YEAR.search(text) and len(line := " ".join(text.split())) <= LONGEST:
                lines += 1
                if lines > MAX_LINES:
                    return set()
                found = [one for one in find_dates(line) if one.precision in FINE]
                times |= {one.iso for one in found}
                for one in found:
                    order.note(one)
    return times
