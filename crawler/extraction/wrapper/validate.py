"""Whether a page is what its portal's template expects: the template's body is believed, or not.

A selector may still match where the text no longer stands. One page in `CHECKED`, chosen by its address, and
each page that prints more text beside the template's body than in it, are read the general way too.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.boilerplate.cleaner import strip_boilerplate
from crawler.extraction.content.body import locate_body
from crawler.extraction.wrapper.apply import TemplateResult, apply_template
from crawler.extraction.wrapper.template import Template

CHECKED = 16
_AGREE = 0.5
"""Share of the text found the general way that the template must find too."""
_BESIDE = 600
"""Characters of paragraphs beside the body that are worth a second look."""


def place(template: Template, tree: HtmlElement, url: str) -> TemplateResult | None:
    """What `template` finds on the page at `url`; None where no layout fits it, or the text is elsewhere."""
    placed = apply_template(template, tree)
    if placed is None:
        return None
    if is_checked(url) or _more_stands_beside(placed.body, tree):
        return placed if _agrees(placed.body, tree) else None
    return placed


def is_checked(url: str) -> bool:
    """Whether the page at `url` is one of those that are looked at in full whatever its template says."""
    return zlib.crc32(url.encode("utf-8", "replace")) % CHECKED == 0


def _more_stands_beside(body: Body, tree: HtmlElement) -> bool:
    container = body.container
    assert container is not None
    inside = sum(len(block.text) for block in body.blocks)
    everywhere = sum(len(item.text or "") for item in tree.iter("p"))
    if everywhere < inside + _BESIDE:
        return False
    beside = everywhere - sum(len(item.text or "") for item in container.iter("p"))
    return beside > max(inside, _BESIDE)


def _agrees(body: Body, tree: HtmlElement) -> bool:
    placed = {block.text for block in body.blocks} | {item.text for item in body.removed}
    found = locate_body(tree)
    return _covers(placed, found.blocks) or _covers(placed, strip_boilerplate(found).blocks)


def _covers(texts: set[str], blocks: Sequence[Block]) -> bool:
    total = sum(len(block.text) for block in blocks)
    return sum(len(block.text) for block in blocks if block.text in texts) >= _AGREE * total
