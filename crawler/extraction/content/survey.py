"""Running text by place: which elements hold long text, and how much each of them holds.

Long text nodes are found by XPath in libxml2; each adds its weight to all its ancestors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.deadline import check_time
from crawler.extraction.dom.class_patterns import (
    NEVER,
    is_called_boilerplate,
    is_called_caption,
    is_chapter,
    make_of,
    marks,
)
from crawler.extraction.dom.element_index import LONG_TEXT

_ENOUGH = 2500.0
"""Weight of the long text of a page below which shorter text counts too."""
_LONG = 40.0
_SENTENCE = re.compile(r"[.!?。！？।…,;:][\"'”’»)\]]*(?:\s|$)|[。！？।，]")
_BESIDE = frozenset(["aside", "footer", "nav", "form", "figure", "figcaption", "dialog"])
_LANDMARKS = frozenset({"main", "article"})
_WHOLE = frozenset({"html", "body", "main"})
_BETWEEN_CHECKS = 500  # texts between two checks of the deadline


@dataclass(slots=True, eq=False)
class Place:
    """An element above some long text: its weight is that of all text below it.

    It refers to its parent, not to its children: reference cycles would keep the page's whole tree in memory
    until the next garbage collection.
    """

    element: HtmlElement
    parent: Place | None
    beside: bool
    """Whether names or tags mark it as outside the article."""
    link: bool
    named: str
    weight: float = 0.0
    own: float = 0.0
    runs: int = 0
    """Number of long texts in it."""
    good: float = 0.0
    """The weight that is likely the article's; known once the container was looked for."""
    side: int = 0
    """Before (-1) or after (1) the title; 0 around it, and where no title is known."""
    believed: bool = True
    """Whether its names and tags are credible."""
    foot: bool = False
    """Whether it ends with the copyright of the site and has few words of the title."""
    card: bool = False
    """Whether it is one of many like parts that list other articles."""
    apart: str = ""
    """Why it is not the article's, where the text near the title shows more of the title's words."""
    factor: float = 1.0
    """Its factor by the evidence at this place."""


Children = dict[Place, list[Place]]
"""The places below each place, in reading order."""


def is_in(place: Place, outer: Place) -> bool:
    """Whether `place` is `outer` or below it."""
    current: Place | None = place
    while current is not None:
        if current is outer:
            return True
        current = current.parent
    return False


def role_of(place: Place) -> str:
    """`main` or `article`, by tag or role; empty for any other place."""
    tag = str(place.element.tag)
    if tag in _LANDMARKS:
        return tag
    role = place.element.get("role")
    return role if role in _LANDMARKS else ""


def signature(place: Place) -> tuple[str, str]:
    """The common key of parts with the same markup: tag and first classes, without digits."""
    return make_of(place.element)


@dataclass(slots=True)
class Landscape:
    """The long text nodes of a page in reading order, each with its place, and the elements around them.

    `places` lists ancestors before descendants, and otherwise follows document order.
    """

    runs: list[Place]
    places: dict[HtmlElement, Place]
    root: Place | None


def survey(texts: list[tuple[HtmlElement, str]], anchors: Set[str] = frozenset()) -> Landscape:
    """The long text of a page and how much of it is below each element.

    `texts` are the page's runs of text, each with its element, in the order of the page.
    """
    land = _survey((item for item in texts if len(item[1]) > LONG_TEXT), anchors)
    if land.root is None or land.root.weight < _ENOUGH:
        land = _survey(texts, anchors)
    return land


def _survey(texts: Iterable[tuple[HtmlElement, str]], anchors: Set[str]) -> Landscape:
    places: dict[HtmlElement, Place] = {}
    runs: list[Place] = []
    for parent, text in texts:
        place = places.get(parent) or _place(parent, places, anchors)
        weight = _weigh(text, place)
        place.own += weight
        place.runs += weight >= _LONG
        runs.append(place)
        if not len(runs) % _BETWEEN_CHECKS:
            check_time()
    for place in reversed(places.values()):
        place.weight += place.own
        if place.parent is not None:
            place.parent.weight += place.weight
            place.parent.runs += place.runs
    return Landscape(runs, places, next(iter(places.values()), None))


def _place(element: HtmlElement, places: dict[HtmlElement, Place], anchors: Set[str]) -> Place:
    """The place of `element`; creates those of its ancestors first."""
    chain = [element]
    above = element.getparent()
    while above is not None and above not in places:
        chain.append(above)
        above = above.getparent()
    parent = places[above] if above is not None else None
    for item in reversed(chain):
        tag = item.tag
        named, hidden = marks(item)
        chapter = bool(anchors and named) and is_chapter(item, anchors)
        if chapter:
            named = item.get("class") or ""
        beside = (
            hidden
            or tag in _BESIDE
            or tag in NEVER
            or (tag not in _WHOLE and (is_called_boilerplate(named) or is_called_caption(named)))
        )
        link = tag == "a" or (parent is not None and parent.link)
        place = Place(item, parent, beside, link, named)
        place.believed = beside or not chapter
        parent = places[item] = place
    assert parent is not None
    return parent


def _weigh(text: str, place: Place) -> float:
    """How much `text` looks like running text: its length, reduced in links and without punctuation."""
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
