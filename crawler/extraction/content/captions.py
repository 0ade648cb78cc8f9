"""Captions without a telling class: a short, visually separate text right below an image.

Editors print them in italics in the image's paragraph or the next one, themes in a box with only the image.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.dom.class_patterns import INLINE
from crawler.extraction.dom.text import clean

_LONGEST = 250
_SENTENCE = 40
"""Least characters of a text that is an article of its own."""
_EMPHASIS = frozenset({"em", "i", "small", "cite"})
_BOXES = frozenset({"div", "td", "center", "figure", "span"})


_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|kredit|copyright|photographer|fotografer|sumber|source)(?:$|[\s_-])", re.I
)
_LONGEST_CREDIT = 80


def split_credit(element: HtmlElement, text: str) -> tuple[str, str | None]:
    """The caption `text` of `element` without the credit at its end that has an element classed as credit."""
    for part in element.iter("span", "small", "em", "i", "cite", "div", "p"):
        if part is not element and _CREDIT.search(part.get("class") or ""):
            credit = clean("".join(part.itertext())[: 2 * _LONGEST_CREDIT])
            if 1 < len(credit) <= _LONGEST_CREDIT and text.endswith(credit):
                return text[: -len(credit)].rstrip(" -–—|/,("), credit
    return text, None


def take_captions(body: Body) -> None:
    """Assign such texts to their images, unless they are the only sentences: those are a short article."""
    captions = [
        block
        for block in body.blocks
        if (figure := block.below) is not None
        and figure.caption is None
        and _is_caption(block, figure, body.container)
    ]
    if not captions:
        return
    taken = set(map(id, captions))
    if not any(id(block) not in taken and _is_sentence(block) for block in body.blocks):
        taken -= {id(block) for block in captions if _is_sentence(block)}
    for block in captions:
        if id(block) in taken and block.below is not None:
            block.below.caption = block.text
            body.removed.append(Removed(block.text, "caption"))
    body.blocks = [block for block in body.blocks if id(block) not in taken]


def _is_sentence(block: Block) -> bool:
    return (
        len(block.text) >= _SENTENCE and 2 * block.link_chars <= len(block.text) and ends_sentence(block.text)
    )


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
    """Whether `text`, the whole text of `element`, is alone with an image in its parent."""
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
