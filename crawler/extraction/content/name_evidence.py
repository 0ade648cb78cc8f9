"""Weighs boilerplate class names and tags as evidence: when to trust them, and for which elements."""

from __future__ import annotations

import re

from crawler.extraction.content.survey import Children, Landscape, Place, is_in, role_of, signature
from crawler.extraction.content.title_words import beginning_of, words_of
from crawler.extraction.dom.class_patterns import (
    INLINE,
    NEVER,
    is_called_body,
    is_called_caption,
    is_called_footer,
    is_called_other_text,
    is_surely_boilerplate,
    marks,
)
from crawler.extraction.dom.text import text_of

_FACTOR = 0.05
_SURE_TAGS = frozenset({"footer", "nav", "aside"})
"""Tags that are trusted regardless of their content, if the title is elsewhere."""
_TAGS = NEVER | {"aside", "footer", "nav", "form", "figure", "figcaption", "dialog"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HALF = 0.5
_SIZABLE = 0.1
"""Share of the page's text that a named body or landmark holds to count as one."""
_COPYRIGHT = re.compile(
    r"©|\(c\)\s*\d{4}|\bcopyright\b|\bhak cipta\b|all rights reserved|dikembangkan oleh|powered by", re.I
)
_ADDRESS = re.compile(
    r"(?=.{8,160}$)(?:.*\b(?:jl\.?|jalan)\s.*\d.*|.*\b(?:kode\s+pos|telp|telepon|fax|e-?mail)\b.*)[^.!?]",
    re.I | re.S,
)
"""The last line of a footer without a copyright: the office's address, which is no sentence."""
_LINE = 300
_LONGEST_FOOT = 1500.0
"""Weight of a footer; the text of an article may end with a copyright, too."""
_OF_PARENT = 0.5
_OF_PAGE = 0.25


def discount_named(land: Landscape, children: Children, chain: list[Place]) -> None:
    """Discount places with boilerplate names or tags, unless the name is not credible.

    A name is not credible if the title is in the element; if most of its text is in a `main`, an
    `article` or an element classed as body; if it holds half of the page's text (themes class a whole page
    "has-sidebar"), unless the title is in another `article` or `main`; for weak names, if it holds
    most of the text of its parent, alone or with siblings of the same markup; and for names that promise
    links or fields, if it is among paragraphs and has none. `chain` are the places around
    the title.
    """
    places = list(land.places.values())
    total = land.root.weight if land.root is not None else 0.0
    on_chain = set(chain)
    home = next((place for place in reversed(chain) if role_of(place)), None)
    groups = _weakly_named_text(places, children, on_chain, total)
    left: dict[Place, float] = {}
    in_bodies: dict[Place, float] = {}
    for place in reversed(places):
        rest = left.get(place, 0.0) + place.own
        in_body = in_bodies.get(place, 0.0)
        if place.weight >= _SIZABLE * total and _is_body(place):
            in_body = place.weight
        if place.beside:
            apart = place.side != 0 and (
                place.element.tag in _SURE_TAGS
                or is_called_footer(place.named)
                or (place.element.tag == "form" and is_surely_boilerplate(place.named))
                or (home is not None and not is_in(place, home))
            )
            place.believed = (
                (apart or rest < _HALF * total)
                and place not in on_chain
                and place not in groups
                and (in_body < _HALF * place.weight or not in_body)
                and not _is_text_in_text(place, children)
            )
            if place.believed:
                place.factor = _FACTOR
                rest *= _FACTOR
                in_body = 0.0
        if place.parent is not None:
            left[place.parent] = left.get(place.parent, 0.0) + rest
            in_bodies[place.parent] = in_bodies.get(place.parent, 0.0) + in_body


def is_foot_of_page(place: Place) -> bool:
    """Whether a place is the footer of a page whose title stands elsewhere: never part of an article."""
    return place.foot or (
        place.believed
        and place.side > 0
        and (place.element.tag == "footer" or is_called_footer(place.named))
        and place.factor < 1
    )


def discount_foot(land: Landscape, chain: list[Place], title: str) -> None:
    """Discount the last part of the page if it ends with the site's copyright or the office's address and has
    less than half of the title's words: a footer without such a tag or name. `chain` are the places around
    the title.
    """
    last = land.runs[-1]
    if last.side <= 0:
        return
    line = text_of(last.element, _LINE)
    if _COPYRIGHT.search(line) is None and _ADDRESS.fullmatch(line.strip()) is None:
        return
    around = set(chain)
    while last.parent is not None and last.parent not in around and last.parent.element.tag != "body":
        last = last.parent
    words = words_of(title)
    shared = words & words_of(beginning_of(last.element))
    if last.weight <= _LONGEST_FOOT and 2 * len(shared) < len(words):
        last.beside = last.believed = last.foot = True
        last.factor = min(last.factor, _FACTOR)


def _is_text_in_text(place: Place, children: Children) -> bool:
    """Whether a part among paragraphs, whose names or tag promise links or fields, holds neither.

    The same for a part within such a part.
    """
    element, parent = place.element, place.parent
    if element.tag == "form":
        if any(field.get("type") != "hidden" for field in element.iter("input", "textarea", "select")):
            return False
    elif element.tag in _TAGS or marks(element)[1] or is_called_caption(place.named):
        return False
    if place.side < 0 or not place.runs or parent is None or is_called_other_text(place.named):
        return False
    if is_surely_boilerplate(place.named) and next(element.iter(*_HEADINGS), None) is not None:
        return False  # `Baca juga` above headlines that are no links
    if element.find(".//a[@href]") is None and (parent.own or any(map(_is_paragraph, children[parent]))):
        return True
    return parent.beside and _is_text_in_text(parent, children)


def _is_paragraph(place: Place) -> bool:
    tag = place.element.tag
    return tag == "p" or tag in INLINE or (tag == "div" and not place.beside)


def _is_body(place: Place) -> bool:
    """Whether a landmark or a class marks the article's position."""
    return bool(role_of(place) or is_called_body(place.named)) and (not place.beside or _says_little(place))


def _weakly_named_text(
    places: list[Place], children: Children, on_chain: set[Place], total: float
) -> set[Place]:
    """Places with weak names that hold much of the text around them, alone or with similar siblings."""
    boilerplate: set[Place] = set()
    found: set[Place] = set()
    for parent in places:
        if parent.parent in boilerplate or (
            parent.beside and parent not in on_chain and not _says_little(parent)
        ):
            boilerplate.add(parent)
            continue
        groups: dict[tuple[str, str], list[Place]] = {}
        at_title = parent in on_chain or bool(role_of(parent))
        for place in children.get(parent, ()):
            if not place.beside or place.side < 0 or not _says_little(place):
                continue
            if at_title and place.runs > 1 and place.element.find(".//a[@href]") is None:
                found.add(place)  # text beside the title, without links
            groups.setdefault(signature(place), []).append(place)
        for group in groups.values():
            mass = sum(place.weight for place in group)
            if mass < _OF_PARENT * parent.weight:
                continue
            if parent in found or (mass >= _OF_PAGE * total and sum(place.runs for place in group) > 2):
                found.update(group)
    return found


def _says_little(place: Place) -> bool:
    """Whether a place counts as boilerplate only for a class that parts of articles have, too."""
    return not (
        place.element.tag in _TAGS
        or is_surely_boilerplate(place.named)
        or is_called_caption(place.named)
        or marks(place.element)[1]
    )
