"""The lead: sentences between the title and the text that many themes place outside the text's container."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.captions import is_set_apart
from crawler.extraction.content.survey import Landscape, Place
from crawler.extraction.dom.class_patterns import INLINE, is_called_lead
from crawler.extraction.dom.text import clean

_LONGEST = 900
_SHORTEST = 40
_NEAR = 12
"""Blocks before the text among which a lead is looked for."""
_AFTER_TITLE = 3


def prepend_lead(body: Body, land: Landscape, container: Place, title: str | None, description: str) -> None:
    """Prepend the lead to the blocks of `body` if the page has one outside the container.

    `description` is the page's; it may be empty.
    """
    before = _blocks_before(land, container)
    if not before:
        return
    known = {item.text for item in body.blocks[:3]}
    found: list[tuple[Block, bool]] = []  # each with whether the page calls it a lead
    distance: int | None = None
    for place in before[-_NEAR:]:
        if distance is not None:
            distance += 1
        if place.element.tag == "h1":
            distance = 0
            found = [item for item in found if item[1]]  # the others are another heading's
            continue
        if place.link or _is_beside(place) or place.element.tag in ("title", "figcaption", "li"):
            continue
        text = own_text(place.element)
        if title and text == title:
            distance = 0
            found = [item for item in found if item[1]]
            continue
        if is_set_apart(place.element, text):
            continue
        if not _SHORTEST <= len(text) <= _LONGEST or any(item.startswith(text[:60]) for item in known):
            continue
        called = _is_called_lead(place) or _same(text, description)
        if called or (distance is not None and distance <= _AFTER_TITLE and ends_sentence(text)):
            found.append((Block("paragraph", text, place.element), called))
            known.add(text)
    body.blocks[:0] = [block for block, _ in found]


def own_text(element: HtmlElement) -> str:
    """The text of a paragraph; of an element that also holds blocks, the text beside them."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag in INLINE:
            pieces += child.itertext()
        pieces += (" ", child.tail or "") if child.tag not in INLINE else (child.tail or "",)
    return clean("".join(pieces))


def _blocks_before(land: Landscape, container: Place) -> list[Place]:
    """The blocks of long text before the first one of the container, in reading order."""
    inside = _is_inside(container)
    above = _above(container)
    before: list[Place] = []
    for block in land.runs:
        if inside(block):
            break
        while block.element.tag in INLINE and block.parent is not None:
            block = block.parent
        if block not in above and (not before or before[-1] is not block):
            before.append(block)
    return before


def _above(place: Place) -> set[Place]:
    """The places around `place`: their text is that of the whole article."""
    found: set[Place] = set()
    current: Place | None = place
    while current is not None:
        found.add(current)
        current = current.parent
    return found


def _same(text: str, described: str) -> bool:
    length = min(len(text), len(described), 80)
    return length >= 40 and text[:length] == described[:length]


def _is_inside(container: Place) -> Callable[[Place], bool]:
    known: dict[Place, bool] = {container: True}

    def inside(place: Place) -> bool:
        chain = []
        current: Place | None = place
        while current is not None and current not in known:
            chain.append(current)
            current = current.parent
        answer = known[current] if current is not None else False
        for item in chain:
            known[item] = answer
        return answer

    return inside


def _is_called_lead(place: Place) -> bool:
    current: Place | None = place
    for _ in range(3):
        if current is None or current.element.tag in ("body", "article", "main"):
            return False
        if is_called_lead(current.named):
            return True
        current = current.parent
    return False


def _is_beside(place: Place) -> bool:
    current: Place | None = place
    for _ in range(8):
        if current is None:
            return False
        if current.beside and not is_called_lead(current.named):
            return True
        current = current.parent
    return False
