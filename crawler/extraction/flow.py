"""From an element to blocks: the paragraphs a reader sees, in reading order.

One iterative walk; what stands beside the article (hidden, navigation, share bars, comments, related
articles) is left out by its tag or name unless it holds most of the article's text.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Kind, Removed
from crawler.extraction.characters import clean
from crawler.extraction.hints import INLINE, NEVER, is_boilerplate, is_caption, is_hidden, is_lead, names
from crawler.extraction.lines import split_lines
from crawler.extraction.tables import is_data_table

_BESIDE = frozenset(["aside", "footer", "nav", "form"])
_KINDS: dict[str, Kind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quote", "pre": "verse",
}  # fmt: skip
_LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-srcset", "src", "srcset")


class Flow:
    """Collects blocks while the walk goes on."""

    def __init__(self, body: Body, holds_text: Callable[[HtmlElement], bool]) -> None:
        self.body = body
        self.holds_text = holds_text
        """Whether an element holds so much of the article that its name is not believed."""
        self.pieces: list[str] = []
        self.link_chars = 0
        self.links = 0
        self.kinds: list[Kind] = ["paragraph"]
        self.owner: HtmlElement | None = None
        self.breaks = False
        self.row: list[str] | None = None
        self.captions = 0

    def add(self, text: str, owner: HtmlElement | None) -> None:
        if not self.pieces or self.owner is None:
            self.owner = owner
        self.pieces.append(text)
        if self.links:
            self.link_chars += len(text.strip())

    def flush(self) -> None:
        """End the paragraph, if there is one."""
        if not self.pieces:
            return
        raw = "".join(self.pieces)
        kind = self.kinds[-1]
        link_chars, owner = self.link_chars, self.owner
        self.pieces = []
        self.link_chars = 0
        broken, self.breaks = self.breaks, False
        if self.captions:
            self._caption(clean(raw.replace("\n", " ")))
            return
        if self.row is not None:
            text = clean(raw)
            if text:
                self.row.append(text)
            return
        blocks = self.body.blocks
        if broken or kind == "verse":
            for text, is_verse in split_lines(raw):
                share = link_chars * len(text) // max(1, len(raw))
                blocks.append(Block("verse" if is_verse else kind, text, owner, share))
            return
        text = clean(raw)
        if text:
            blocks.append(Block(kind, text, owner, link_chars))

    def _caption(self, text: str) -> None:
        figures = self.body.figures
        if text and figures and figures[-1].caption is None:
            figures[-1].caption = text
        if text:
            self.body.removed.append(Removed(text, "caption"))

    def end_row(self) -> None:
        cells, self.row = self.row, None
        if cells:
            self.body.blocks.append(Block("row", " | ".join(cells), self.owner, 0))

    def figure(self, element: HtmlElement) -> None:
        src = next(
            (value for name in _LAZY_SOURCES if (value := element.get(name)) and value[:5] != "data:"), None
        )
        if src:
            alt = clean(element.get("alt") or "") or None
            self.body.figures.append(Figure(src.strip().split(" ")[0], alt, None, element))


def flow(container: HtmlElement, body: Body, holds_text: Callable[[HtmlElement], bool]) -> None:
    """Append the blocks and figures below `container` to `body`."""
    state = Flow(body, holds_text)
    add, flush = state.add, state.flush
    stack: list[tuple[HtmlElement, bool]] = [(container, False)]
    pop, push = stack.pop, stack.append
    data_tables: set[HtmlElement] = set()
    while stack:
        element, leaving = pop()
        tag = str(element.tag) if element.tag.__class__ is str else ""
        if leaving:
            _leave(state, element, tag, data_tables)
        elif not tag:
            pass  # a comment or an instruction: only its tail is text
        elif tag == "br":
            state.pieces.append("\n")
            state.breaks = True
        elif tag == "img" or tag == "amp-img":
            state.figure(element)
        elif tag == "hr":
            flush()
        elif tag in NEVER or (element is not container and _stands_beside(state, element, tag)):
            if tag not in INLINE:
                flush()
        else:
            _enter(state, element, tag, data_tables)
            text = element.text
            if text:
                add(text if state.kinds[-1] == "verse" else text.replace("\n", " "), element)
            push((element, True))
            children = element[::-1]
            stack.extend([(child, False) for child in children])
            continue
        tail = element.tail
        if tail and element is not container:
            # Below every open child lies its parent, waiting to be left.
            add(tail if state.kinds[-1] == "verse" else tail.replace("\n", " "), element.getparent())
    flush()


def _enter(state: Flow, element: HtmlElement, tag: str, data_tables: set[HtmlElement]) -> None:
    if tag == "a":
        state.links += 1
        return
    if tag in INLINE:
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
    elif tag == "tr" and _table_of(element) in data_tables:
        state.row = []
    elif tag == "figcaption" or tag == "caption":
        state.captions += 1
    kind = _KINDS.get(tag)
    if kind is not None:
        state.kinds.append(kind)


def _leave(state: Flow, element: HtmlElement, tag: str, data_tables: set[HtmlElement]) -> None:
    if tag == "a":
        state.links -= 1
        return
    if tag in INLINE:
        return
    if state.row is not None and tag not in ("td", "th", "tr"):
        if state.pieces:
            state.pieces.append(" ")
        return
    state.flush()
    if tag == "tr" and state.row is not None:
        state.end_row()
    elif tag == "figcaption" or tag == "caption":
        state.captions -= 1
    if tag in _KINDS:
        state.kinds.pop()


def _table_of(row: HtmlElement) -> HtmlElement | None:
    parent = row.getparent()
    while parent is not None and parent.tag in ("tbody", "thead", "tfoot"):
        parent = parent.getparent()
    return parent


def _stands_beside(state: Flow, element: HtmlElement, tag: str) -> bool:
    """Whether `element` is no part of the article, by its tag, its style or its name."""
    if tag in INLINE and tag not in ("a", "span"):
        return False
    if tag in _BESIDE or is_hidden(element):
        return not state.holds_text(element)
    named = names(element)
    if named == " ":
        return False
    if is_caption(named) and not is_lead(named):
        if state.holds_text(element):
            return False
        if element.find(".//img") is None:
            state.flush()
            text = clean("".join(element.itertext()))
            if len(text) < 600:
                state._caption(text)
                return True
        return False
    if is_boilerplate(named) and not is_lead(named):
        return not state.holds_text(element)
    return False
