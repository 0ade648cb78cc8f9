"""What stands about an article: the elements between its title and its body, and right before and after.

Bylines, dates, sections and tags stand there. The walk is bounded, and skips whole parts that are named as
comments, related articles, side bars or navigation: their dates and names are not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.dom.class_patterns import one_of
from crawler.extraction.metadata.json_ld import clean

Where = Literal["between", "before", "after"]

MAX_BETWEEN = 80
MAX_BEFORE = 30
MAX_AFTER = 80
MAX_LINE = 160

_SKIPPED_TAGS = frozenset(
    [
        "script", "style", "noscript", "nav", "aside", "form", "select", "svg", "iframe", "button",
        "template", "textarea", "video", "audio", "object", "map",
    ]
)  # fmt: skip
CHROME = re.compile(
    one_of(
        r"""
        comment komentar related terkait sidebar side-bar widget recent popul[ae]r terpopuler terbaru
        lainnya rekomendasi clock jam-digital ticker marquee top-?bar header-date date-?now current-date
        today sh[ao]lat breaking navbar nav\b(?<!\wnav) menu copyright prev-post next-post post-navigation
        share(?<!\wshare) sosmed social respond banner iklan\b(?<!\wiklan) ads\b(?<!\wads) ad\b(?<!\wad)
        """
    )
)
_LAYOUT = re.compile(
    one_of(
        r"""
        has-?sidebar no-?sidebar without-?sidebar with-?sidebar right-?sidebar left-?sidebar main-?content
        page-?content site-?content post-?content entry-?content single-?content article entry-
        post-(?:meta|info|footer|header|date|author)
        """
    )
)
"""Names of the article's own parts, and of layouts that mention the side bar beside it."""


class ContextElement(NamedTuple):
    """One element about the article; `name` is its class and id."""

    element: HtmlElement
    name: str
    where: Where


def read_page_context(heading: HtmlElement | None, container: HtmlElement | None) -> list[ContextElement]:
    """The elements between title and body, then those before the title (nearest first), then those after the
    body, each in bounded number. Empty without a body."""
    if container is None:
        return []
    region = _region(heading, container)
    found: list[ContextElement] = []
    if heading is not None and region is not container:
        found += _walk(_forward(heading, region), "between", MAX_BETWEEN, container)
        found += _walk(_backward(heading, region), "before", MAX_BEFORE, container)
    elif heading is not None:
        found += _walk(heading.itersiblings(), "between", 12, None)
    else:
        found += _walk(_backward(container, region), "before", MAX_BEFORE, None)
    found += _walk(_forward(container, region), "after", MAX_AFTER, None)
    return found


@lru_cache(maxsize=8192)
def is_chrome(name: str) -> bool:
    """Whether a class or id names what is not the article."""
    low = name.lower()
    return CHROME.search(low) is not None and _LAYOUT.search(low) is None


def line_of(element: HtmlElement) -> str:
    """The element's text on one line, at most `MAX_LINE` characters; longer text gives an empty string."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        size += len(piece)
        if size > 4 * MAX_LINE:
            return ""
        pieces.append(piece)
    line = clean(" ".join(pieces))
    return line if len(line) <= MAX_LINE else ""


def name_of(element: HtmlElement) -> str:
    """Class and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _region(heading: HtmlElement | None, container: HtmlElement) -> HtmlElement:
    """The smallest element around both; without a title, the body's grandparent."""
    if heading is None:
        parent = container.getparent()
        if parent is None or parent.tag == "html":
            return container
        above = parent.getparent()
        return above if above is not None and above.tag != "html" else parent
    around = {container, *container.iterancestors()}
    return next((above for above in heading.iterancestors() if above in around), container)


def _forward(element: HtmlElement, region: HtmlElement) -> Iterator[HtmlElement]:
    """What follows `element` inside `region`: its siblings, then those of the elements around it."""
    at: HtmlElement | None = element
    while at is not None and at is not region:
        yield from at.itersiblings()
        at = at.getparent()


def _backward(element: HtmlElement, region: HtmlElement) -> Iterator[HtmlElement]:
    at: HtmlElement | None = element
    while at is not None and at is not region:
        yield from at.itersiblings(preceding=True)
        at = at.getparent()


def _walk(
    starts: Iterator[HtmlElement], where: Where, limit: int, stop: HtmlElement | None
) -> list[ContextElement]:
    """The elements below `starts` in order, at most `limit`, up to `stop` and without chrome."""
    found: list[ContextElement] = []
    visited = 0
    for start in starts:
        stack = [start]
        while stack:
            element = stack.pop()
            if element is stop:
                return found
            tag = element.tag
            if not isinstance(tag, str) or tag in _SKIPPED_TAGS:
                continue
            visited += 1
            if visited > limit:
                return found
            name = name_of(element)
            if name != " " and is_chrome(name):
                continue
            found.append(ContextElement(element, name, where))
            stack.extend(element.iterchildren(reversed=True))
    return found
