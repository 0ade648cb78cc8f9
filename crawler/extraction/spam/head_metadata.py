"""Titles, descriptions, link URLs and refresh targets in the head of a page."""

from __future__ import annotations

from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.dom.element_index import ElementIndex

_LONGEST = 10_000
"""Characters of one claim that are read."""
_CLAIMS = frozenset(
    {
        "og:title",
        "twitter:title",
        "description",
        "og:description",
        "keywords",
        "og:site_name",
        "news_keywords",
    }
)


class HeadMetadata(NamedTuple):
    """Values of `title`, `meta` and `link` in the head, in document order."""

    titles: list[str]
    texts: list[str]
    """Titles, descriptions and names of the site."""
    links: list[tuple[str, str]]
    """`amphtml` and `canonical` with their addresses."""
    refreshes: list[str]


def read_head_metadata(outline: ElementIndex) -> HeadMetadata:
    """Read the head of the page with this element index."""
    # Inline SVG has <title> too.
    titles = [text[:_LONGEST] for item in outline.titles if (text := item.text) and _is_in_head(item)]
    claims = HeadMetadata(titles, [], [], [])
    for link in outline.links:
        rel = link.get("rel")
        if rel == "amphtml" or rel == "canonical":
            claims.links.append((rel, link.get("href") or ""))
    for meta in outline.metas:
        get = meta.get
        if (get("property") or get("name") or "").lower() in _CLAIMS:
            claims.texts.append((get("content") or "")[:_LONGEST])
        elif (get("http-equiv") or "").lower() == "refresh":
            claims.refreshes.append(get("content") or "")
    return claims


def _is_in_head(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "head"
