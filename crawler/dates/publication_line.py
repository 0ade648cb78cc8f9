"""Parse a line that consists of a date: the publication line of a page."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final

from crawler.dates.fallback import read_line
from crawler.dates.mention import DateMention
from crawler.dates.text_search import scan, translated
from crawler.dates.zones import as_zone

LONGEST: Final = 300
"""A stamp with its label and counters is shorter than this; longer text is no line."""
_RANK: Final = {"second": 0, "minute": 0, "day": 1, "month": 2, "year": 3}


def parse_date(
    text: str, *, reference: datetime | None = None, timezone: str | tzinfo = "Asia/Jakarta"
) -> DateMention | None:
    """Parse a line such as `Diterbitkan: Rabu, 16 November 2022 14:05 WIB`; None if it holds no date.

    Arguments as in `find_dates`. Of several dates, returns the first of the finest precision; a date in
    digits wins over a word such as `kemarin`. A line that the grammar declines is parsed in other
    languages (flag `foreign`), then by dateparser with a check (`crawler.dates.fallback`, flag
    `dateparser`). A misspelt month sets the flag `malformed`.
    """
    if len(text) > LONGEST:
        return None
    zone = as_zone(timezone)
    mentions, refused = scan(text, reference, zone)
    if not mentions:
        return None if refused else translated(text, zone) or read_line(text, zone)
    if len(mentions) == 1:
        return mentions[0]
    return min(mentions, key=lambda mention: (_RANK[mention.precision], "relative" in mention.flags))
