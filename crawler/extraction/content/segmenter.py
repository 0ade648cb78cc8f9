"""Splits an element into blocks: the displayed paragraphs, in reading order.

One iterative walk. Elements that do not belong to the article (hidden, navigation, share bars, comments,
related articles) are skipped by tag or class unless they hold most of the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Kind, Removed
from crawler.extraction.boilerplate.related_links import label_before_link
from crawler.extraction.content.block_roles import (
    Weigh,
    is_caption,
    is_captioned_image,
    is_whole_heading,
    reason_against,
    table_of,
)
from crawler.extraction.content.captions import split_credit
from crawler.extraction.content.extent import BESIDE
from crawler.extraction.deadline import check_time
from crawler.extraction.dom.class_patterns import (
    INLINE,
    NEVER,
    NEVER_INLINE,
)
from crawler.extraction.dom.image_source import image_source
from crawler.extraction.dom.line_breaks import keeps_breaks, split_lines
from crawler.extraction.dom.tables import is_data_table
from crawler.extraction.dom.text import clean

_KINDS: dict[str, Kind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quote", "pre": "verse",
}  # fmt: skip
_PLAIN = INLINE - {"a", "span"}
"""Inline elements that neither end a paragraph nor can be boilerplate."""
_MAX_CAPTION_LENGTH = 600

_MAX_LEFT_OUT_LENGTH = 5000
_READABLE = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::template)]", smart_strings=False
)
NOTHING: Mapping[HtmlElement, str] = MappingProxyType({})
_WORDS = re.compile(r"\w")
_PIECES = 4
"""Pieces of text before an inline element that are looked at."""


class Segmenter:
    """Collects blocks during the walk."""

    def __init__(self, body: Body, share: Weigh, believed: float) -> None:
        self.body = body
        self.share = share
        self.believed = believed
        """Share of the text from which on the name of an element is not believed."""
        self.pieces: list[str] = []
        self.link_chars = 0
        self.linked: list[str] = []
        """The texts of the links among the pieces."""
        self.links = 0
        self.link_start = 0
        """Where among the pieces the last link begins."""
        self.kinds: list[Kind] = ["paragraph"]
        self.owner: HtmlElement | None = None
        self.has_text = False
        """Whether more than space is among the pieces."""
        self.breaks = False
        self.row: list[str] | None = None
        self.captions: list[HtmlElement] = []
        """The elements being walked whose text is the caption of a figure."""
        self.caption: list[str] = []
        self.first_figure = 0
        self.left_out: list[Removed] = []
        self.above: Figure | None = None
        """The image since which no text has come."""

    def add(self, text: str, owner: HtmlElement | None) -> None:
        """Append text to the current paragraph."""
        if not self.has_text:
            self.owner = owner
            self.has_text = not text.isspace()
        if "\n" in text and self.kinds[-1] != "verse":
            if keeps_breaks(text, owner):
                self.breaks = True
            else:
                text = text.replace("\n", " ")
        self.pieces.append(text)
        if self.links and (link := text.strip()):
            self.link_chars += len(link)
            self.linked.append(link)

    def flush(self) -> None:
        """End the current paragraph, if there is one."""
        if not self.has_text:  # the space between elements
            if self.pieces:
                self.pieces = []
                self.link_chars = 0
                self.linked = []
                self.breaks = False
            return
        raw = "".join(self.pieces)
        kind = self.kinds[-1]
        link_chars, owner = self.link_chars, self.owner
        linked, self.linked = self.linked, []
        self.pieces = []
        self.link_chars = 0
        self.has_text = False
        broken, self.breaks = self.breaks, False
        if self.captions:
            self.caption.append(raw)
            return
        if self.row is not None:
            text = clean(raw)
            if text:
                self.row.append(text)
            return
        check_time()
        blocks = self.body.blocks
        if broken or kind == "verse":
            for text, is_verse in split_lines(raw):
                part = link_chars * len(text) // max(1, len(raw))
                if is_verse:
                    part = min(len(text), sum(len(link) for link in linked if link in text))
                blocks.append(Block("verse" if is_verse else kind, text, owner, part, below=self.above))
                self.above = None
            return
        text = clean(raw)
        if text:
            blocks.append(Block(kind, text, owner, link_chars, below=self.above))
            self.above = None

    def cut_related(self, after: str | None) -> None:
        """Remove a link from the paragraph, with the label before it: `... BACA JUGA: headline`.

        `after` is the text behind the link; if a sentence continues there, the link stays.
        """
        start = self.link_start
        if not 0 < start < len(self.pieces) or (after and after.lstrip()[:1].islower()):
            return
        before = "".join(self.pieces[max(0, start - 3) : start])
        label = label_before_link(before)
        if label is None:
            return
        link = "".join(self.pieces[start:])
        self.body.removed.append(Removed(clean(label + link), "related line inside a paragraph"))
        self.link_chars = max(0, self.link_chars - len(link.strip()))
        self.pieces[max(0, start - 3) :] = [before[: -len(label)], " "]

    def begin_caption(self, element: HtmlElement) -> None:
        """The text from here on is the caption of the figures in `element` or of the one before it."""
        if not self.captions:
            self.first_figure = len(self.body.figures)
            self.caption = []
        self.captions.append(element)

    def end_caption(self) -> None:
        """Assign the caption to its figure."""
        element = self.captions.pop()
        if self.captions:
            return
        text = clean(" ".join(self.caption))
        if not text:
            return
        self.body.removed.append(Removed(text, "caption"))
        figures = self.body.figures
        own = figures[self.first_figure :] or figures[-1:]
        target = next((figure for figure in own if figure.caption is None), None)
        if target is not None and len(text) <= _MAX_CAPTION_LENGTH:
            caption, target.credit = split_credit(element, text)
            target.caption = caption or None

    def end_row(self) -> None:
        """Join the cells of a table row into one block."""
        cells, self.row = self.row, None
        if cells:
            self.body.blocks.append(Block("row", " | ".join(cells), self.owner, 0))

    def reason(self, element: HtmlElement, tag: str, skip: Mapping[HtmlElement, str]) -> str | None:
        """The reason to skip an element, or None."""
        if element in skip:
            return skip[element]
        return reason_against(element, tag, self.share, self.believed, self.is_within_line)

    def is_within_line(self, element: HtmlElement) -> bool:
        """Whether text is before or after an inline element on its line."""
        tail = element.tail
        if self.kinds[-1] == "verse" or (tail and _WORDS.search(tail)):
            return True
        return any(_WORDS.search(piece) for piece in self.pieces[-_PIECES:])

    def leave_out(self, element: HtmlElement, reason: str) -> None:
        """Record the text of a skipped element."""
        text = " ".join(" ".join(cast("list[str]", _READABLE(element))).split())
        if text:
            self.left_out.append(Removed(text[:_MAX_LEFT_OUT_LENGTH], reason))
        image = next(element.iter("img"), None) if reason == BESIDE and not self.has_text else None
        if image is not None and (src := image_source(image)):
            self.above = Figure(src, None, None, image)

    def figure(self, element: HtmlElement) -> None:
        """Record an image of the article."""
        src = image_source(element)
        if src:
            alt = clean(element.get("alt") or "") or None
            figure = Figure(src, alt, None, element)
            self.body.figures.append(figure)
            if not self.has_text:
                self.above = figure
                if self.body.blocks:
                    self.body.blocks[-1].pictured = True


def segment(
    container: HtmlElement,
    body: Body,
    share: Weigh,
    believed: float,
    skip: Mapping[HtmlElement, str] = NOTHING,
) -> list[Removed]:
    """Append the blocks and figures below `container` to `body`.

    `share` gives the share of the text below an element; from `believed` on, an element is part of the
    article regardless of its class. Elements in `skip` are skipped with the given reason. Returns the skipped
    blocks; those without a reason are reported by the caller.
    """
    state = Segmenter(body, share, believed)
    add, flush = state.add, state.flush
    stack: list[tuple[HtmlElement, bool]] = [(container, False)]
    pop, push, extend = stack.pop, stack.append, stack.extend
    data_tables: set[HtmlElement] = set()
    while stack:
        element, leaving = pop()
        tag = str(element.tag) if element.tag.__class__ is str else ""
        if leaving:
            _leave(state, element, tag)
        elif not tag:
            pass  # a comment or a processing instruction: only its tail is text
        elif tag == "br":
            state.pieces.append("\n")
            state.breaks = True
        elif tag == "img" or tag == "amp-img":
            state.figure(element)
        elif tag == "hr":
            flush()
        elif (
            tag in NEVER and element is not container and not (tag == "button" and is_whole_heading(element))
        ):
            if tag not in NEVER_INLINE:
                flush()
        elif (
            element is not container
            and (tag not in _PLAIN or element in skip)
            and (reason := state.reason(element, tag, skip)) is not None
        ):
            if tag not in INLINE:
                flush()
            if reason:
                state.leave_out(element, reason)
        else:
            plain = tag in _PLAIN
            if not plain:
                _enter(state, element, tag, data_tables)
            text = element.text
            if text:
                add(text, element)
            if len(element):
                push((element, True))
                extend([(child, False) for child in element[::-1]])
                continue
            if not plain:
                _leave(state, element, tag)  # most elements hold only text
        if element is not container:
            tail = element.tail
            if tail:
                add(tail, element.getparent())
    flush()
    return state.left_out


def _enter(state: Segmenter, element: HtmlElement, tag: str, data_tables: set[HtmlElement]) -> None:
    if tag in INLINE:
        if tag == "a":
            if is_captioned_image(element):
                state.flush()
                state.begin_caption(element)
            elif _leads_away(element):
                state.links += 1
                state.link_start = len(state.pieces)
        return
    if state.row is not None:
        if tag in ("td", "th"):
            state.flush()
        elif state.pieces:
            state.pieces.append(" ")
        return
    state.flush()
    if tag == "table":
        if is_data_table(element):
            data_tables.add(element)
    elif tag == "tr" and table_of(element) in data_tables:
        state.row = []
    elif is_caption(element, tag, state.share, state.believed):
        state.begin_caption(element)
    kind = _KINDS.get(tag)
    if kind is not None:
        # An unclosed heading holds the article.
        unclosed = kind == "heading" and next(element.iter("p", "div"), None) is not None
        state.kinds.append("paragraph" if unclosed else kind)


def _leave(state: Segmenter, element: HtmlElement, tag: str) -> None:
    if tag in INLINE:
        if tag == "a":
            if state.captions and state.captions[-1] is element:
                state.flush()
                state.end_caption()
            elif _leads_away(element):
                state.links -= 1
                state.cut_related(element.tail)
        return
    if state.row is not None and tag not in ("td", "th", "tr"):
        if state.pieces:
            state.pieces.append(" ")
        return
    state.flush()
    if tag == "tr" and state.row is not None:
        state.end_row()
    elif state.captions and state.captions[-1] is element:
        state.end_caption()
    if tag in _KINDS:
        state.kinds.pop()


def _leads_away(link: HtmlElement) -> bool:
    """Whether a link leads to another page, and not to an anchor within this one."""
    address = link.get("href")
    return address is not None and address[:1] != "#"
