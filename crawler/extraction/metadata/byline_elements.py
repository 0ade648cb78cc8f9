"""Evidence in markup that an element holds the author: class, `rel`, property, address of its link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata.page_context import Where

_BYLINE_NAME = re.compile(
    r"author|byline|penulis|writer|reporter|pewarta|wartawan|kontributor|creator|posted-?by|uploader|jurnalis",
    re.I,
)
_NOT_BYLINE_NAME = re.compile(
    r"author-?(?:box|bio|info-box|desc|avatar|image|posts)|about-author|avatar", re.I
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|penulis|reporter|jurnalis|wartawan|kontributor|uploadby|users?|profil-penulis|redaktur|by)/[^/?#]+",
    re.I,
)


def is_account(icon: HtmlElement, where: Where) -> bool:
    """Whether an icon is the visitor's: above the article, in a link that leads to no author."""
    if where == "between" or (where == "before" and next(icon.iterancestors("header"), None) is None):
        return False
    link = next(icon.iterancestors("a"), None)
    return link is not None and not leads_to_author(link, " ")


def leads_to_author(link: HtmlElement, name: str) -> bool:
    """Whether a link or item is marked as the author's, by `rel`, class, property or address."""
    if "author" in (link.get("rel") or "").lower().split() or link.get("itemprop") == "author":
        return True
    if link.tag != "a":
        return False
    return (name != " " and names_byline(name)) or _is_author_path(link.get("href") or "")


@lru_cache(maxsize=1024)
def _is_author_path(href: str) -> bool:
    try:
        return _AUTHOR_PATH.search(urlsplit(href).path + "/") is not None
    except ValueError:
        return False


def author_link(element: HtmlElement) -> HtmlElement | None:
    """The only link in an element classed as byline."""
    links = [link for link in element.iter("a") if (link.text_content() or "").strip()]
    return links[0] if len(links) == 1 and element.tag != "a" else None


@lru_cache(maxsize=8192)
def names_byline(name: str) -> bool:
    return _BYLINE_NAME.search(name) is not None and _NOT_BYLINE_NAME.search(name) is None
