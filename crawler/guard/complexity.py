"""Detects pages with more elements or text than the time limit of a page allows.

Extraction time is proportional to both (about 0.1 ms per element, 2 s per million characters with a date in
every line), and blocks all other portals.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

MAX_ELEMENTS = 50_000
"""The largest front pages of local governments have some 5,000."""

MAX_TEXT = 1_000_000
"""Characters outside of scripts and styles: the length of a book; articles have some thousands."""

_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_NODES = etree.XPath("count(descendant-or-self::node())")
_TEXT = etree.XPath("string-length()")


def too_complex(tree: _Element) -> str | None:
    """Why the page is not extracted, or None. Stops counting at the limit."""
    return None if _is_surely_plain(tree) else _excess(tree)


def _is_surely_plain(tree: _Element) -> bool:
    """Whether all nodes and all text together are below the limits, as on almost every page.

    XPath counts ten times as fast as a Python loop over the elements.
    """
    if _NODES(tree) > MAX_ELEMENTS:
        return False
    unseen = sum(len(node.text or "") for node in tree.iter(etree.Comment, etree.PI))
    return float(_TEXT(tree)) + unseen <= MAX_TEXT


def _excess(tree: _Element) -> str | None:
    text = 0
    for elements, element in enumerate(tree.iter(), start=1):
        if element.tag not in _NO_TEXT and element.text:
            text += len(element.text)
        if element.tail:
            text += len(element.tail)
        if elements > MAX_ELEMENTS:
            return f"more than {MAX_ELEMENTS} elements"
        if text > MAX_TEXT:
            return f"more than {MAX_TEXT} characters of text"
    return None
