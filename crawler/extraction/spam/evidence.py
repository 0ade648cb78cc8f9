"""Evidence of injected spam: its record, the article's warnings, removal from the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.deadline import check_time
from crawler.extraction.dom.anchors import self_and_ancestors
from crawler.extraction.dom.text import clean
from crawler.extraction.spam.foreign_language import is_english
from crawler.extraction.spam.lexicon import tone

MAX_ELEMENTS = 2000  # findings per page
MAX_PIECES = 100  # findings per block
WARNING = "suspect_injection"

Kind = Literal[
    "hidden_links", "hidden_text", "link_farm", "injected_text", "hacked_title", "cloaked", "foreign_language"
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding: its kind, a short printable detail, and the elements that hold it."""

    kind: Kind
    detail: str
    elements: tuple[HtmlElement, ...] = ()


def warnings_of(evidence: Sequence[Evidence]) -> list[str]:
    """Return the article's warnings: the bare mark for programs, then the evidence for people."""
    said = dict.fromkeys(f"{WARNING}:{found.kind}: {found.detail}" for found in evidence)
    return [WARNING, *said] if said else []


def remove_elements(body: Body, evidence: Iterable[Evidence]) -> None:
    """Remove injected links, hidden blocks and advertising paragraphs from `body`."""
    elements = list(dict.fromkeys(element for found in evidence for element in found.elements))[:MAX_ELEMENTS]
    if not elements:
        return
    english = sum(is_english(block.text) for block in body.blocks) * 2 > len(body.blocks)
    inside: set[HtmlElement] = set()
    pieces: dict[HtmlElement, list[str]] = {}
    for element in elements:
        check_time()
        if element in inside:
            continue
        inside.update(element.iter())
        text = clean(" ".join("".join(element.itertext()).split()))
        for around in self_and_ancestors(element):
            if text and len(pieces.setdefault(around, [])) < MAX_PIECES:
                pieces[around].append(text)
            if around is body.container:
                break
    kept: list[Block] = []
    for block in body.blocks:
        owner = block.element
        rest = (
            None if owner in inside else _without(block, pieces.get(owner, ()) if owner is not None else ())
        )
        if rest is not None and rest is not block and not english and is_english(rest.text):
            rest = None  # the sentence around an injected link is injected too
        if rest is block:
            kept.append(block)
            continue
        body.removed.append(Removed(block.text, "injected"))
        if rest is not None:
            kept.append(rest)
        elif kept and _is_label(kept[-1]):
            body.removed.append(Removed(kept.pop().text, "injected"))
    if kept and _is_label(kept[-1]):
        body.removed.append(Removed(kept.pop().text, "injected"))
    body.blocks = kept


def _is_label(block: Block) -> bool:
    """Return whether a block is only the label of removed blocks below it."""
    return len(block.text) < 50 and block.text.rstrip().endswith(":")


def _without(block: Block, pieces: Sequence[str]) -> Block | None:
    """Return the block, a copy without the injected pieces, or None if it is all spam."""
    text = block.text
    cut = 0
    for piece in pieces:
        if piece in text:
            text = text.replace(piece, "", 1)
            cut += 1
    if not cut:
        return block
    text = re.sub(r" ([.,;:!?])", r"\1", " ".join(text.split()))
    letters = sum(map(str.isalpha, text))
    if cut > 1 or letters < 0.4 * sum(map(str.isalpha, block.text)) or tone(text).promo:
        return None
    return replace(block, text=text)
