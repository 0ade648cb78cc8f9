"""Removes text printed twice: a second copy of the article, a lead that repeats its beginning, captions."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence

_LONG = 60
_MIN_CAPTION_LENGTH = 20
_MAX_CAPTION_LENGTH = 600
_SHORTER = 0.9
"""Share of a text's length that a copy with slips has at least."""
_WORD = re.compile(r"\w+")
_ALIKE = 0.85
_MORE = 40
"""Characters by which a paragraph continues after the end of its excerpt."""
_KNOWN = 0.7
"""Share of the blocks of a second print that were printed before."""
_COPIED = 0.6
"""Share of the first print that a second one in another element holds."""
_WHOLE = 0.95
_DISTINCT = 2
"""Long texts that a second print in the same element repeats at least, nearly all of them."""
_MAX_FIGURES = 12
_MAX_QUOTES = 40


def drop_repeats(body: Body) -> None:
    """Remove a second copy of the article, long repeated blocks, and captions within the text."""
    blocks = _without_second_print(body.blocks, body.removed)
    blocks = _without_captions(blocks, body)
    blocks = _without_pull_quotes(blocks, body.removed)
    body.blocks = _without_teaser(_without_echoes(blocks, body.removed), body.removed)


def _without_echoes(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """Remove a line that its neighbour repeats, except sentences, which some sources do print twice."""
    kept: list[Block] = []
    for block in blocks:
        if kept and kept[-1].text == block.text and not ends_sentence(block.text):
            removed.append(Removed(block.text, "printed before"))
        else:
            kept.append(block)
    return kept


def _without_pull_quotes(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """Remove pull quotes whose words are also in a paragraph."""
    if not any(block.kind == "quote" for block in blocks):
        return blocks
    whole = "\n".join(_squash(block.text) for block in blocks if block.kind != "quote")
    kept: list[Block] = []
    quotes = 0
    for block in blocks:
        quotes += block.kind == "quote"
        text = _squash(block.text) if block.kind == "quote" and quotes <= _MAX_QUOTES else ""
        if len(text) >= 20 and text in whole:
            removed.append(Removed(block.text, "pull quote"))
        else:
            kept.append(block)
    return kept


def _squash(text: str) -> str:
    return " ".join(_WORD.findall(text))


def _without_second_print(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """Cut where the first long block repeats together with most of the text since, and little new follows."""
    first = next((index for index, block in enumerate(blocks) if len(block.text) >= _LONG), None)
    if first is None:
        return blocks
    opening = blocks[first].text
    for again in range(first + 1, len(blocks)):
        if blocks[again].text == opening and _is_second_print(blocks, first, again):
            removed.extend(Removed(block.text, "article printed twice") for block in blocks[again:])
            return blocks[:again]
    return blocks


def _is_second_print(blocks: list[Block], first: int, again: int) -> bool:
    """Whether the blocks from `again` repeat those from `first` and are neither refrain nor filler text."""
    before = {block.text for block in blocks[:again]}
    if sum(block.text in before for block in blocks[again:]) < (len(blocks) - again) * _KNOWN:
        return False
    printed = {
        block.text for block in blocks[first:again] if len(block.text) >= _LONG and ends_sentence(block.text)
    }
    repeated = printed & {block.text for block in blocks[again:]}
    if _parent(blocks[first]) is not _parent(blocks[again]):
        return len(repeated) >= _COPIED * len(printed)
    return len(printed) >= _DISTINCT and len(repeated) >= _WHOLE * len(printed)


def _parent(block: Block) -> HtmlElement | None:
    return block.element.getparent() if block.element is not None else None


def _without_teaser(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """Remove a first block that begins the second or third block: a cut excerpt."""
    if len(blocks) < 2:
        return blocks
    stem = blocks[0].text.rstrip(" .…[]").removesuffix("…")
    cut = blocks[0].text.rstrip(" ]").endswith(("...", "…"))
    for other in blocks[1:4]:
        goes_on = other.text.startswith(stem) and len(other.text) > len(stem) + _MORE
        if len(stem) >= 40 and (goes_on or (cut and stem in other.text)):
            removed.append(Removed(blocks[0].text, "excerpt of the text"))
            return blocks[1:]
    return blocks


def _without_captions(blocks: list[Block], body: Body) -> list[Block]:
    """Remove near-identical neighbours (a caption and its copy) and copies of a figure's texts."""
    known = [figure for figure in body.figures if figure.alt or figure.caption][:_MAX_FIGURES]
    kept: list[Block] = []
    for block in blocks:
        length = len(block.text)
        figure = None
        # A heading may describe the picture below it, and the picture repeats it as alternative text.
        if _MIN_CAPTION_LENGTH <= length <= _MAX_CAPTION_LENGTH and block.kind != "heading":
            figure = next((item for item in known if _is_text_of(block.text, length, item)), None)
        if figure is not None:
            figure.caption = figure.caption or block.text
            body.removed.append(Removed(block.text, "caption"))
        elif (
            kept
            and _is_caption_like(block)
            and _is_caption_like(kept[-1])
            and alike(kept[-1].text, block.text)
        ):
            first = kept.pop().text
            target = body.figure_near(block.element)
            if target is None:
                target = Figure("", None, None)
                body.figures.append(target)
            target.caption = first
            known.append(target)
            body.removed += [Removed(first, "caption"), Removed(block.text, "caption printed twice")]
        else:
            kept.append(block)
    return kept


def _is_caption_like(block: Block) -> bool:
    """Whether a block may be a caption: an item of a list, which often resembles the next one, is none."""
    text = block.text
    return (
        block.kind == "paragraph"
        and 30 <= len(text) <= 400
        and text[0] not in '“"‘'
        and not ends_sentence(text)
    )


def _is_text_of(text: str, length: int, figure: Figure) -> bool:
    for given in (figure.caption, figure.alt):
        # Most pairs differ in length alone; this test avoids the call to `alike`.
        if (
            given is not None
            and len(given) >= _MIN_CAPTION_LENGTH
            and _SHORTER * length <= len(given) <= length / _SHORTER
            and (text == given or alike(text, given))
        ):
            return True
    return False


def alike(one: str, other: str) -> bool:
    """Whether two texts differ only by a typo: nearly the same letters, words in the same order."""
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if shorter < _SHORTER * longer:
        return False
    a, b = _words(one), _words(other)
    return len(a & b) >= max(1.0, _ALIKE * max(len(a), len(b)))


@lru_cache(maxsize=512)  # each caption is compared with every paragraph of its page
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
