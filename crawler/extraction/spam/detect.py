"""Detects spam injected into a page: hidden blocks, link farms, hacked titles, cloaking.

Evidence is always something that a person can check, never a topic: portals report on gambling every day.
The checks read strings first (link URLs, title, body) and look at elements only where a string matches.
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
    """Return the evidence of spam on the page at `url`, in a fixed order; empty for a clean page.

    `body` and `title` were located on the page; `outline` is its element index, if already built.
    Foreign-language pages count as spam only on Indonesian portals (`portal` with a province, or a
    host under .id) and outside language trees.
    """
    page = SpamContext(tree, url, body, title, portal, outline)
    return list(dict.fromkeys(chain.from_iterable(check(page) for check in _CHECKS)))
