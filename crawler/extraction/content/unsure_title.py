"""Settles title and body where the page's first heading, which nothing confirms, may be that of a box."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.element_index import ElementIndex
from crawler.extraction.metadata.headline import settle_title
from crawler.extraction.metadata.title import NO_TITLE, Title
from crawler.extraction.metadata.title_claims import TitleEvidence

_FEW_WORDS = 4


def settle_unsure(
    title: Title, body: Body, evidence: TitleEvidence, tree: HtmlElement, outline: ElementIndex
) -> tuple[Title, Body]:
    """The final title and its body, given the `body` below the unconfirmed heading `title`.

    The heading is a box's if the page's longest text begins below a headline that is above the heading.
    """
    found = locate_body(tree, url=evidence.url, outline=outline)
    if 2 * found.length >= body.length:
        near = settle_title(NO_TITLE, found, evidence)
        if _is_headline_above(near, title, tree):
            return near, locate_body(
                tree, title=near.text, heading=near.element, url=evidence.url, outline=outline
            )
    return settle_title(title, body, evidence), body


def _is_headline_above(near: Title, title: Title, tree: HtmlElement) -> bool:
    if near.element is None or near.element is title.element or len(near.text.split()) < _FEW_WORDS:
        return False
    return next(item for item in tree.iter() if item is near.element or item is title.element) is near.element
