"""Where the article stands: the element that holds most of the running text of a page.

Long runs of text are found by the tree's own engine; each lends its weight to all elements around it. From
the root the way leads down into the child that holds most of the weight, until it divides among paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.deadline import check_time
from crawler.extraction.dom.class_patterns import (
    INLINE,
    NEVER,
    is_called_body,
    is_called_boilerplate,
    is_called_caption,
    is_called_lead,
    marks,
)
from crawler.extraction.dom.tables import is_data_table

_NO_TEXT = "not(parent::a or parent::script or parent::style or parent::noscript)"
# Without an argument string-length needs no set of nodes for each text.
_LONG_TEXT = etree.XPath(f"descendant::text()[string-length()>60][{_NO_TEXT}]")
_ANY_TEXT = etree.XPath(f"descendant::text()[string-length()>12][{_NO_TEXT}]")
_ENOUGH = 600.0
"""Weight of the long text of a page below which shorter text counts too."""
_SENTENCE = re.compile(r"[.!?。！？।…,;:][\"'”’»)\]]*(?:\s|$)|[。！？।，]")
_NO_CONTAINER = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "dd",
        "dt",
        "pre",
        "caption",
        "figcaption",
    ]
)
_BESIDE = frozenset(["aside", "footer", "nav", "form", "figure", "figcaption", "dialog"])
_WHOLE = frozenset({"html", "body", "main"})
_DOMINANT = 0.55
"""Share of an element's weight that a child must hold for the way to lead down into it."""
_DOMINANT_BELOW_BODY = 0.92
_NAMED_BODY = 0.4
_PEERS = 0.1
_LINES_OF_ONE = 3
"""Broken lines up to which text is one paragraph; more of them hold a text of several."""


@dataclass(slots=True, eq=False)
class Place:
    """An element above some long text: its weight is that of all text below it.

    It knows what is above it, not what is below: a circle of references would keep the page's whole tree in
    memory until the next collection of garbage.
    """

    element: HtmlElement
    parent: Place | None
    beside: bool
    """Names or tags say that it stands beside the article."""
    link: bool
    named: str
    weight: float = 0.0
    own: float = 0.0
    good: float = 0.0
    """The weight without what stands beside the article; known once the container was looked for."""


@dataclass(slots=True)
class Landscape:
    """The long runs of text of a page in reading order, each by its place, and the elements around them."""

    runs: list[Place]
    places: dict[HtmlElement, Place]
    root: Place | None


def survey(tree: HtmlElement) -> Landscape:
    """The long text of `tree` and how much of it stands below each element."""
    top = tree.find("body")
    if top is None:
        top = tree
    land = _survey(top, _LONG_TEXT)
    if land.root is None or land.root.weight < _ENOUGH:
        land = _survey(top, _ANY_TEXT)
    return land


_BETWEEN_CHECKS = 500  # texts between two looks at the clock


def _survey(top: HtmlElement, text_of: etree.XPath) -> Landscape:
    places: dict[HtmlElement, Place] = {}
    runs: list[Place] = []
    for text in text_of(top):
        parent = text.getparent()
        if text.is_tail:
            parent = parent.getparent()
        if parent is None:
            continue
        place = places.get(parent) or _place(parent, places)
        place.own += _weigh(text, place)
        runs.append(place)
        if not len(runs) % _BETWEEN_CHECKS:
            check_time()
    for place in reversed(places.values()):
        place.weight += place.own
        if place.parent is not None:
            place.parent.weight += place.weight
    return Landscape(runs, places, next(iter(places.values()), None))


def _place(element: HtmlElement, places: dict[HtmlElement, Place]) -> Place:
    """The place of `element`; those above it are made first."""
    chain = [element]
    above = element.getparent()
    while above is not None and above not in places:
        chain.append(above)
        above = above.getparent()
    parent = places[above] if above is not None else None
    for item in reversed(chain):
        tag = item.tag
        named, hidden = marks(item)
        beside = (
            hidden
            or tag in _BESIDE
            or tag in NEVER
            or (tag not in _WHOLE and (is_called_boilerplate(named) or is_called_caption(named)))
        )
        link = tag == "a" or (parent is not None and parent.link)
        place = Place(item, parent, beside, link, named)
        parent = places[item] = place
    assert parent is not None
    return parent


def _weigh(text: str, place: Place) -> float:
    """How much `text` looks like running text: its length, less in links and without punctuation."""
    text = text.strip()
    length = min(len(text), 1500)
    if length < 12:
        return 0.0
    weight = float(length) if text[0] < "\u2e80" else 2.0 * length
    if place.link:
        weight *= 0.1
    if _SENTENCE.search(text) is None:
        weight *= 0.25
    if weight < 60:
        weight *= 0.5
    return weight


def find_container(land: Landscape) -> Place | None:
    """The place of the article, or None where the page has no running text."""
    if land.root is None:
        return None
    children = _weigh_good(land, land.root.weight)
    current = land.root
    if current.good <= 0:
        return None
    named_body: Place | None = current if _is_named_body(current) else None
    while True:
        below = children.get(current)
        if below is None:
            break
        heir = max(below, key=_good)
        if heir.element.tag in _NO_CONTAINER or heir.element.tag in INLINE:
            break
        if heir.element.tag == "tr" and _is_row_of_data(heir.element):
            break
        limit = _DOMINANT if named_body is None else _DOMINANT_BELOW_BODY
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
    return current


_good = attrgetter("good")


def _is_row_of_data(row: HtmlElement) -> bool:
    table = next(row.iterancestors("table"), None)
    return table is not None and is_data_table(table)


def _weigh_good(land: Landscape, total: float) -> dict[Place, list[Place]]:
    """Work out the weight of each place without what stands beside the article; what stands below each.

    A name that covers most of the page's text is not believed: themes call the whole page "has-sidebar".
    """
    children: dict[Place, list[Place]] = {}
    for place in reversed(land.places.values()):
        place.good += place.own
        if place.beside and place.good < 0.5 * total:
            place.good *= 0.05
        if place.parent is not None:
            place.parent.good += place.good
            children.setdefault(place.parent, []).append(place)
    for below in children.values():
        below.reverse()
    return children


def _is_lead(place: Place) -> bool:
    """Whether `place` is called the lead: of a short article it may hold most of the text."""
    return is_called_lead(place.named) and not _is_named_body(place)


def _is_named_body(place: Place) -> bool:
    return is_called_body(place.named) or place.element.get("itemprop") == "articleBody"


def _named_child(below: list[Place], parent: Place) -> Place | None:
    """A child called the article's body that holds a good part of the text, though not most of it."""
    best = max(filter(_is_named_body, below), key=_good, default=None)
    return best if best is not None and best.good >= _NAMED_BODY * parent.good else None


def _has_peers(heir: Place, parent: Place, below: list[Place]) -> bool:
    """Whether elements of the same tag and names beside `heir` hold text too: sections of one article."""
    tag, named = heir.element.tag, heir.named
    if tag == "div" and not named:
        return False
    peers = sum(
        child.good
        for child in below
        if child is not heir and child.named == named and child.element.tag == tag and not child.beside
    )
    return peers >= _PEERS * parent.good


def _is_leaf(place: Place, below: Iterable[Place]) -> bool:
    """Whether `place` is one paragraph: its text stands in it or in inline elements, and few lines break."""
    if place.own <= 0 or any(child.element.tag not in INLINE for child in below):
        return False
    return next(islice(place.element.iter("br"), _LINES_OF_ONE, None), None) is None
