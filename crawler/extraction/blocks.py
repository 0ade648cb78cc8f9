"""The body of an article as a list of blocks, each a paragraph as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lxml.html import HtmlElement

Kind = Literal["paragraph", "heading", "list_item", "quote", "row", "verse", "caption"]


@dataclass(slots=True)
class Block:
    """One paragraph of text. `element` is where it stands in the tree; several may share an element."""

    kind: Kind
    text: str
    element: HtmlElement | None = None
    link_chars: int = 0
    """How many characters of `text` stand inside links."""
    pictured: bool = False
    """Whether an image stands right below it."""
    below: Figure | None = None
    """The image right above it."""


@dataclass(slots=True)
class Figure:
    """One image in or right above the body, as the page gives it: raw address, alt text, caption."""

    src: str
    alt: str | None = None
    caption: str | None = None
    element: HtmlElement | None = None


@dataclass(slots=True)
class Removed:
    """A block that was taken out, and the rule that did it."""

    text: str
    reason: str


@dataclass(slots=True)
class Body:
    """Where the article stands (`container`), its blocks in reading order, and what was taken out."""

    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    container: HtmlElement | None = None
