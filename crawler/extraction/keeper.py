"""The template of one portal over its life: learned from its pages, used, watched, learned anew."""

from __future__ import annotations

import zlib

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.body import locate_body
from crawler.extraction.learning import ENOUGH, Drift, Learner
from crawler.extraction.template import Template, apply_template

_CHECKED = 8
"""One page in so many, chosen by its address, is read both ways."""
_AGREE = 0.5


class TemplateKeeper:
    """Gives the body of each page of a portal: by its template once there is one, else by the generic way.

    `template` is the present one (given, learned, or None while pages are collected); `drifted` counts how
    often it was given up because the portal changed. Save `template` after a crawl and give it to the next:
    results then do not depend on the order of pages.
    """

    def __init__(self, portal: str, template: Template | None = None) -> None:
        self.portal = portal
        self.template = template
        self.drifted = 0
        self._drift = Drift()
        self._learner = Learner(portal)

    def locate(self, tree: HtmlElement, *, title: str | None = None, url: str = "") -> Body:
        """The body of one page; one that fits no layout is read the generic way, by `locate_body`."""
        if self.template is None:
            self._learner.observe(tree)
            if len(self._learner) >= ENOUGH:
                self.template = self._learner.learn()
                self._learner, self._drift = Learner(self.portal), Drift()
            return locate_body(tree, title=title, url=url)
        placed = apply_template(self.template, tree)
        fits = placed is not None and (zlib.crc32(url.encode()) % _CHECKED != 0 or _agrees(placed.body, tree))
        if not fits:
            self._learner.observe(tree)
        if self._drift.note(fits):
            self.drifted += 1
            self.template = None
        return placed.body if placed is not None and fits else locate_body(tree, title=title, url=url)


def _agrees(body: Body, tree: HtmlElement) -> bool:
    """Whether the generic way finds the same text: most of it stands in the template's body too."""
    placed = {block.text for block in body.blocks} | {item.text for item in body.removed}
    found = locate_body(tree).blocks
    total = sum(len(block.text) for block in found)
    shared = sum(len(block.text) for block in found if block.text in placed)
    return shared >= _AGREE * total
