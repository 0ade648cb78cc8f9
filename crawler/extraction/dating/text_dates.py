"""The day of an article that only its own text gives."""

from __future__ import annotations

import re
from datetime import tzinfo

from crawler.dates import find_dates
from crawler.items import Dateline

_HEADS = 3
"""Paragraphs that may begin with the day: standfirst and subheading stand above the text."""
_HEAD_OF_TEXT = 60
_BEFORE_DATE = re.compile(r"(?:[^\W\d_a-zà-ÿ][\w.]*[ ,]*){0,3}\(?")
_AFTER_DATE = re.compile(r"\s?[)\]]?\s?(?:[.:–—|-]|$|(?=[“\"„«]))")
"""`Malang, (12.03.2024). Warga ...`: what stands around a date that dates the text."""
_TODAY = re.compile(r"hari ini", re.I)


def dated_by_text(dateline: Dateline | None, paragraphs: list[str], zone: tzinfo) -> tuple[str, str] | None:
    """A day given in the article's own text, with its source.

    In the dateline, at the very head of the text, or as `hari ini, Kamis (17/11/2022)`.
    """
    if dateline is not None:
        for mention in find_dates(dateline.text, timezone=zone):
            if mention.precision == "day" and len(mention.iso) == 10:
                return mention.iso, "dateline"
    for text in paragraphs[:_HEADS]:
        for mention in find_dates(text[:_HEAD_OF_TEXT], timezone=zone)[:1]:
            alone = _BEFORE_DATE.fullmatch(text[: mention.start]) and _AFTER_DATE.match(text[mention.end :])
            if alone and mention.precision == "day" and len(mention.iso) == 10:
                return mention.iso, "text"
    for text in paragraphs[:12]:
        for match in _TODAY.finditer(text):
            for mention in find_dates(text[match.start() : match.start() + 60], timezone=zone):
                if mention.precision == "day" and len(mention.iso) == 10 and mention.start <= 14:
                    return mention.iso, "text"
    return None
