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
from crawler.extraction.boilerplate.phrases import COMMENTS, FOLLOW, ends_sentence, is_as_short_as_name
from crawler.extraction.content.link_blocks import is_link_block
from crawler.extraction.dom.class_patterns import INLINE, is_called_lead, make_of, names

_LEAVES = INLINE | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "tr", "td", "th",
    "figure",
}  # fmt: skip
_IN_LINES = INLINE | {"br", "img"}
_BOXES = frozenset({"div", "section", "aside", "footer"})
_MAIN_SHARE = 0.15
_MANY = 3
_RARE = 12
_LABEL = 60
_SENTENCE = 40
_QUOTATION = 20
_CREDIT = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]$")


def trim_edges(body: Body, heading: HtmlElement | None = None) -> None:
    """Remove content before and after the regions of running text, unless it is a sentence.

    Below the text, sentences are removed too after a link to another article (they are its teaser), and in a
    box that begins with a name: a comment, or the author's card. If the container holds the title
    (`heading`), it is a column of the theme, and the classed boxes below its last paragraph are the theme's.
    """
    blocks = body.blocks
    container = body.container
    if len(blocks) < 2 or container is None:
        return
    main = _main_regions(blocks, container)
    known: dict[HtmlElement, bool] = dict.fromkeys(main, True)
    known.setdefault(container, False)
    inside = [is_inside(block.element, known) for block in blocks]
    column = heading is not None and container in main and container in heading.iterancestors()
    apart = _blocks_in_boxes(blocks, container, main) if column else frozenset()
    ends = [index for index, within in enumerate(inside) if within and index not in apart]
    if len(ends) == len(blocks) or not ends:
        return
    first, last = ends[0], ends[-1]
    around = {container}
    if last < len(blocks) - 1 and (end := blocks[last].element) is not None:
        around.update(end.iterancestors())
    begun: dict[HtmlElement | None, bool] = {}
    stays: list[bool] = []
    teasers = False
    for index, block in enumerate(blocks):
        below = index > last or index in apart
        within = index >= first and not below
        teasers = teasers or (below and (is_link_block(block) or _begins_comments(block)))
        sentence = not within and not teasers and _is_sentence(block)
        if below and (sentence or _is_name(block)):
            sentence = begun.setdefault(_box(block, around), sentence) and sentence
        stays.append(within or sentence or (index < first and not teasers and _is_lead(block)))
    begins = stays.index(True)
    if begins and blocks[begins].kind == "list_item" and blocks[begins - 1].text.endswith(":"):
        begins -= 1  # the line that introduces the list
        stays[begins] = True
    for index in range(len(blocks) - 2, begins, -1):
        stays[index] = stays[index] or (stays[index + 1] and _is_heading_of(blocks[index], blocks[index + 1]))
    kept = [block for block, stay in zip(blocks, stays, strict=True) if stay]
    left_out = [
        Removed(block.text, "outside the text" if index > first else "above the text")
        for index, block in enumerate(blocks)
        if not stays[index]
    ]
    if not _is_more_than_edges(kept, blocks):
        body.removed += left_out
        body.blocks = kept


def _begins_comments(block: Block) -> bool:
    return len(block.text) <= _LABEL and COMMENTS.fullmatch(block.text.lower()) is not None


def _is_name(block: Block) -> bool:
    """Whether a line is as short as a name."""
    return block.kind != "heading" and is_as_short_as_name(block.text) and not ends_sentence(block.text)


def _box(block: Block, around: set[HtmlElement]) -> HtmlElement | None:
    """The largest element around a block that holds none of the text, whose ancestors are `around`."""
    box = block.element
    while box is not None and (above := box.getparent()) is not None and above not in around:
        box = above
    return box


def _blocks_in_boxes(blocks: list[Block], container: HtmlElement, main: set[HtmlElement]) -> frozenset[int]:
    """The blocks in classed boxes of the theme: below the last sentence that is directly in the column, or in
    another region of `main`. The lines between them are included.
    """
    around = {container}
    others = {**dict.fromkeys(main, True), container: False}
    named: dict[HtmlElement | None, bool] = {}
    for block in blocks:
        if block.kind != "heading":
            named.setdefault(_box(block, around), _is_name(block))
    found: set[int] = set()
    lines: set[int] = set()
    for index in range(len(blocks) - 1, 0, -1):
        block = blocks[index]
        box = _box(block, around)
        if box is None or box.tag not in _BOXES or not names(box):
            if _is_sentence(block) and not is_link_block(block) and not FOLLOW.fullmatch(block.text.lower()):
                break
            if ":" not in block.text and block.text[0] not in "([*":  # no credit
                lines.add(index)
        elif is_inside(block.element, others) and not named.get(box):
            break
        else:
            found |= {index, *lines}
            lines.clear()
    return frozenset(found)


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
