"""HTML as a tree: what is put in as text comes out as text, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from crawler.export.control_characters import printable


def h(
    tag: str, attributes: Mapping[str, str | int | float | None] | None = None, /, *children: object
) -> etree._Element:
    """An element; attributes that are None are left out. Children: elements, text, or lists of them."""
    element = etree.Element(tag)
    for name, value in (attributes or {}).items():
        if value is not None:
            element.set(name, printable(str(value)))
    _append(element, children)
    return element


def _append(element: etree._Element, children: Iterable[object]) -> None:
    for child in children:
        match child:
            case None:
                continue
            case str():
                _append_text(element, printable(child))
            case etree._Element():
                element.append(child)
            case list() | tuple():
                _append(element, child)
            case _:
                raise TypeError(f"neither text nor element: {child!r}")


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def document(root: etree._Element) -> str:
    """The whole page as HTML."""
    return "<!DOCTYPE html>\n" + etree.tostring(root, encoding="unicode", method="html") + "\n"


def web_address(url: str) -> str | None:
    """The address if it is one of the web, else None: `javascript:` and its like are never linked."""
    return url if re.match(r"https?://", url, flags=re.IGNORECASE) else None
