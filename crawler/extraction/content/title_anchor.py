"""Evidence outside the text for the article's position: the title's element and the page's description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.dom.class_patterns import NEVER
from crawler.extraction.dom.text import clean

_TEXTS = etree.XPath("body//text()[contains(., $start)]")
_START = 12
"""Characters of a title by which the tree's own engine finds where it stands."""
_SHORTEST = 40


def find_title(tree: HtmlElement, title: str | None, heading: HtmlElement | None) -> HtmlElement | None:
    """The element of `tree` that prints the article's title: `heading`, unless it is missing or linked.

    A linked heading may be a teaser of the article in a list on its own page.
    """
    if heading is not None and not _is_linked(heading):
        return heading
    if not title or not title.isprintable():
        return heading
    for text in cast("list[etree._ElementUnicodeResult]", _TEXTS(tree, start=title[:_START])):
        element = cast("HtmlElement", text.getparent())
        if text.is_tail or element.tag in NEVER or clean(text) != title:
            continue
        if heading is None or not _is_linked(element):
            return element
    return heading


def _is_linked(element: HtmlElement) -> bool:
    """Whether an element is in a link or holds one."""
    return next(element.iter("a"), None) is not None or next(element.iterancestors("a"), None) is not None


def description_of(metas: Iterable[HtmlElement]) -> str:
    """The page's description (`og:description` or `description`); may be empty."""
    for meta in metas:
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:description", "description"):
            text = clean(meta.get("content") or "")
            if len(text) >= _SHORTEST:
                return text
    return ""
