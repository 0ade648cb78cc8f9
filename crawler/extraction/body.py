"""The body of an article: where it stands in the tree, its blocks and its figures."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.container import Landscape, Place, find_container, survey
from crawler.extraction.flow import flow
from crawler.extraction.lead import prepend_lead
from crawler.extraction.links import drop_link_blocks

_TRUSTED_SHARE = 0.4


def locate_body(tree: HtmlElement, *, title: str | None = None, url: str = "") -> Body:
    """The blocks of the article in `tree`, in reading order, without what stands beside it.

    `title` helps to find the lead above the text. A page without running text gives an empty body.
    The tree is not changed.
    """
    land = survey(tree)
    place = find_container(land)
    body = Body()
    if place is None:
        return body
    body.container = place.element
    flow(place.element, body, _judge(land, place))
    prepend_lead(body, tree, land, place, title)
    drop_link_blocks(body)
    return body


def _judge(land: Landscape, container: Place) -> Callable[[HtmlElement], bool]:
    limit = container.weight * _TRUSTED_SHARE
    places = land.places

    def holds_text(element: HtmlElement) -> bool:
        place = places.get(element)
        return place is not None and place.weight > limit

    return holds_text
