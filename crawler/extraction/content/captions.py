"""Captions without a telling class: a short, visually separate text right below an image.

Editors print them in italics in the image's paragraph or the next one, themes in a box with only the image.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.dom.class_patterns import INLINE
from crawler.extraction.dom.text import clean

_LONGEST = 250
_EMPHASIS = frozenset({"em", "i", "small", "cite"})
_BOXES = frozenset({"div", "td", "center", "figure", "span"})


def take_captions(body: Body) -> None:
    """Assign such texts to their images."""
    kept: list[Block] = []
    for block in body.blocks:
        figure = block.below
        if figure is None or figure.caption is not None or not _is_caption(block, figure, body.container):
            kept.append(block)
            continue
        figure.caption = block.text
        body.removed.append(Removed(block.text, "caption"))
    body.blocks = kept


def _is_caption(block: Block, figure: Figure, container: HtmlElement | None) -> bool:
    element = block.element
    if element is None or block.kind != "paragraph" or not 5 <= len(block.text) <= _LONGEST:
        return False
    if 2 * block.link_chars > len(block.text):
        return False
    while element.tag in INLINE:
        if element.tag in _EMPHASIS:
            return _is_all(block, element)
        above = element.getparent()
        if above is None or element is container:
            return False
        element = above
    # A box with only the image and its caption, each in its own element.
    box = element.getparent() if element is not container else None
    return (
        box is not None
        and box is not container
        and box.tag in _BOXES
        and figure.element is not None
        and element not in figure.element.iterancestors()
        and box in list(figure.element.iterancestors())[:4]
        and _is_all(block, box)
    )


def is_set_apart(element: HtmlElement, text: str) -> bool:
    """Whether `text`, the whole text of `element`, stands alone with an image in its parent."""
    box = element.getparent()
    return (
        len(text) <= _LONGEST
        and box is not None
        and box.tag in _BOXES
        and box.find(".//img") is not None
        and clean("".join(box.itertext())) == text
    )


def _is_all(block: Block, element: HtmlElement) -> bool:
    """Whether the block is the whole text of `element`."""
    return clean("".join(element.itertext())) == block.text
