"""CSS selectors on a page's tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

Select = Callable[[HtmlElement], list[HtmlElement]]
Find = Callable[[HtmlElement], HtmlElement | None]


class NotASelector(ValueError):
    """The text is not a CSS selector."""


@lru_cache(maxsize=2_000)
def select(selector: str) -> Select:
    """The elements below a tree that a CSS selector matches. Raises NotASelector."""
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise NotASelector(f"not a CSS selector: {selector!r}") from error


@lru_cache(maxsize=2_000)
def select_first(selector: str) -> Find:
    """The first match on the page. Raises NotASelector."""
    every = select(selector)

    def found(tree: HtmlElement) -> HtmlElement | None:
        elements = every(tree)
        return elements[0] if elements else None

    return found


def find_near(selector: str, container: HtmlElement, tree: HtmlElement) -> HtmlElement | None:
    """The first match in the nearest ancestor of `container` that holds one, at last in `tree`."""
    found = find_all_near(selector, container, tree)
    return found[0] if found else None


def find_all_near(selector: str, container: HtmlElement, tree: HtmlElement) -> list[HtmlElement]:
    """All matches in the nearest ancestor of `container` that holds one."""
    find = select(selector)
    for region in _regions(container, tree):
        found = find(region)
        if found:
            return found
    return []


def _regions(container: HtmlElement, tree: HtmlElement) -> Iterator[HtmlElement]:
    """The parent of `container`, its grandparent, and the page."""
    around: HtmlElement | None = container
    for levels in (1, 2):
        for _ in range(levels):
            around = around.getparent() if around is not None else None
        if around is None or around is tree:
            break
        yield around
    yield tree
