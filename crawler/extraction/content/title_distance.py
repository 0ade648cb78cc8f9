"""Weighs text by its distance from the title: an article begins below its title.

Text is near if it shares the closest ancestors of the title. Text before the title counts less, and so does
text further out in the tree if there is text near the title. If the text near the title has the title's words
and the other has not, the other is left out, whatever its length.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extraction.content.site_boxes import REASON as BOX
from crawler.extraction.content.site_boxes import find_boxes
from crawler.extraction.content.survey import Children, Place, role_of, signature
from crawler.extraction.content.title_words import TitleWords
from crawler.extraction.dom.class_patterns import is_called_lead, make_of

_BEFORE = 0.3
_FAR = 0.35
_FAR_REASON = "far from the title"
_OTHER = 0.06
_ENOUGH = 60.0
"""Weight of text near the title from which on text further out counts for less."""
_LEAST = 25.0
"""The same if the text near the title has more of the title's words: one short sentence."""
_OF_NEAR = 0.1
"""Most weight that other text keeps, as a share of that of the text near the title."""
_HALF = 0.5
_HEADINGS = ("h1", "h2", "h3", "h4")
_HEADLINE = 4
"""Words of a headline; the headings of chapters and boxes are shorter."""


def discount_distant(chain: list[Place], children: Children, title: str, description: str) -> None:
    """Finish `good` of the places around the title (`chain`, from the root), and discount their siblings.

    Text that shares an `article` or `main` with the title is near. A page's `header` holds at most the title
    and a standfirst, and does not count as text near the title.
    """
    words = TitleWords(title, description)
    near: list[Place] = []
    mass = 0.0
    inner: Place | None = None
    inside = any(role_of(place) for place in chain)
    header = any(place.element.tag == "header" for place in chain)
    for place in reversed(chain):
        below = children.get(place, [])
        after = [child for child in below if child.side >= 0]
        boxes = find_boxes(after, words, of_page=place.element.tag == "body")
        ours: int | None = None
        found: list[Place] = []
        kept = 0.0
        for child in after:
            if child in boxes:
                _leave_out(child, mass + sum(part.good for part in found), BOX)
            elif (
                child.side
                and not inside
                and mass >= _LEAST
                and not (inner is not None and _is_peer(inner, child))
            ):
                if ours is None:
                    ours = words.count(near)
                if words.prefer(ours, [child]):
                    _leave_out(child, mass, _FAR_REASON)
                elif mass >= _ENOUGH:
                    _discount(child, _FAR)
                    kept += child.good
            if child.side and not child.apart:
                _leave_out_boxes(child, children, words)
            if child is not inner and child.side and not is_called_lead(child.named):
                found.append(child)
        for child in after:
            if child.apart == _FAR_REASON and kept > mass:
                child.apart = ""  # the article stands there; not every part of it has the title's words
        if not header:
            near += [*found, place] if place.own else found
            mass += place.own + sum(child.good for child in found)
        _discount_before([child for child in below if child.side < 0], found, near, mass, words)
        place.good += sum(child.good for child in below)
        if place.element.tag == "header":
            header = False
        inside = inside and not role_of(place)
        inner = place


def _leave_out_boxes(part: Place, children: Children, words: TitleWords) -> None:
    """Leave out a box within a part below the title if it outweighs the text above it: a short post."""
    path = [part]
    below = children.get(part, [])
    while len(below) == 1:
        path.append(below[0])
        below = children.get(below[0], [])
    for box in find_boxes(below, words, of_page=False):
        text = path[-1].own + sum(item.good for item in below[: below.index(box)])
        if box.good > text:
            before = box.good
            _leave_out(box, text, BOX)
            for place in path:
                place.good -= before - box.good


def _discount_before(
    before: list[Place], after: list[Place], near: list[Place], mass: float, words: TitleWords
) -> None:
    """Discount the parts before the title; leave them out if none has the markup of the text below it."""
    other = (
        bool(before)
        and mass >= _LEAST
        and {signature(part) for part in after}.isdisjoint(map(signature, before))
        and words.prefer(words.count(near), before)
    )
    for part in before:
        if other:
            _leave_out(part, mass, "before the title")
        else:
            _discount(part, _BEFORE)


def _discount(place: Place, factor: float) -> None:
    place.good *= factor
    place.factor *= factor


def _leave_out(place: Place, mass: float, reason: str) -> None:
    """Let text of any length count for less than the text near the title, of weight `mass`."""
    _discount(place, _OTHER)
    place.good = min(place.good, _OF_NEAR * mass)
    place.apart = reason


def _is_peer(inner: Place, part: Place) -> bool:
    """Whether a part has the same classes as the one around the title: they share the article.

    If its heading has the markup of the title, it is another article: some pages print several.
    """
    named = inner.element.get("class")
    if part.good < _HALF * part.weight:
        return False  # boilerplate and cards in a row of the same grid
    if not named or named != part.element.get("class") or inner.element.tag != part.element.tag:
        return False
    own, other = _headline_of(inner), _headline_of(part)
    return own is None or other is None or make_of(own, None) != make_of(other, None)


def _headline_of(part: Place) -> HtmlElement | None:
    """The heading above the text of a part, if it is as long as a headline."""
    heading = next(part.element.iter(*_HEADINGS), None)
    long = heading is not None and len("".join(heading.itertext()).split()) >= _HEADLINE
    return heading if long else None
