"""Trims the edges of the article inside its container: content above its first and below its last text.

A wide container (the theme's whole `<article>`, or `<main>`) also holds author boxes, buttons and teasers of
other articles, in elements beside those of the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.link_blocks import is_link_block
from crawler.extraction.dom.class_patterns import INLINE, is_called_lead, make_of, names

_LEAVES = INLINE | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "tr", "td", "th",
    "figure",
}  # fmt: skip
_IN_LINES = INLINE | {"br", "img"}
_MAIN_SHARE = 0.15
_MANY = 3
_RARE = 12
_SENTENCE = 40
_QUOTATION = 20
_CREDIT = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]$")


def trim_edges(body: Body) -> None:
    """Remove content before and after the regions of running text, unless it is a sentence.

    Below the text, sentences are removed too after a link to another article: they are its teaser.
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
    stays: list[bool] = []
    teasers = False
    for index, block in enumerate(blocks):
        within = first <= index <= last
        teasers = teasers or (index > last and is_link_block(block))
        stays.append(within or (not teasers and (_is_sentence(block) or (index < first and _is_lead(block)))))
    begins = stays.index(True)
    for index in range(len(blocks) - 2, begins, -1):
        stays[index] = stays[index] or (stays[index + 1] and _is_heading_of(blocks[index], blocks[index + 1]))
    kept = [block for block, stay in zip(blocks, stays, strict=True) if stay]
    left_out = [
        Removed(block.text, "outside the text" if index > last else "above the text")
        for index, block in enumerate(blocks)
        if not stays[index]
    ]
    if not _is_more_than_edges(kept, blocks):
        body.removed += left_out
        body.blocks = kept


def _is_more_than_edges(kept: list[Block], blocks: list[Block]) -> bool:
    """Whether more text would be removed than kept, with hardly a link: then the regions prove nothing."""
    stays = set(map(id, kept))
    dropped = [block for block in blocks if id(block) not in stays]
    if sum(len(block.text) for block in dropped) <= sum(len(block.text) for block in kept):
        return False
    return sum(map(is_link_block, dropped)) * _RARE <= len(dropped)


def _is_sentence(block: Block) -> bool:
    if block.kind in ("row", "verse"):
        return True
    text = without_credit(block.text)
    return len(text) >= (_QUOTATION if block.kind == "quote" else _SENTENCE) and ends_sentence(text)


def without_credit(text: str) -> str:
    """A text without the bracket at its end: the author's initials follow the last sentence."""
    return _CREDIT.sub("", text) if text.endswith((")", "]")) else text


def _is_heading_of(block: Block, text: Block) -> bool:
    """Whether a heading stands in the same element as the text below it."""
    if (
        block.kind != "heading"
        or text.kind == "heading"
        or block.element is None
        or text.element is None
        or is_link_block(block)
    ):
        return False
    home = block.element.getparent()
    if block.element.tag == "h1":  # the title, below a lead
        return False
    return home is not None and home in islice(text.element.iterancestors(), 3)


def _is_lead(block: Block) -> bool:
    """Whether a block above the text is classed as a lead; many leads have no full stop."""
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
    while element is not None and element is not container and (element.tag in _LEAVES or _is_line(element)):
        element = element.getparent()
    return container if element is None else element


def _is_line(element: HtmlElement) -> bool:
    """Whether a division without a class is a paragraph: editors paste texts as rows of them."""
    return (
        element.tag == "div"
        and element.get("class") is None
        and all(child.tag in _IN_LINES for child in element)
    )


def _main_regions(blocks: list[Block], container: HtmlElement) -> set[HtmlElement]:
    """The homes that hold a substantial part of the text, and those of the same kind."""
    chars: dict[HtmlElement, int] = {}
    linked: set[HtmlElement] = set()
    for block in blocks:
        home = _home(block.element, container)
        if block.link_chars * 2 < len(block.text):
            chars[home] = chars.get(home, 0) + len(block.text)
        else:
            linked.add(home)
    total = sum(chars.values())
    main = {home for home, count in chars.items() if count >= _MAIN_SHARE * total}
    if not main:
        return set(chars)
    kinds = {(home.tag, home.get("class")) for home in main if home.get("class")}
    main |= {home for home in chars if (home.tag, home.get("class")) in kinds}
    return main | _small_regions(chars, linked, total, container)


def _up(home: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    """The element and its two nearest ancestors, within the container."""
    above: HtmlElement | None = home
    for _ in range(3):
        if above is None or above is container:
            return
        yield above
        above = above.getparent()


def _small_regions(
    chars: dict[HtmlElement, int], linked: set[HtmlElement], total: int, container: HtmlElement
) -> set[HtmlElement]:
    """Many regions of the same markup that together hold much of the text, and no linked headline."""
    makes: dict[tuple[str, str], list[HtmlElement]] = {}
    for home in chars:
        make = make_of(home, None)
        if make[1]:
            makes.setdefault(make, []).append(home)
    cards = {above for home in linked for above in _up(home, container)}
    return {
        home
        for homes in makes.values()
        if len(homes) >= _MANY
        and sum(chars[home] for home in homes) >= _MAIN_SHARE * total
        and cards.isdisjoint(above for home in homes for above in _up(home, container))
        for home in homes
    }


def is_inside(element: HtmlElement | None, known: dict[HtmlElement, bool]) -> bool:
    """Whether an ancestor of `element` is a known text region; results are cached."""
    path: list[HtmlElement] = []
    while element is not None and element not in known:
        path.append(element)
        element = element.getparent()
    answer = element is not None and known[element]
    known.update((item, answer) for item in path)
    return answer
