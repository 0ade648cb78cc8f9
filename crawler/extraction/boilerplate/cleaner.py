"""Boilerplate that page structure did not reveal: related links, ads, counters, comment forms, captions.

Classifies each line by its content and position; removed lines are kept with their reason.
"""

from __future__ import annotations

import re

from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate import phrases
from crawler.extraction.boilerplate.duplicate_text import drop_repeats
from crawler.extraction.boilerplate.head_lines import cut_head, is_strung_together
from crawler.extraction.boilerplate.machine_summaries import drop_machine_summaries
from crawler.extraction.boilerplate.photo_credits import LONGEST, is_credited_caption
from crawler.extraction.boilerplate.related_links import strip_related
from crawler.extraction.deadline import check_time
from crawler.extraction.dom.text import clean

_SHORT = 420
"""Maximum length of a boilerplate line in characters."""
_SENTENCE = 60
_MAX_TICKER_LENGTH = 900
_SHORTCODE = re.compile(
    r"\[(?P<name>[a-z][\w-]{2,20})(?:\s[^\[\]]{0,300})?\](?:(?P<inner>[^\[\]]{0,600})\[/(?P=name)\])?"
)
_CODES_TEXT = """
    caption gallery embed video audio playlist wp_ad_camp vc_row vc_column ads adsense contact-form-7
"""
_CODES = frozenset(_CODES_TEXT.split())
_LEAKED_TAG = re.compile(
    r"</?(?:br|div|span|p|strong|em|b|i|u|font|img|a|h[1-6]|ul|ol|li|center)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\w")


HASHTAGS = "hashtags"
"""The reason of lines that were taken out for being tags."""


def strip_boilerplate(body: Body, *, title: str | None = None) -> Body:
    """`body` without boilerplate; removed lines are in `removed` with their reason.

    `title` is the article's title, if known: a line that repeats it, and the lines above, are the page's
    header. Changes the blocks of `body` in place.
    """
    body.blocks = [block for block in body.blocks if _unleak(block, body)]
    body.blocks = drop_machine_summaries(body.blocks, body.removed)
    body.blocks = cut_head(body.blocks, body.removed, title)
    body.blocks = _cut_tail(body.blocks, body.removed)
    body.blocks = strip_related(body.blocks, body.removed)
    body.blocks = _drop_lines(body)
    drop_repeats(body)
    _drop_loose_headings(body)
    return body


def _unleak(block: Block, body: Body) -> bool:
    """Remove leaked markup from the text; False if nothing is left."""
    text = block.text
    if "<" in text and _LEAKED_TAG.search(text):
        text = clean(_LEAKED_TAG.sub(" ", text))
    if "[" in text and "]" in text:
        text = _SHORTCODE.sub(lambda found: _open(found, body), text)
        text = clean(text) if text != block.text else text
    block.text = text
    return (
        _SPACED.search(text) is not None
        or (bool(text) and block.kind in ("row", "verse"))
        or "*" in text
        or "[" in text
    )


def _open(found: re.Match[str], body: Body) -> str:
    if found["name"] not in _CODES:
        return found.group()
    inner = clean(found["inner"] or "")
    body.removed.append(Removed(found.group(), "leaked shortcode"))
    if found["name"] == "caption" and inner:
        target = next((item for item in body.figures if item.caption is None), None)
        if target is not None:
            target.caption = inner
    return ""


def _cut_tail(blocks: list[Block], removed: list[Removed]) -> list[Block]:
    """Cut at the line where comments or the page footer begin, if the article is above it."""
    total = sum(len(block.text) for block in blocks)
    above = 0
    for index, block in enumerate(blocks):
        text = block.text
        if (
            len(text) <= _SHORT
            and above >= 0.35 * total
            and block.kind not in ("row", "verse")
            and (phrases.COMMENTS.fullmatch(low := text.lower()) or phrases.END.fullmatch(low))
        ):
            removed.extend(Removed(item.text, "below the text") for item in blocks[index:])
            return blocks[:index]
        above += len(text)
    return blocks


def _drop_lines(body: Body) -> list[Block]:
    kept: list[Block] = []
    count = len(body.blocks)
    first = next((index for index in range(count) if _is_sentence(body.blocks[index])), count)
    last = next((index for index in range(count - 1, first, -1) if _is_sentence(body.blocks[index])), first)
    illustrated = bool(body.figures)
    for index, block in enumerate(body.blocks):
        check_time()
        # The picture of the first line may stand outside the text.
        pictured = block.below is not None or (index == 0 and first < last)
        text_from = LONGEST if pictured else _SENTENCE if index < last else int(illustrated)
        reason = _reason(block, edge=not first < index < last, text_from=text_from)
        if reason is None:
            kept.append(block)
            continue
        body.removed.append(Removed(block.text, reason))
        if reason == "caption":
            target = body.figure_near(block.element)
            if target is None:
                body.figures.append(Figure("", None, block.text))
            else:
                target.caption = block.text
    return kept


def _is_sentence(block: Block) -> bool:
    text = block.text
    return (
        len(text) >= _SENTENCE
        and phrases.ends_sentence(text)
        and not (
            phrases.FOLLOW.fullmatch(low := text.lower())
            or phrases.END.fullmatch(low)
            or phrases.is_boilerplate_line(low, edge=False, prose=block.kind == "paragraph")
        )
    )


def _reason(block: Block, *, edge: bool, text_from: int) -> str | None:
    """The reason to remove a block, or None. `text_from`: see `is_credited_caption`."""
    text = block.text
    if block.kind == "row":
        return None
    if len(text) <= _MAX_TICKER_LENGTH and phrases.is_ticker(text):
        return "ticker"
    if phrases.is_hashtags(text):
        return HASHTAGS
    if block.kind == "verse" or len(text) > _SHORT:
        return None
    low = text.lower()
    if phrases.is_boilerplate_line(low, edge=edge, prose=block.kind == "paragraph"):
        return "boilerplate line"
    if phrases.FOLLOW.fullmatch(low):
        return "invitation to follow"
    if phrases.COMMENTS.fullmatch(low):
        return "comment form"
    if phrases.END.fullmatch(low):
        return "foot of the page"
    if phrases.FILE_NAME.fullmatch(text):
        return "file name"
    if block.kind == "paragraph" and phrases.BARE_NUMBER.fullmatch(text):
        return "counter"
    if block.element is not None and block.element.tag == "time" and len(text) <= 60:
        return "time of publication"
    if phrases.CREDIT_LINE.fullmatch(text):
        return "image credit"
    if len(text) <= 200 and block.kind == "paragraph" and edge and is_strung_together(text):
        return "line of the site"
    if edge and block.kind == "paragraph" and len(text) <= 60 and phrases.STAMP.fullmatch(text):
        return "time of publication"
    if phrases.PHOTO_LINE.fullmatch(text) or is_credited_caption(text, text_from):
        return "caption"
    if (
        edge
        and block.kind != "heading"
        and (phrases.BANNER.fullmatch(text) or phrases.DATE_LINE.fullmatch(text))
    ):
        return "line of the site"
    return None


def _is_loose_heading(block: Block) -> bool:
    """Whether a block is a heading with nothing below it (no picture either) and is not a sentence."""
    if block.kind != "heading" or block.pictured:
        return False
    return len(block.text) < _SENTENCE or not phrases.ends_sentence(block.text)


def _drop_loose_headings(body: Body) -> None:
    while body.blocks and _is_loose_heading(body.blocks[-1]):
        body.removed.append(Removed(body.blocks.pop().text, "heading without text"))
