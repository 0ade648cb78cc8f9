"""Builds selectors from a theme's classes, not from IDs numbered for one page."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_NAME = re.compile(r"-?[A-Za-z_][A-Za-z_-]*(?:\d{1,2})?(?:[A-Za-z_-]+\d{0,2})*")
_NUMBERED = re.compile(r"\d{3,}|^(?:css|sc|jsx)-")


def selector_of(element: HtmlElement) -> str | None:
    """A CSS selector for `element`: its own classes, or the path from the nearest ancestor with a class."""
    steps: list[str] = []
    current: HtmlElement | None = element
    for _ in range(4):
        if current is None or not isinstance(current.tag, str):
            return None
        own = own_selector(current)
        steps.append(own or current.tag)
        if own is not None or current.tag in ("article", "main", "body"):
            return " > ".join(reversed(steps))
        current = current.getparent()
    return None


def own_selector(element: HtmlElement) -> str | None:
    """`tag.class` or similar, from the element's own classes."""
    if not isinstance(element.tag, str) or not element.tag.isalnum():
        return None
    if element.get("itemprop") == "articleBody":
        return f'{element.tag}[itemprop="articleBody"]'
    names = [name for name in (element.get("class") or "").split() if _is_theme_name(name)]
    if names:
        return ".".join([element.tag, *names[:3]])
    label = element.get("id")
    return f"{element.tag}#{label}" if label and _is_theme_name(label) else None


def _is_theme_name(name: str) -> bool:
    return len(name) <= 50 and _NAME.fullmatch(name) is not None and _NUMBERED.search(name) is None
