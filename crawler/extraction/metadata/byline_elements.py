"""Evidence in markup that an element holds the author: class, `rel`, property, address of its link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.attribution.credit_lines import LABELS
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import Where
from crawler.extraction.metadata.printed_names import is_person
from crawler.items import Credit

_BYLINE_NAME = re.compile(
    r"author|byline|penulis|writer|reporter|pewarta|wartawan|kontributor|creator|posted-?by|uploader|jurnalis",
    re.I,
)
_NOT_BYLINE_NAME = re.compile(
    r"author-?(?:box|bio|info-box|desc|avatar|image|posts)|about-author|avatar", re.I
)
_JOB = re.compile(
    r"(jurnalis|reporter|wartawan|kontributor|pewarta|penulis|editor|redaktur|fotografer)(?:\s+[^\W\d]+){0,3}",
    re.I,
)
_MAX_TITLE = 60
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


def name_with_job(element: HtmlElement) -> Credit | None:
    """The credit of an element that is a name and a job title, one of them in an element of its own.

    `<p><b>X</b>Reporter</p>`, `<div>X <small>Kontributor Daerah</small></div>`.
    """
    inner = element[0] if len(element) == 1 and isinstance(element[0].tag, str) else None
    if inner is None or len(inner):
        return None
    own, child, tail = (clean((text or "")[:_MAX_TITLE]) for text in (element.text, inner.text, inner.tail))
    if (own and tail) or not child:
        return None
    for name, title in ((own, child), (child, tail)):
        job = _JOB.fullmatch(title)
        if job is not None and is_person(name):
            return Credit(LABELS.get(job[1].lower(), "author"), name, f"{name}, {title}")
    return None


def author_link(element: HtmlElement) -> HtmlElement | None:
    """The only link in an element classed as byline."""
    links = [link for link in element.iter("a") if (link.text_content() or "").strip()]
    return links[0] if len(links) == 1 and element.tag != "a" else None


@lru_cache(maxsize=8192)
def names_byline(name: str) -> bool:
    return _BYLINE_NAME.search(name) is not None and _NOT_BYLINE_NAME.search(name) is None
