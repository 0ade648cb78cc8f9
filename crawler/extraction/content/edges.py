"""The edges of the article inside its container: what stands above its first and below its last text.

A container that could not be drawn narrower (the theme's whole `<article>`, or `<main>`) also holds author
boxes, buttons and teasers of other articles, in elements of their own beside those of the running text.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.link_blocks import is_link_block
from crawler.extraction.dom.class_patterns import INLINE, is_called_lead, names

_LEAVES = INLINE | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "tr", "td", "th",
    "figure",
}  # fmt: skip
_MAIN_SHARE = 0.15
_SENTENCE = 40
_CREDIT = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]$")


def trim_edges(body: Body) -> None:
    """Drop what stands before and after the regions that hold the running text, unless it is a sentence.

    Below the text, sentences go too once a link to another article has come between: they are its teaser.
    """
    blocks = body.blocks
    container = body.container
    if len(blocks) < 3 or container is None:
        return
    main = _main_regions(blocks, container)
    known: dict[HtmlElement, bool] = dict.fromkeys(main, True)
    known.setdefault(container, False)
    inside = [is_inside(block.element, known) for block in blocks]
    if all(inside) or not any(inside):
        return
    first = inside.index(True)
    last = len(inside) - 1 - inside[::-1].index(True)
    kept: list[Block] = []
    teasers = False
    for index, block in enumerate(blocks):
        if first <= index <= last:
            kept.append(block)
            continue
        teasers = teasers or (index > last and is_link_block(block))
        if not teasers and (_is_sentence(block) or (index < first and _is_lead(block))):
            kept.append(block)
        else:
            body.removed.append(Removed(block.text, "outside the text" if index > last else "above the text"))
    body.blocks = kept


def _is_sentence(block: Block) -> bool:
    if block.kind in ("row", "verse"):
        return True
    text = block.text
    if text.endswith((")", "]")):
        # The author's initials stand behind the last sentence.
        text = _CREDIT.sub("", text)
    return len(text) >= _SENTENCE and ends_sentence(text)


def _is_lead(block: Block) -> bool:
    """Whether a block above the text is called a lead; many have no full stop."""
    element = block.element
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    return (
        element is not None
        and len(block.text) >= _SENTENCE
        and element.tag not in ("h1", "li")
        and is_called_lead(names(element))
    )


def _home(element: HtmlElement | None, container: HtmlElement) -> HtmlElement:
    """The element whose children are the paragraphs beside this one."""
    while element is not None and element is not container and element.tag in _LEAVES:
        element = element.getparent()
    return container if element is None else element


def _main_regions(blocks: list[Block], container: HtmlElement) -> set[HtmlElement]:
    """The homes that hold a good part of the text, and those of the same kind."""
    chars: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.link_chars * 2 < len(block.text):
            home = _home(block.element, container)
            chars[home] = chars.get(home, 0) + len(block.text)
    total = sum(chars.values())
    main = {home for home, count in chars.items() if count >= _MAIN_SHARE * total}
    if not main:
        return set(chars)
    kinds = {(home.tag, home.get("class")) for home in main if home.get("class")}
    return main | {home for home in chars if (home.tag, home.get("class")) in kinds}


def is_inside(element: HtmlElement | None, known: dict[HtmlElement, bool]) -> bool:
    """Whether one of the elements known to be a region of the text is above `element`; answers are noted."""
    path: list[HtmlElement] = []
    while element is not None and element not in known:
        path.append(element)
        element = element.getparent()
    answer = element is not None and known[element]
    known.update((item, answer) for item in path)
    return answer
