"""Extraction: a page's tree in, a clean article out. Pure: no Scrapy, no I/O."""

from __future__ import annotations

from crawler.extraction.article import (
    extract_article,
    extract_text,
    finish,
    locate_article,
    normalise_dates,
    strip_boilerplate,
)
from crawler.extraction.draft import Draft
from crawler.extraction.verdict import Verdict, judge

__all__ = [
    "Draft",
    "Verdict",
    "extract_article",
    "extract_text",
    "finish",
    "judge",
    "locate_article",
    "normalise_dates",
    "strip_boilerplate",
]
