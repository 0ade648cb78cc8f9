"""Extraction: from a page's tree to a clean article. Pure: no Scrapy, no I/O.

The names below are imported on first use, since they load nearly all of the package, its grammars and word
lists. The first requests of a crawl, and a crawl that finds nothing new, do not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.extraction.dating.resolution import normalise_dates
    from crawler.extraction.draft import Draft
    from crawler.extraction.extractor import (
        extract_article,
        extract_text,
        finish,
        locate_article,
        strip_boilerplate,
    )
    from crawler.extraction.page_type import PageType, judge

__all__ = [
    "Draft",
    "PageType",
    "extract_article",
    "extract_text",
    "finish",
    "judge",
    "locate_article",
    "normalise_dates",
    "strip_boilerplate",
]

_ELSEWHERE = {
    "Draft": "draft",
    "PageType": "page_type",
    "judge": "page_type",
    "normalise_dates": "dating.resolution",
}
"""The modules of the names that are not of `extractor`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'extractor')}"), name)
    globals()[name] = value
    return value
