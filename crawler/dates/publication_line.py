"""Read a line that is a date: the stamp that a page prints above an article."""

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
    """The date that a line such as `Diterbitkan: Rabu, 16 November 2022 14:05 WIB` gives; None if none.

    Arguments as in `find_dates`. Of several dates in the line the first of the finest precision is taken,
    a day printed as a number before a word such as `kemarin`. A line that the grammar declines is
    read in other languages (flag `foreign`), then by dateparser, behind a check (`crawler.dates.fallback`,
    flag `dateparser`). A misspelt month is read with the flag `malformed`.
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
