"""Blocks that are links to other articles: recognised by how much of them is link, not by what they say."""

from __future__ import annotations

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence

_LINK_SHARE = 0.8
_LIST_SHARE = 0.5
_LONGEST = 300
_SENTENCE = 50
_LONGEST_LABEL = 60


def drop_link_blocks(body: Body) -> None:
    """Take out paragraphs, headings and list items that are links as a whole, and the labels above them."""
    kept: list[Block] = []
    lists = _link_lists(body.blocks)
    for index, block in enumerate(body.blocks):
        if index not in lists and not _is_link(block, _LINK_SHARE):
            kept.append(block)
            continue
        while kept and _is_label(kept[-1]) and block.kind != "heading":
            body.removed.append(Removed(kept.pop().text, "label of links"))
        body.removed.append(Removed(block.text, "link to another article"))
    while kept and kept[-1].kind == "heading":
        body.removed.append(Removed(kept.pop().text, "heading without text"))
    body.blocks = kept


def _link_lists(blocks: list[Block]) -> set[int]:
    """The indices of list items in lists where every item is for the greater part a link."""
    found: set[int] = set()
    group: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and blocks[index].kind == "list_item":
            group.append(index)
            continue
        if group and all(_is_link(blocks[item], _LIST_SHARE) for item in group):
            found.update(group)
        group = []
    return found


def is_link_block(block: Block) -> bool:
    """Whether a block is a link as a whole."""
    return _is_link(block, _LINK_SHARE)


def _is_link(block: Block, share: float) -> bool:
    length = len(block.text)
    if length >= _SENTENCE and block.kind == "paragraph" and block.text[-1] == "." and block.text[-2] != ".":
        return False  # a sentence of the text, linked as a whole: headlines have no full stop
    return block.kind != "row" and 0 < length < _LONGEST and block.link_chars >= length * share


def _is_label(block: Block) -> bool:
    """Whether a block is a short line that announces what comes below it."""
    text = block.text
    if len(text) > _LONGEST_LABEL or block.kind not in ("heading", "paragraph"):
        return False
    return block.kind == "heading" or not ends_sentence(text)
