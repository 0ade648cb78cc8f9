"""Page type: whether a page is an article, and what it is if not."""

from __future__ import annotations

from crawler.extraction.page_type.classify import PREFIX, REASONS, PageType, classify_page

judge = classify_page
"""The public name: `from crawler.extraction import judge`."""

__all__ = ["PREFIX", "REASONS", "PageType", "classify_page", "judge"]
