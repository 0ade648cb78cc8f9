"""What points at the article from outside its text: the place of its title and the page's description."""

from __future__ import annotations

from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.dom.class_patterns import NEVER
from crawler.extraction.dom.text import clean

_TEXTS = etree.XPath("body//text()[contains(., $start)]")
_START = 12
"""Characters of a title by which the tree's own engine finds where it stands."""
_SHORTEST = 40


def find_title(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element of `tree` that prints `title` and nothing else, where no heading is known to."""
    if not title or not title.isprintable():
        return None
    for text in cast("list[etree._ElementUnicodeResult]", _TEXTS(tree, start=title[:_START])):
        element = cast("HtmlElement", text.getparent())
        if not text.is_tail and element.tag not in NEVER and clean(text) == title:
            return element
    return None


def description_of(tree: HtmlElement) -> str:
    """What the page says its article is about, in `og:description` or `description`; may be empty."""
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:description", "description"):
            text = clean(meta.get("content") or "")
            if len(text) >= _SHORTEST:
                return text
    return ""
