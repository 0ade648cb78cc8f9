"""Features of one page from which templates are learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.wrapper.apply import may_announce, text_place
from crawler.extraction.wrapper.induction import PageFeatures
from crawler.extraction.wrapper.selector_builder import own_selector
from crawler.extraction.wrapper.template import label_of, mask

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft

_MAX_LINE_LENGTH = 400
_MAX_LINES = 150
"""Blocks of one page that are remembered, beside its last ones."""
_LAST_LINES = 3
_HEADLINE_WORDS = 4


def page_features(draft: Draft) -> PageFeatures | None:
    """The features of an article page read and cleaned by the generic extraction.

    None if there is nothing to learn from: no body, or an article on several pages.
    """
    body, page = draft.body, draft.page
    if body.container is None or not body.blocks or page.more:
        return None
    container = body.container
    if page.body_only:
        container = next(page.tree.iter("body"), container)
    seen = PageFeatures(page.url, text_place(body, body_only=page.body_only) or "")
    last = len(body.blocks) - 1
    seen.chars = body.length
    inside: defaultdict[HtmlElement, list[Block]] = defaultdict(list)
    labels: set[str] = set()
    for index, block in enumerate(body.blocks):
        if len(block.text) <= _MAX_LINE_LENGTH and block.kind not in ("row", "verse"):
            if len(seen.lines) < _MAX_LINES or last - index < _LAST_LINES:
                seen.lines.setdefault(mask(block.text), (index, last - index))
            label = _announcing_label(body.blocks, index)
            if label is not None:
                labels.add(label)
        element = block.element
        while element is not None and element is not container:
            inside[element].append(block)
            element = element.getparent()
    seen.labels = sorted(labels)
    for element, blocks in inside.items():
        own = own_selector(element)
        if own is not None:
            share = sum(len(block.text) for block in blocks) / (seen.chars or 1)
            seen.elements.setdefault(own, []).append((mask(blocks[0].text)[:_MAX_LINE_LENGTH], share))
    return seen


def _announcing_label(blocks: Sequence[Block], index: int) -> str | None:
    """The label of a line that introduces another article: `Jangan lewatkan: Pasar Desa Kini Ramai`.

    A link follows it, or words that form a headline and no sentence. Labels in consecutive lines
    (`Waktu: ...`, `Tempat: ...`) describe this article.
    """
    block = blocks[index]
    label = label_of(block.text) if may_announce(block) else None
    if label is None or len(label.split()) < 2:
        return None
    beside = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
    if not {label_of(one.text) for one in beside if not ends_sentence(one.text)} <= {None, label}:
        return None
    rest = block.text.partition(":")[2].strip()
    if block.link_chars > len(rest) / 2:
        return label
    return label if len(rest.split()) >= _HEADLINE_WORDS and not ends_sentence(rest) else None
