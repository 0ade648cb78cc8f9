"""CSS selectors over a page's tree: those that templates learn are found much faster than by their XPath."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

Select = Callable[[HtmlElement], list[HtmlElement]]
Find = Callable[[HtmlElement], HtmlElement | None]

_STEP = re.compile(r"(?P<tag>[a-z][a-z0-9]*)(?P<classes>(?:\.-?[A-Za-z_][\w-]*)*)", re.ASCII)
_MARKED = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)(?:#(?P<id>-?[A-Za-z_][\w-]*)|\[itemprop=\"(?P<itemprop>\w+)\"\])", re.ASCII
)

_Steps = list[tuple[str, frozenset[str]]]


class NotASelector(ValueError):
    """A text that is no CSS selector."""


@lru_cache(maxsize=2_000)
def select(selector: str) -> Select:
    """Finds the elements below a tree that a CSS selector names. Raises NotASelector."""
    steps = _names(selector)
    if steps is not None:
        return _all_by_names(steps)
    marked = _MARKED.fullmatch(selector)
    if marked is not None:
        name = "id" if marked["id"] else "itemprop"
        # A step along the attribute: libxml2 takes twice as long over a predicate on every element.
        return cast(Select, etree.XPath(f"descendant::{marked['tag']}/@{name}[.='{marked[name]}']/.."))
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise NotASelector(f"not a CSS selector: {selector!r}") from error


@lru_cache(maxsize=2_000)
def select_first(selector: str) -> Find:
    """Finds the first of them on the page, without a look at what follows. Raises NotASelector."""
    steps = _names(selector)
    if steps is not None:
        return _first_by_names(steps)
    every = select(selector)

    def found(tree: HtmlElement) -> HtmlElement | None:
        elements = every(tree)
        return elements[0] if elements else None

    return found


def _names(selector: str) -> _Steps | None:
    """`tag.class > tag.class` taken apart; None for any other selector."""
    steps = [_STEP.fullmatch(step) for step in selector.split(" > ")]
    if steps[0] is None or not steps[0]["classes"] or not all(steps):
        return None
    return [(step["tag"], frozenset(step["classes"].split(".")[1:])) for step in steps if step]


def _all_by_names(steps: _Steps) -> Select:
    """A rough look by the tree's own engine, an exact one at what it finds."""
    (tag, names), *below = steps
    longest = max(names, key=len)
    rough = etree.XPath(f"descendant::{tag}/@class[contains(., '{longest}')]/..")

    def found(tree: HtmlElement) -> list[HtmlElement]:
        elements = [item for item in rough(tree) if names.issubset(item.get("class").split())]
        return [end for item in elements for end in _ends(item, below)] if below else elements

    return found


def _first_by_names(steps: _Steps) -> Find:
    (tag, names), *below = steps
    longest = max(names, key=len)

    def found(tree: HtmlElement) -> HtmlElement | None:
        for item in tree.iterdescendants(tag):
            known = item.get("class")
            if known is not None and longest in known and names.issubset(known.split()):
                end = next(_ends(item, below), None)
                if end is not None:
                    return end
        return None

    return found


def _ends(element: HtmlElement, below: _Steps) -> Iterator[HtmlElement]:
    """The elements at the end of the steps that lead down from `element`."""
    if not below:
        yield element
        return
    (tag, names), *rest = below
    for child in element.iterchildren(tag):
        if not names or names.issubset((child.get("class") or "").split()):
            yield from _ends(child, rest)
