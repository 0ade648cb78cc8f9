"""Weighs text by its distance from the title: an article begins below its title.

Text is near if it shares the closest ancestors of the title. Text before the title counts less, and so does
text further out in the tree if there is text near the title.
"""

from __future__ import annotations

import re

from crawler.extraction.content.survey import Children, Place, role_of, signature
from crawler.extraction.dom.class_patterns import is_called_lead

_BEFORE = 0.3
_FAR = 0.35
_FAR_AND_OTHER = 0.06
_ENOUGH = 60.0
"""Weight of text near the title from which on text further out counts for less."""
_HALF = 0.5
_OUTWEIGHS = 0.2
_STANDFIRST = 3
"""Long texts from which on far text is more than a box, where there is but one text near the title."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WORD = re.compile(r"\w{4,}|[\u2e80-\uffdc]")
_SAMPLE = 1500
_DESCRIBED = 60


def discount_distant(chain: list[Place], children: Children, title: str, description: str) -> None:
    """Finish `good` of the places around the title (`chain`, from the root), and discount their siblings.

    Text that shares an `article` or `main` with the title is near. A page's `header` holds at most the title
    and a standfirst, and does not count as text near the title.
    """
    about = _About(title, description)
    near: list[Place] = []
    mass = 0.0
    runs = 0
    inner: Place | None = None
    inside = any(role_of(place) for place in chain)
    header = any(place.element.tag == "header" for place in chain)
    for place in reversed(chain):
        found: list[Place] = []
        boxes: set[tuple[str, str]] = set()
        for child in children.get(place, ()):
            factor = 1.0
            if child.side < 0:
                factor = _BEFORE
            elif found and about.is_box(child, found[0], boxes):
                factor = _FAR_AND_OTHER
                boxes.add(signature(child))
            elif (
                child.side
                and not inside
                and mass >= _ENOUGH
                and not (inner is not None and _is_peer(inner, child))
            ):
                outweighs = child.good * _FAR > _OUTWEIGHS * mass and (runs > 1 or child.runs < _STANDFIRST)
                factor = _FAR_AND_OTHER if outweighs and about.prefers(near, child) else _FAR
            child.good *= factor
            child.factor *= factor
            place.good += child.good
            if child is not inner and child.side > 0 and not is_called_lead(child.named):
                found.append(child)
        if not header:
            near += [*found, place] if place.own else found
            mass += place.own + sum(child.good for child in found)
            runs += sum(child.runs for child in found if child.factor > _HALF) + (place.own > 0)
        elif place.element.tag == "header":
            header = False
        inside = inside and not role_of(place)
        inner = place


def _is_peer(inner: Place, part: Place) -> bool:
    """Whether a part has the same classes as the one around the title: they share the article."""
    named = inner.element.get("class")
    if part.good < _HALF * part.weight:
        return False  # boilerplate and cards in a row of the same grid
    return bool(named) and named == part.element.get("class") and inner.element.tag == part.element.tag


class _About:
    """The words of a page's title and description."""

    def __init__(self, title: str, description: str) -> None:
        self.words = words_of(title)
        self.beginning = description[:_DESCRIBED]

    def prefers(self, near: list[Place], far: Place) -> bool:
        """Whether the text near the title shares more of these words than the text further out."""
        there = " ".join(far.element.itertext())[:_SAMPLE]
        if self.beginning and self.beginning in " ".join(there.split()):
            return False
        if not self.words:
            return False
        here = " ".join(" ".join(place.element.itertext()) for place in near)[:_SAMPLE]
        ours, others = len(self.words & words_of(here)), len(self.words & words_of(there))
        return ours > others and 3 * ours >= len(self.words)

    def is_box(self, part: Place, first: Place, boxes: set[tuple[str, str]]) -> bool:
        """Whether a part below the first text under the title is a box of the site.

        It has other markup, its own heading and none of the title's words; or the same markup as such a box.
        """
        make = signature(part)
        if make == signature(first) or not make[1] or first.good < _ENOUGH or first.runs < 2:
            return False
        if make in boxes:
            return True
        top = next((child for child in part.element if child.tag.__class__ is str), None)
        return top is not None and top.tag in _HEADINGS and self.prefers([first], part)


def words_of(text: str) -> frozenset[str]:
    """The words of a text that show its subject; each CJK character counts as one."""
    return frozenset(_WORD.findall(text.lower()))
