"""Removes paragraphs that repeat a caption: the text stays only with its image."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.extraction.blocks import Block, Body
from crawler.extraction.deadline import check_time
from crawler.extraction.metadata.images import alike
from crawler.items import Image

MAX_CAPTION = 400
FEW_WORDS = 4
_LONGER = 40
"""Characters by which a caption and its copy among the paragraphs may differ in length."""


def drop_captions(body: Body, images: Iterable[Image]) -> None:
    """Remove the blocks that repeat an image's caption or alternative text."""
    texts = [text for image in images if (text := image.caption)]
    texts += [figure.alt for figure in body.figures if figure.alt]
    captions = [(text, frozenset(text.split())) for text in dict.fromkeys(texts)]
    if not captions:
        return
    kept = []
    for block in body.blocks:
        check_time()
        if not _is_caption(block, captions):
            kept.append(block)
    body.blocks = kept


def _is_caption(block: Block, captions: list[tuple[str, frozenset[str]]]) -> bool:
    """Whether a block equals one of the captions (each with its words), apart from a typo."""
    text = block.text
    length = len(text)
    if length > MAX_CAPTION or block.kind == "heading":
        return False
    near = [item for item in captions if -_LONGER <= length - len(item[0]) <= _LONGER]
    if not near:
        return False
    words = frozenset(text.split())
    # A typo in one letter of twelve leaves a third of the words unchanged; compare letters only then.
    least = 0 if len(words) < FEW_WORDS else len(words) / 3
    return any(len(words & known) >= least and alike(text, caption) for caption, known in near)
