"""The first sentence of a text that a picture above it makes look like a caption: italic, or in a box."""

from __future__ import annotations

from crawler.extraction.attribution.dateline import find_dateline
from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.title_words import words_of

_SENTENCE = 40
_FEW_WORDS = 3
_DESCRIBED = 60
_HEAD = 3


def opening_of(blocks: list[Block], title: str, description: str) -> Block | None:
    """The first sentence, if the page's description begins with it, or if it has at least half of the title's
    words and more of them than the next one. A sentence above the dateline opens no text.
    """
    lines = [block for block in blocks if block.kind == "paragraph" and len(block.text) >= _SENTENCE]
    if len(description) >= _DESCRIBED:
        beginning = description[:_DESCRIBED]
        described = next((block for block in lines[:_HEAD] if block.text.startswith(beginning)), None)
        if described is not None:
            return described
    sentences = (block for block in lines if ends_sentence(block.text))
    first, second = next(sentences, None), next(sentences, None)
    if first is None or second is None or find_dateline(second.text) is not None:
        return None
    wanted = words_of(title)
    told = len(wanted & words_of(first.text))
    if len(wanted) < _FEW_WORDS or 2 * told < len(wanted):
        return None
    return first if told > len(wanted & words_of(second.text)) else None
