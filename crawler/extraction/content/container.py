"""Finds the article's container: the element that holds most of the running text.

Long text nodes are found by XPath in libxml2; each adds its weight to all its ancestors. From the root, the
search descends into the child that holds most of the weight, until the weight divides among paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

from lxml.html import HtmlElement

from crawler.extraction.content.extent import widen
from crawler.extraction.content.rating import rate
from crawler.extraction.content.site_boxes import teasers_within
from crawler.extraction.content.survey import Children, Landscape, Place, is_in
from crawler.extraction.content.teaser_cards import cards_within
from crawler.extraction.content.title_words import TitleWords
from crawler.extraction.dom.class_patterns import (
    INLINE,
    is_called_body,
    is_called_lead,
)
from crawler.extraction.dom.tables import is_data_table

_NO_CONTAINER = INLINE | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "dd", "dt", "pre", "caption", "figcaption",
}  # fmt: skip
_DOMINANT = 0.55
"""Share of an element's weight that a child must hold for the way to lead down into it."""
_DOMINANT_BELOW_BODY = 0.92
_NAMED_BODY = 0.4
_ENOUGH = 60.0
_FAR = 0.4
"""The greatest factor of what is far from the title, and the least share of the text beside it."""
_CARDS = 0.25
"""Share of its weight that a column of cards has left, at most."""
_LONG_TITLE = 4
"""Words of the subject in a title that only headlines have."""
_PEERS = 0.1
_LINES_OF_ONE = 3
"""Broken lines up to which text is one paragraph; more of them hold a text of several."""


def find_container(
    land: Landscape,
    heading: HtmlElement | None = None,
    title: str = "",
    description: str = "",
    host: str = "",
) -> tuple[Place, dict[HtmlElement, str]] | None:
    """The place of the article, or None if the page has no running text."""
    if land.root is None:
        return None
    children = rate(land, heading, title, description, host)
    words = TitleWords(title, description)
    current = land.root
    if current.good <= 0:
        return None
    named_body: Place | None = current if _is_named_body(current) else None
    while True:
        below = children.get(current)
        if below is None:
            break
        heir = max(below, key=_good)
        limit = _DOMINANT if named_body is None else _DOMINANT_BELOW_BODY
        near = _near_title(below) if heir.good < limit * current.good else None
        if (
            near is None
            and heir.side
            and heir.good <= _CARDS * heir.weight
            and len(words.words) >= _LONG_TITLE
        ):
            near = _lines_below_title(below, children)
        if near is not None:
            current = near
            continue
        if heir.element.tag in _NO_CONTAINER and not _holds_landmark(heir, children):
            break
        if heir.element.tag == "tr" and _is_row_of_data(heir.element):
            break
        if heir.good / current.good < limit:
            body = _named_child(below, current) if named_body is None else None
            if body is None:
                break
            heir = body
        elif len(below) > 1 and (
            _is_leaf(heir, children.get(heir, ())) or _is_lead(heir) or _has_peers(heir, current, below)
        ):
            break
        current = heir
        if _is_named_body(current):
            named_body = current
    place, skip = widen(current, children)
    teasers = teasers_within(place, children, words)
    return place, skip | teasers | cards_within(place, land, words) | _apart_within(place, land)


def _apart_within(container: Place, land: Landscape) -> dict[HtmlElement, str]:
    """The parts within the container that are not the article's, with the reason to skip them."""
    found = (place for place in land.places.values() if place.apart and place is not container)
    return {place.element: place.apart for place in found if is_in(place, container)}


def _near_title(below: list[Place]) -> Place | None:
    """The part around the title, if it holds text and all other text is far from the title."""
    near = next((place for place in below if place.side == 0), None)
    others = [place for place in below if place is not near]
    if near is None or near.good < _ENOUGH or not any(place.side for place in others):
        return None
    if any(place.factor > _FAR for place in others):
        return None
    return near if near.good >= _FAR * sum(map(_good, below)) else None


def _lines_below_title(below: list[Place], children: Children) -> Place | None:
    """The part around the title of an article of short lines, if the other parts hold cards alone."""
    near = next((place for place in below if place.side == 0), None)
    if near is None or any(place.good > _CARDS * place.weight for place in below if place.side):
        return None
    inner: Place | None = near
    while inner is not None:
        parts = children.get(inner, ())
        if any(part.side > 0 and part.good > _CARDS * part.weight for part in parts):
            return near
        inner = next((part for part in parts if part.side == 0), None)
    return None


def _holds_landmark(place: Place, children: Children) -> bool:
    """Whether the element holds the article by mistake: an unclosed element meant for one line."""
    below = children.get(place, ())
    while len(below) == 1:
        if below[0].element.tag in ("main", "article"):
            return True
        below = children.get(below[0], ())
    return False


_good = attrgetter("good")


def _is_row_of_data(row: HtmlElement) -> bool:
    table = next(row.iterancestors("table"), None)
    return table is not None and is_data_table(table)


def _is_lead(place: Place) -> bool:
    """Whether `place` is classed as the lead: in a short article it may hold most of the text."""
    return is_called_lead(place.named) and not _is_named_body(place)


def _is_named_body(place: Place) -> bool:
    return is_called_body(place.named) or place.element.get("itemprop") == "articleBody"


def _named_child(below: list[Place], parent: Place) -> Place | None:
    """A child classed as article body that holds a substantial part of the text, though not most of it."""
    best = max(filter(_is_named_body, below), key=_good, default=None)
    return best if best is not None and best.good >= _NAMED_BODY * parent.good else None


def _has_peers(heir: Place, parent: Place, below: list[Place]) -> bool:
    """Whether siblings of `heir` with the same tag and classes hold text too: sections of one article."""
    tag, named = heir.element.tag, heir.named
    if tag == "div" and not named:
        return False
    peers = sum(
        child.good
        for child in below
        if child is not heir and child.named == named and child.element.tag == tag and child.factor > _FAR
    )
    return peers >= _PEERS * parent.good


def _is_leaf(place: Place, below: Iterable[Place]) -> bool:
    """Whether `place` is one paragraph: its text is direct or inline, with few line breaks."""
    if place.own <= 0 or any(child.element.tag not in INLINE for child in below):
        return False
    return next(islice(place.element.iter("br"), _LINES_OF_ONE, None), None) is None
