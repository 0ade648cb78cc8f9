"""Rates how much of a page's text likely belongs to the article: the weight of each place after all evidence.

Each sign multiplies the weight of a place by a factor; none excludes alone. The article is where most weight
remains. The signs, in this order: boilerplate names and tags, other `article` elements, teaser cards, the
distance from the title.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extraction.content.name_evidence import discount_foot, discount_named
from crawler.extraction.content.survey import Children, Landscape, Place, is_in, role_of
from crawler.extraction.content.teaser_cards import discount_cards
from crawler.extraction.content.title_distance import discount_distant

_OTHER_ARTICLE = 0.15


def rate(
    land: Landscape, heading: HtmlElement | None, title: str = "", description: str = "", host: str = ""
) -> Children:
    """Set `good` of every place from the evidence; return the places below each place, in reading order.

    `heading` is the element that holds the title, if known; `title` and `description` are the page's, `host`
    is its host without `www.`.
    """
    places = list(land.places.values())
    children: Children = {}
    for place in places:
        if place.parent is not None:
            children.setdefault(place.parent, []).append(place)
    around = _elements_around(heading)
    _set_sides(places, around)
    chain = [place for place in places if place.element in around]
    discount_named(land, children, chain)
    discount_foot(land, chain, title)
    _discount_other_articles(places, chain)
    discount_cards(children, host)
    on_chain = set(chain)
    for place in reversed(places):
        place.good += place.own
        if place in on_chain:
            continue
        place.good *= place.factor
        if place.parent is not None and place.parent not in on_chain:
            place.parent.good += place.good
    discount_distant(chain, children, title, description)
    return children


def _elements_around(heading: HtmlElement | None) -> dict[HtmlElement, HtmlElement]:
    """The elements around the title, each with its child on the path to the title."""
    found: dict[HtmlElement, HtmlElement] = {}
    current = heading
    while current is not None:
        above = current.getparent()
        if above is not None:
            found[above] = current
        current = above
    return found


def _set_sides(places: list[Place], around: dict[HtmlElement, HtmlElement]) -> None:
    """Set which places are before the title and which after it."""
    for place in places if around else ():
        parent = place.parent
        if parent is None or place.element in around:
            continue
        if parent.side:
            place.side = parent.side
            continue
        path = around.get(parent.element)
        if path is not None and place.element is not path:
            place.side = 1 if parent.element.index(place.element) > parent.element.index(path) else -1


def _discount_other_articles(places: list[Place], chain: list[Place]) -> None:
    """Discount `article` elements other than the one that holds the title: a stream loads several."""
    own = next((place for place in reversed(chain) if role_of(place) == "article"), None)
    if own is None:
        return
    for place in places:
        if place.side and role_of(place) == "article" and not is_in(place, own):
            place.factor = min(place.factor, _OTHER_ARTICLE)
