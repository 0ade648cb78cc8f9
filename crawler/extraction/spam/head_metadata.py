"""What the head of a page claims: titles and descriptions, other addresses, where it sends visitors."""

from __future__ import annotations

from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.dom.element_index import ElementIndex

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
    """What the page's head says in `title`, `meta` and `link`, in order."""

    titles: list[str]
    texts: list[str]
    """Titles, descriptions and names of the site."""
    links: list[tuple[str, str]]
    """`amphtml` and `canonical` with their addresses."""
    refreshes: list[str]


def read_head_metadata(outline: ElementIndex) -> HeadMetadata:
    """What the head of the page with this outline claims."""
    # An inline drawing has titles too.
    titles = [text for item in outline.titles if (text := item.text) and _is_in_head(item)]
    claims = HeadMetadata(titles, [], [], [])
    for link in outline.links:
        rel = link.get("rel")
        if rel == "amphtml" or rel == "canonical":
            claims.links.append((rel, link.get("href") or ""))
    for meta in outline.metas:
        get = meta.get
        if (get("property") or get("name") or "").lower() in _CLAIMS:
            claims.texts.append(get("content") or "")
        elif (get("http-equiv") or "").lower() == "refresh":
            claims.refreshes.append(get("content") or "")
    return claims


def _is_in_head(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "head"
