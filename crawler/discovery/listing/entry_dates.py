"""Days that a listing prints beside its entries.

form | seen on
-----|--------
`<time datetime="2026-11-22T09:00:00+07:00">22 November 2026</time>` | Joomla, WordPress themes
`<span class="date">Jum`at, 30 Mei 2025</span>` | AuraCMS
`<small><i></i> Senin, 03 Feb 2025, 10:30:00 WIB, 5 View</small>` | Lokomedia
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

LONGEST = 60
"""Characters of a line that is a date, with weekday, time, label and counter."""
MAX_LINES = 60
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
FINE = frozenset({"day", "minute", "second"})
DAY = len("2026-11-22")


def day_of_entry(box: HtmlElement) -> str | None:
    """Return the day (`YYYY-MM-DD`) that an entry prints, or None if it prints none or several.

    `<time>` elements decide if there are any, the earliest of publication and modification: other lines may
    be of the text.
    """
    stamps = {match[0] for node in box.iter("time") if (match := ISO_DAY.match(node.get("datetime") or ""))}
    if stamps:
        return min(stamps)
    days = _printed_days(box)
    return days.pop() if len(days) == 1 else None


def _printed_days(box: HtmlElement) -> set[str]:
    from crawler.dates import find_dates  # the grammar loads with the first date

    days: set[str] = set()
    lines = 0
    for node in box.iter():
        if not isinstance(node.tag, str) or node.tag in {"script", "style"}:
            continue
        for text in (node.text, *(child.tail for child in node)):
            if text and YEAR.search(text) and len(line := " ".join(text.split())) <= LONGEST:
                lines += 1
                if lines > MAX_LINES:
                    return set()
                days |= {one.iso[:DAY] for one in find_dates(line) if one.precision in FINE}
    return days
