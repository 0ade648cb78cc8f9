"""Summaries that a program wrote, in a box above or below the text: `Ringkasan AI`."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Removed
from crawler.extraction.dom.anchors import self_and_ancestors

REASON = "summary by a machine"
_LABEL = 80
_LEVELS = 4
"""Elements around a label that may be its box."""
_MOST = 1500
"""Characters of a summary."""
_SHARE = 0.5
"""A summary is shorter than the text that it sums up."""
_MACHINE = re.compile(
    r"\bA\.?I\b|\b(?:[A-Za-z]*GPT|OpenAI|Gemini|kecerdasan buatan|artificial intelligence)\b"
)
_SUMMARY = re.compile(
    r"\b(?:di)?(?:ringkas|rangkum)(?:kan|an)?|\bintisari|\bpoin\b|\bsummar(?:y|ies|i[sz]ed)\b", re.I
)
_OTHERS = re.compile(
    r"\b(?:(?:berita|artikel|article)(?=\s+(?:ini|oleh|dengan|by)\b)|isi|ini|utama|penting|kunci|oleh|by|dengan|with|dari|from|bantuan|di(?:buat|hasilkan|susun|tulis)"
    r"|secara|otomatis|generated|powered|using|key|points?|teknologi|versi)\b|[\W\d_]+",
    re.I,
)  # fmt: skip


def drop_machine_summaries(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """`blocks` without the boxes whose label says that a program summed the article up."""
    kept: list[Block] = []
    number = 0
    while number < len(blocks):
        start, end = _box_of(blocks, number) if _is_label(blocks[number].text) else (number, number)
        if start == end:
            kept.append(blocks[number])
            number += 1
            continue
        removed.extend(Removed(block.text, REASON) for block in blocks[start:end])
        del kept[len(kept) - (number - start) :]
        number = end
    return kept


def _is_label(text: str) -> bool:
    """Whether a line says nothing but that a machine wrote a summary."""
    if len(text) > _LABEL or _MACHINE.search(text) is None:
        return False
    rest, summaries = _SUMMARY.subn(" ", _MACHINE.sub(" ", text))
    return summaries > 0 and not _OTHERS.sub("", rest)


def _box_of(blocks: list[Block], number: int) -> tuple[int, int]:
    """First and last place (exclusive) of the blocks in the smallest box around a label and other text.

    Empty where no element divides the summary from the article.
    """
    label = blocks[number].element
    if label is None:
        return number, number
    whole = sum(len(block.text) for block in blocks)
    for above in islice(label.iterancestors(), _LEVELS):
        start, end = number, number + 1
        while start and _is_in(blocks[start - 1], above):
            start -= 1
        while end < len(blocks) and _is_in(blocks[end], above):
            end += 1
        inside = sum(len(block.text) for block in blocks[start:end])
        if inside > min(_MOST, _SHARE * whole):
            break
        if end - start > 1:
            return start, end
    return number, number


def _is_in(block: Block, box: HtmlElement) -> bool:
    return block.element is not None and box in self_and_ancestors(block.element)
