"""Links to other articles within the text: labels with headlines, including those glued into a paragraph."""

from __future__ import annotations

import re

from crawler.extraction.blocks import Block, Removed
from crawler.extraction.boilerplate.phrases import (
    RELATED_LABEL,
    RELATED_LINE,
    RELATED_SHORT,
    RELATED_TITLE,
    ends_sentence,
)

_LONGEST = 320
_HEADLINE = 160
_LINKED = 0.8
MAX_HEADLINES = 8
_GLUED = re.compile(rf"(?<![\w])(?P<label>{RELATED_LABEL.pattern})\s*[:;»]\s*", re.IGNORECASE | re.VERBOSE)
_LABEL = 60
_LABEL_END = re.compile(
    rf"(?P<before>.*?[.!?\"”’)\]*]\s*|.*?(?=(?-i:[A-Z])))(?P<label>{RELATED_LABEL.pattern})\s*[:;»-]*\s*$",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_LABEL_WORDS = (
    "juga",
    "pula",
    "lain",
    "terkait",
    "menarik",
    "lengkap",
    "pilihan",
    "also",
    "more",
    "next",
    "relat",
)
"""One of them is in every label: most texts are dismissed by that."""
_SENTENCE_START = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“(A-Z0-9])")


def label_before_link(text: str) -> str | None:
    """The label at the end of `text` that introduces the next link, if text is before the label."""
    tail = text[-_LABEL:]
    if not _may_hold_label(tail):
        return None
    found = _LABEL_END.search(tail)
    if found is None or not found["before"].strip():
        return None
    return tail[found.end("before") :]


def _may_hold_label(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _LABEL_WORDS)


def strip_related(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """`blocks` without lines such as "Baca juga: headline" and without the headlines below a bare label."""
    kept: list[Block] = []
    expect = 0
    for block in blocks:
        text = block.text
        if expect and is_headline(block):
            expect -= 1
            removed.append(Removed(text, "headline below a related label"))
            continue
        expect = 0
        if block.kind == "verse" and _is_list_of_links(block):
            removed.append(Removed(text, "related lines"))
            continue
        if block.kind in ("row", "verse"):
            kept.append(block)
            continue
        if _is_label(text):
            expect = MAX_HEADLINES
            removed.append(Removed(text, "related label"))
        elif _is_related(block):
            removed.append(Removed(text, "related line"))
        else:
            _cut_glued(block, removed)
            if block.text:
                kept.append(block)
    return kept


def _is_list_of_links(block: Block) -> bool:
    """Whether broken lines are a related label and the headlines below it, all links."""
    label, _, rest = block.text.partition("\n")
    return block.link_chars >= _LINKED * len(rest) and _is_label(label)


def _is_label(text: str) -> bool:
    if len(text) > 60:
        return False
    if RELATED_TITLE.fullmatch(text):
        return True
    found = RELATED_LINE.match(text)
    return found is not None and not text[found.end() :].strip(" :;.-–—>»")


def _is_related(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST:
        return False
    if RELATED_SHORT.match(text):
        return True
    found = RELATED_LINE.match(text)
    if found is None:
        return False
    if found["sep"]:
        return True
    rest = text[found.end() :]
    if not rest[:1].isspace():
        return False
    return block.link_chars > len(text) * 0.3 or (
        (rest.strip()[:1].isupper() or rest.strip()[:1] in "“\"'‘")
        and (not ends_sentence(text) or rest.rstrip()[-1] in '”"’?!')
    )


def is_headline(block: Block) -> bool:
    """Whether a block may be a headline below a label: short, and not a sentence of the text."""
    text = block.text
    if len(text) > _HEADLINE or block.kind in ("row", "verse", "quote"):
        return False
    if block.link_chars > len(text) * 0.5:
        return True
    if ends_sentence(text) or text[:1] in "“\"‘'":
        return False
    if block.kind == "heading":
        return False
    words = text.split()
    capital = sum(not word[:1].islower() for word in words)
    return len(words) >= 3 and capital >= len(words) * 0.6


def _cut_glued(block: Block, removed: list[Removed]) -> None:
    """Remove "BACA JUGA: headline" from the middle or the end of a paragraph."""
    text = block.text
    if ":" not in text and "»" not in text:
        return
    if not _may_hold_label(text):
        return
    found = list(_GLUED.finditer(text))
    if not found:
        return
    kept = [text[: found[0].start()].rstrip()]
    for index, item in enumerate(found):
        limit = found[index + 1].start() if index + 1 < len(found) else len(text)
        rest = text[item.end() : limit]
        ends = _SENTENCE_START.search(rest)
        if ends is not None and ends.end() <= _HEADLINE * 1.5:
            cut = ends.end()
        elif len(rest) <= _HEADLINE * 1.5:
            cut = len(rest)
        else:
            cut = 0
        removed.append(Removed(text[item.start() : item.end() + cut], "related line inside a paragraph"))
        kept.append(rest[cut:].strip())
    block.text = " ".join(part for part in kept if part)
