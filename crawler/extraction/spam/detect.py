"""Spam that was injected into a portal's page: hidden blocks, link farms, hacked titles, cloaked pages.

A page is suspected on evidence that a person can check, never on a topic: portals report on gambling every
day. The page's strings are read first (addresses of links, title, body); elements are looked at only where
a string gave cause.
"""

from __future__ import annotations

from itertools import chain

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.dom.element_index import ElementIndex
from crawler.extraction.spam.ad_text import find_ad_text
from crawler.extraction.spam.cloaking import find_cloaks
from crawler.extraction.spam.context import SpamContext
from crawler.extraction.spam.evidence import Evidence
from crawler.extraction.spam.hacked_titles import find_hacked_titles
from crawler.extraction.spam.hidden_text import find_hidden
from crawler.extraction.spam.link_farms import find_farms
from crawler.portals import Portal

_CHECKS = (find_hidden, find_farms, find_hacked_titles, find_cloaks, find_ad_text)
"""In this order: what is hidden is no visible farm, and no part of the text that is read."""


def find_injection(
    tree: HtmlElement,
    url: str,
    *,
    body: Body | None = None,
    title: str | None = None,
    portal: Portal | None = None,
    outline: ElementIndex | None = None,
) -> list[Evidence]:
    """The evidence of spam on the page at `url`, in a fixed order; empty for a page without suspicion.

    `body` and `title` are what was located on the page, `outline` its outline, where it is known already.
    Foreign-language pages are suspected only on Indonesian portals (`portal` with a province, or a
    host under .id) and outside language trees.
    """
    page = SpamContext(tree, url, body, title, portal, outline)
    return list(dict.fromkeys(chain.from_iterable(check(page) for check in _CHECKS)))
