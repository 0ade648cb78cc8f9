"""Parse a line that consists of a date: the publication line of a page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from crawler.dates.fallback import read_line
from crawler.dates.mention import DateMention
from crawler.dates.text_search import scan, translated
from crawler.dates.zones import as_zone

LONGEST: Final = 300
"""A stamp with its label and counters is shorter than this; longer text is no line."""
_RANK: Final = {"second": 0, "minute": 0, "day": 1, "month": 2, "year": 3}


_ODD: Final = re.compile(
    r"(?<![0-9])(?P<a>[0-9]{1,2}|(?:19|20)[0-9]{2})(?P<sep>\s?[·•∙_~]\s?)(?P<b>[0-9]{1,2}|[^\W\d_]{3,9})(?P=sep)"
    r"(?P<c>(?:19|20)[0-9]{2}|[0-9]{1,2})(?![0-9])"
)
"""`22·08·2023`, `22_Agustus_2023`, `2023 • 08 • 22`."""


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
        if refused:
            return None
        return _oddly_separated(text, zone) or translated(text, zone) or read_line(text, zone)
    if len(mentions) == 1:
        return mentions[0]
    return min(mentions, key=lambda mention: (_RANK[mention.precision], "relative" in mention.flags))


def _oddly_separated(text: str, zone: tzinfo) -> DateMention | None:
    """The date of a line that separates its parts by a dot in mid-line, a tilde or an underscore."""
    odd = _ODD.search(text)
    # A year stands at one end: `12_3_4` is no date.
    if odd is None or (len(odd["a"]) == 4) == (len(odd["c"]) == 4):
        return None
    plain = ("-" if odd["b"].isdecimal() else " ").center(len(odd["sep"]))
    core = f"{odd['a']}{plain}{odd['b']}{plain}{odd['c']}"
    mentions, _ = scan(f"{text[: odd.start()]}{core}{text[odd.end() :]}", None, zone)
    if not mentions:
        return None
    return replace(mentions[0], text=text[mentions[0].start : mentions[0].end])
