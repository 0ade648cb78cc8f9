"""CSS selectors over a page's tree: those that templates learn are found much faster than by their XPath."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

Select = Callable[[HtmlElement], list[HtmlElement]]
Find = Callable[[HtmlElement], HtmlElement | None]

_STEP = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)(?P<classes>(?:\.-?[A-Za-z_][\w-]*)*)(?::nth-child\((?P<nth>[1-9]\d?)\))?",
    re.ASCII,
)
_MARKED = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)(?:#(?P<id>-?[A-Za-z_][\w-]*)|\[itemprop=\"(?P<itemprop>\w+)\"\])", re.ASCII
)


class _Step(NamedTuple):
    """`tag.class.class:nth-child(n)`; `nth` is 0 where any will do."""

    tag: str
    names: frozenset[str]
    nth: int

    def fits(self, element: HtmlElement) -> bool:
        """Whether an element of the tag has the names and the place."""
        names = self.names
        if names and not names.issubset((element.get("class") or "").split()):
            return False
        return not self.nth or place_among_siblings(element, self.nth) == self.nth


def place_among_siblings(element: HtmlElement, most: int) -> int:
    """The place of an element among its siblings, counted from 1 and not beyond `most` + 1."""
    return 1 + sum(1 for _ in islice(element.itersiblings("*", preceding=True), most))


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


def find_near(selector: str, container: HtmlElement, tree: HtmlElement) -> HtmlElement | None:
    """The first of them in the nearest element about `container` that holds one, at last in `tree`."""
    find = select_first(selector)
    for region in _regions(container, tree):
        found = find(region)
        if found is not None:
            return found
    return None


def find_all_near(selector: str, container: HtmlElement, tree: HtmlElement) -> list[HtmlElement]:
    """All of them in the nearest element about `container` that holds one."""
    find = select(selector)
    for region in _regions(container, tree):
        found = find(region)
        if found:
            return found
    return []


def _regions(container: HtmlElement, tree: HtmlElement) -> Iterator[HtmlElement]:
    """The element around `container`, the second one around that, and the page."""
    around: HtmlElement | None = container
    for levels in (1, 2):
        for _ in range(levels):
            around = around.getparent() if around is not None else None
        if around is None or around is tree:
            break
        yield around
    yield tree


def _names(selector: str) -> list[_Step] | None:
    """`tag.class > tag.class` taken apart; None for any other selector."""
    steps = [_STEP.fullmatch(step) for step in selector.split(" > ")]
    if steps[0] is None or not steps[0]["classes"] or not all(steps):
        return None
    return [
        _Step(step["tag"], frozenset(step["classes"].split(".")[1:]), int(step["nth"] or 0))
        for step in steps
        if step
    ]


def _all_by_names(steps: list[_Step]) -> Select:
    def found(tree: HtmlElement) -> list[HtmlElement]:
        return list(_walk(tree, steps))

    return found


def _first_by_names(steps: list[_Step]) -> Find:
    def found(tree: HtmlElement) -> HtmlElement | None:
        return next(_walk(tree, steps), None)

    return found


def _walk(tree: HtmlElement, steps: list[_Step]) -> Iterator[HtmlElement]:
    """The elements that the steps lead to. Such a walk takes half as long as the same question in XPath."""
    top, *below = steps
    longest = max(top.names, key=len)
    for item in tree.iterdescendants(top.tag):
        known = item.get("class")
        if known is not None and longest in known and top.fits(item):
            if below:
                yield from _ends(item, below)
            else:
                yield item


def _ends(element: HtmlElement, below: list[_Step]) -> Iterator[HtmlElement]:
    """The elements at the end of the steps that lead down from `element`."""
    if not below:
        yield element
        return
    step, *rest = below
    for child in element.iterchildren(step.tag):
        if step.fits(child):
            yield from _ends(child, rest)
