"""Blocks that are links to other articles: recognised by how much of them is link, not by what they say."""

from __future__ import annotations

from crawler.extraction.blocks import Block, Body, Removed

_LINK_SHARE = 0.8


def drop_link_blocks(body: Body) -> None:
    """Take out paragraphs, headings and list items that are links as a whole, and the labels above them."""
    kept: list[Block] = []
    for block in body.blocks:
        if _is_link(block):
            while kept and kept[-1].kind == "heading" and len(kept[-1].text) < 60 and block.kind != "heading":
                body.removed.append(Removed(kept.pop().text, "heading of links"))
            body.removed.append(Removed(block.text, "link to another article"))
        else:
            kept.append(block)
    while kept and kept[-1].kind == "heading":
        body.removed.append(Removed(kept.pop().text, "heading without text"))
    body.blocks = kept


def _is_link(block: Block) -> bool:
    letters = len(block.text)
    return block.kind != "row" and letters > 0 and block.link_chars >= letters * _LINK_SHARE and letters < 300
