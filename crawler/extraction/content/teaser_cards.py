"""Teaser cards: many similar parts of a page, each with a headline and a link, that list other articles."""

from __future__ import annotations

from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.extraction.content.survey import Children, Landscape, Place, is_in, signature
from crawler.extraction.content.title_words import TitleWords
from crawler.extraction.dom.anchors import link_of_heading
from crawler.extraction.dom.class_patterns import HEADINGS
from crawler.urls.hosts import host_of

_FACTOR = 0.2
_ROWS = frozenset({"tr", "table"})
_TAGS = frozenset({"div", "article", "section", "li", "td"}) | _ROWS
_FEWEST = 3
_MIN_AT_END = 2
"""The same below other text of the same element, with none below them."""
_LONGEST = 800.0
_LONGEST_ROW = 300.0
"""The same for rows: those of a table of chapters are longer."""
_SENTENCE = 25.0
_LINKS = 3
_HEADLINE = 20
_MIN_TEXT = 150.0
_LONG_TITLE = 4
"""Words of the subject in a title that only headlines have."""
_MIN_SHARE = 0.25
"""Text beside the cards by which they are teasers below an article, and not the article itself."""


def discount_cards(children: Children, host: str) -> None:
    """Discount and mark the cards among the places; links of cards lead to pages of `host`."""
    for below in children.values():
        if len(below) < _MIN_AT_END:
            continue
        groups: dict[tuple[str, str], list[Place]] = {}
        for place in below:
            if place.element.tag in _TAGS:
                groups.setdefault(signature(place), []).append(place)
        if below[-1].element.tag == "p" and (cards := _cards_at_end(below, host)):
            groups["p", "cards"] = cards
        for group in groups.values():
            fewest = _FEWEST if group[-1] is not below[-1] or group[0] is below[0] else _MIN_AT_END
            if len(group) >= fewest and 3 * sum(_is_card(place, host) for place in group) >= 2 * len(group):
                for place in group:
                    place.factor = min(place.factor, _FACTOR)
                    place.card = True


def _cards_at_end(below: list[Place], host: str) -> list[Place]:
    """The paragraphs at the end of an element that are a linked headline with an excerpt below it each."""
    cards = list(takewhile(lambda place: place.element.tag == "p" and _is_card(place, host), below[::-1]))
    return cards[::-1] if len(cards) >= _MIN_AT_END else []


def cards_within(container: Place, land: Landscape, words: TitleWords) -> dict[HtmlElement, str]:
    """The cards within the container, with the reason to skip them, unless they are most of it.

    They may be most of it below a short text that has the words of a long title.
    """
    found = [place for place in land.places.values() if place.card and is_in(place, container)]
    if not found:
        return {}
    rest = container.weight - sum(place.weight for place in found)
    if rest < max(_MIN_TEXT, _MIN_SHARE * container.weight):
        if len(words.words) < _LONG_TITLE:
            return {}
        texts = [place for place in land.places.values() if place.own and is_in(place, container)]
        texts = [place for place in texts if not _is_in_card(place, container)]
        if 2 * words.count(texts) < len(words.words) or not words.clearly_prefer(words.count(texts), found):
            return {}
    return {place.element: "teaser of another article" for place in found}


def _is_in_card(place: Place, container: Place) -> bool:
    """Whether a place in `container` is a card, or in one that is not around the container."""
    above: Place | None = place
    while above is not None and not above.card:
        above = above.parent if above is not container else None
    return above is not None


def _is_card(place: Place, host: str) -> bool:
    """Whether a part is short and its headline, or its only link, leads to another page of the site."""
    row = place.element.tag in _ROWS
    if place.weight > (_LONGEST_ROW if row else _LONGEST) or (row and place.weight < _SENTENCE):
        return False  # a row of data holds no sentence
    heading = next(place.element.iter(*HEADINGS), None)
    if heading is not None:
        link = link_of_heading(heading)
        if link is None and not row:
            link = _only_link(place.element)
        return link is not None and _leads_on(link, host)
    for link in islice(place.element.iter("a"), _LINKS):
        text = "".join(link.itertext()).strip()
        if text:  # the first link is often that of the image
            break
    else:
        return False
    if not _leads_on(link, host):
        return False
    line = link.getparent()
    # A headline is on its own line; a link among the words of a sentence is none.
    if len(text) < _HEADLINE or line is None:
        return False
    if not (line.text or "").strip() and not (link.tail or "").strip() and link.getnext() is not None:
        return line is place.element or link.getprevious() is None
    return line is not place.element and (len(link) > 0 or "".join(line.itertext()).strip() == text)


def _only_link(element: HtmlElement) -> HtmlElement | None:
    """The link below a headline that is none itself (`Selengkapnya`), if all links lead to the same page."""
    links = list(islice(element.iter("a"), _LINKS + 1))
    same = len({link.get("href") for link in links}) == 1
    return links[-1] if same and len(links) <= _LINKS else None


def _leads_on(link: HtmlElement, host: str) -> bool:
    """Whether a link leads to another page of the site at `host` (to any page if `host` is not known)."""
    href = link.get("href") or "#"
    return href[0] != "#" and ("//" not in href[:8] or not host or host_of(href).endswith(host))
