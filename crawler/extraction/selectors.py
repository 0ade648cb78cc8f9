"""CSS selectors over a page's tree: those that templates learn are found much faster than by their XPath."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

Select = Callable[[HtmlElement], list[HtmlElement]]

_STEP = re.compile(r"(?P<tag>[a-z][a-z0-9]*)(?P<classes>(?:\.-?[A-Za-z_][\w-]*)*)", re.ASCII)


class NotASelector(ValueError):
    """A text that is no CSS selector."""


@lru_cache(maxsize=2_000)
def select(selector: str) -> Select:
    """Finds the elements below a tree that a CSS selector names. Raises NotASelector."""
    steps = [_STEP.fullmatch(step) for step in selector.split(" > ")]
    if steps[0] is not None and steps[0]["classes"] and all(steps):
        return _by_names([(step["tag"], tuple(step["classes"].split(".")[1:])) for step in steps if step])
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise NotASelector(f"not a CSS selector: {selector!r}") from error


def _by_names(steps: list[tuple[str, tuple[str, ...]]]) -> Select:
    """For `tag.class > tag.class`: a rough look by the tree's own engine, an exact one at what it finds."""
    (tag, names), *below = steps
    longest = max(names, key=len)
    rough = etree.XPath(f"descendant::{tag}[contains(@class, '{longest}')]")
    needed = frozenset(names)

    def found(tree: HtmlElement) -> list[HtmlElement]:
        elements = [item for item in rough(tree) if needed.issubset(item.get("class").split())]
        for child_tag, child_names in below:
            elements = [
                child
                for item in elements
                for child in item.iterchildren(child_tag)
                if not child_names or {*child_names}.issubset((child.get("class") or "").split())
            ]
        return elements

    return found
