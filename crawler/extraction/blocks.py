"""The body of an article as a list of blocks, each a displayed paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal

from lxml.html import HtmlElement

Kind = Literal["paragraph", "heading", "list_item", "quote", "row", "verse", "caption"]

_NEAR = 5
"""Elements around a caption in which its figure is looked for."""


@dataclass(slots=True)
class Block:
    """One paragraph of text. `element` is its element in the tree; several blocks may share an element."""

    kind: Kind
    text: str
    element: HtmlElement | None = None
    link_chars: int = 0
    """Number of characters of `text` inside links."""
    pictured: bool = False
    """Whether an image is right below it."""
    below: Figure | None = None
    """The image right above it."""


@dataclass(slots=True)
class Figure:
    """One image in or right above the body, as in the page: raw address, alternative text, caption."""

    src: str
    alt: str | None = None
    caption: str | None = None
    element: HtmlElement | None = None
    credit: str | None = None
    """The photographer, where the page prints the name in an element of its own."""


OUTSIDE = "outside the article"
"""Prefix of the removal reason for text outside the article's element."""


@dataclass(slots=True)
class Removed:
    """A removed block and the rule that removed it."""

    text: str
    reason: str


@dataclass(slots=True)
class Body:
    """The article's `container`, its blocks in reading order, and the removed blocks."""

    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    container: HtmlElement | None = None
    certainty: float = 1.0
    """Confidence that the article is there, 0 to 1."""

    @property
    def length(self) -> int:
        """Characters of all blocks."""
        return sum(len(block.text) for block in self.blocks)

    def removed_inside(self, most: int) -> list[Removed]:
        """The first `most` removed blocks that stood in the article's element."""
        return list(islice((item for item in self.removed if not item.reason.startswith(OUTSIDE)), most))

    def figure_near(self, element: HtmlElement | None) -> Figure | None:
        """The uncaptioned figure whose caption `element` may be: the nearest before it, else after it.

        Without an element, or with no figure near it, the first figure without a caption.
        """
        bare = [figure for figure in self.figures if figure.caption is None]
        if element is None or not bare:
            return bare[0] if bare else None
        by_element = {figure.element: figure for figure in bare if figure.element is not None}
        for above in islice(chain((element,), element.iterancestors()), _NEAR):
            before = after = None
            passed = False
            for item in above.iter():
                passed = passed or item is element
                found = by_element.get(item)
                if found is not None and not passed:
                    before = found
                elif found is not None:
                    after = found
                    break
            if before is not None or after is not None:
                return before or after
        return bare[0]
