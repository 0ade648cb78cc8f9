"""Applies a template to an extracted page: removes recurring blocks from the body.

The generic extraction finds text, images and facts; a template only removes blocks, and only recurring ones.
Selectors that a person wrote into a template are followed: for text, title and facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import SENTENCE_END
from crawler.extraction.boilerplate.related_links import MAX_HEADLINES, is_headline
from crawler.extraction.content.edges import is_inside
from crawler.extraction.dom.text import clean
from crawler.extraction.wrapper.selector_builder import selector_of
from crawler.extraction.wrapper.selectors import find_all_near, find_near, select, select_first
from crawler.extraction.wrapper.template import (
    DIGITS,
    MAX_TAKEN,
    Layout,
    Template,
    label_of,
    mask,
)

RECURS = "recurs on the portal"
"""Why a template takes a block out, as `Removed` says it."""

MAX_TAGS = 80
_MIN_TEXT = 80
"""Characters of sentences without which an element is not taken for the text."""
_SENTENCE = 50
_MAX_ANNOUNCEMENT_LENGTH = 200
WHOLE_BODY = "body"
"""Selector of the text of articles that an API or feed delivers whole."""


def text_place(body: Body, *, body_only: bool = False) -> str | None:
    """The selector of the element that holds the text; None if no theme class leads to it."""
    if body.container is None:
        return None
    return WHOLE_BODY if body_only else selector_of(body.container)


def text_by_hand(template: Template, tree: HtmlElement) -> HtmlElement | None:
    """The text's element by a hand-edited template, if the selector matches exactly one element."""
    if template.origin != "hand":
        return None
    for layout in template.layouts:
        found = select(layout.body)(tree)
        if len(found) == 1 and _sentence_chars(map(str.strip, found[0].itertext())) >= _MIN_TEXT:
            return found[0]
    return None


@dataclass(frozen=True, slots=True)
class Recurring:
    """Recurring elements and lines for pages of `layout`. `root` is where boxes are searched,
    if not in the element that holds the text.
    """

    layout: Layout
    by_hand: bool = False
    root: HtmlElement | None = None

    def take(self, body: Body) -> bool:
        """Remove recurring blocks from `body`; False, with the body unchanged, if that would be too much.

        Hand-written selectors are never too much. Otherwise most of the text must not be content that varies
        between pages (numbers, headlines, the content of boxes), and sentences must remain.
        """
        root = self.root if self.root is not None else body.container
        taken = list(_recurring(self.layout, body, root, by_hand=self.by_hand))
        if not taken:
            return True
        gone = {id(block) for block, _ in taken}
        kept = [block for block in body.blocks if id(block) not in gone]
        if not self.by_hand and (
            _varying_share(taken, body) > MAX_TAKEN
            or _sentence_chars(block.text for block in kept) < _MIN_TEXT
        ):
            return False
        body.removed.extend(Removed(block.text, RECURS) for block, _ in taken)
        body.blocks = kept
        return True


def _varying_share(taken: list[tuple[Block, bool]], body: Body) -> float:
    """Share of the text that would be removed though it differs from page to page."""
    varying = sum(len(block.text) for block, varies in taken if varies)
    return varying / (body.length or 1)


def recurring_on(template: Template, body: Body, root: HtmlElement | None = None) -> Recurring | None:
    """What recurs, by `template`, on a page with the body `body`; None if no layout matches.

    `root` is the whole tree of an article delivered by an API or feed.
    """
    place = text_place(body, body_only=root is not None)
    layout = next((layout for layout in template.layouts if layout.body == place), None)
    return Recurring(layout, template.origin == "hand", root) if layout is not None else None


def _recurring(
    layout: Layout, body: Body, root: HtmlElement | None, *, by_hand: bool
) -> Iterator[tuple[Block, bool]]:
    """The recurring blocks, each with a flag: its text differs on every page."""
    lines, labels = _sets_of(layout)
    boxes = _boxes(layout, root)
    announced = 0
    for block in body.blocks:
        masked = mask(block.text)
        label = label_of(block.text) if labels and (by_hand or may_announce(block)) else None
        if masked in lines:
            announced = MAX_HEADLINES if masked.endswith(":") else 0
            yield block, DIGITS.search(block.text) is not None
        elif label in labels or (boxes and is_inside(block.element, boxes)):
            announced = 0
            yield block, True
        elif announced and is_headline(block):
            announced -= 1
            yield block, True
        else:
            announced = 0


def _boxes(layout: Layout, root: HtmlElement | None) -> dict[HtmlElement, bool]:
    if root is None or not layout.furniture:
        return {}
    found = {box: True for selector in layout.furniture for box in select(selector)(root)}
    return {**found, root: False} if found else {}


def may_announce(block: Block) -> bool:
    """Whether a block is short enough to be a label with another article's headline."""
    return len(block.text) <= _MAX_ANNOUNCEMENT_LENGTH and block.kind not in ("row", "verse", "quote")


@lru_cache(maxsize=2_000)
def _sets_of(layout: Layout) -> tuple[frozenset[str], frozenset[str | None]]:
    return frozenset(layout.lines), frozenset(layout.labels)


def _sentence_chars(texts: Iterable[str]) -> int:
    return sum(len(text) for text in texts if len(text) >= _SENTENCE or SENTENCE_END.search(text) is not None)


@dataclass(frozen=True, slots=True)
class PlacesByHand:
    """Hand-written selectors for the facts on a page of `layout`, around the text in `container`."""

    layout: Layout
    container: HtmlElement
    tree: HtmlElement

    def first(self, selector: str | None) -> HtmlElement | None:
        """The first match: absent if the match nearest to the text is not the first on the page, since one of
        the two belongs to another article.
        """
        if selector is None:
            return None
        found = find_near(selector, self.container, self.tree)
        return found if found is not None and found is select_first(selector)(self.tree) else None

    def tags(self) -> list[HtmlElement]:
        """The links that name the tags."""
        if self.layout.tags is None:
            return []
        return find_all_near(self.layout.tags, self.container, self.tree)[:MAX_TAGS]

    def lead(self) -> Block | None:
        """The lead above the text."""
        element = self.first(self.layout.lead)
        text = clean("".join(element.itertext())) if element is not None else ""
        return Block("paragraph", text, element) if text else None
