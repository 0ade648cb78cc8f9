"""Boilerplate that page structure did not reveal: related links, ads, counters, comment forms, captions.

Classifies each line by its content and position; removed lines are kept with their reason.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate import phrases
from crawler.extraction.boilerplate.duplicate_text import drop_repeats
from crawler.extraction.boilerplate.photo_credits import LONGEST, is_credited_caption
from crawler.extraction.boilerplate.related_links import strip_related
from crawler.extraction.deadline import check_time
from crawler.extraction.dom.text import clean

_SHORT = 420
"""Maximum length of a boilerplate line in characters."""
_HEAD = 6
_SENTENCE = 60
_MAX_TICKER_LENGTH = 900
_NAME = 40
_NAME_WORDS = 4
_ABOVE = 400
"""Characters of sentences above a line that may still be the title."""
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
    body.blocks = _cut_head(body.blocks, body.removed, title)
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


def _cut_head(blocks: list[Block], removed: list[Removed], title: str | None) -> list[Block]:
    """Remove the title and the breadcrumb, date and share lines above and below it."""
    start = 0
    wanted = _squash(title) if title else ""
    if blocks and blocks[0].kind == "verse" and _squash(blocks[0].text.partition("\n")[0]) == wanted:
        # Lines of the head that only `<br>` divides: each is judged alone.
        lines = [replace(blocks[0], kind="paragraph", text=line) for line in blocks[0].text.split("\n")]
        blocks = [*lines, *blocks[1:]]
    if wanted:
        chars = 0
        for index, block in enumerate(blocks[: _HEAD * 3]):
            below = index + 1 < len(blocks) or not chars  # a headline has text below it
            if (
                below
                and chars < _ABOVE
                and len(block.text) <= max(2 * len(wanted), len(wanted) + _NAME)
                and (_squash(block.text) == wanted or _is_title_with_date(block.text, title or ""))
            ):
                start = index + 1
            chars += len(block.text) if phrases.ends_sentence(block.text) else 0
    removed.extend(Removed(block.text, "above the text") for block in blocks[:start])
    rest = blocks[start:]
    while rest and wanted and _squash(rest[-1].text) == wanted:
        removed.append(Removed(rest.pop().text, "title printed again"))
    listed: set[HtmlElement | None] = set()
    while rest and (_is_head_line(rest[0]) or (_list_of(rest[0]) in listed and len(rest[0].text) <= _NAME)):
        listed |= {_list_of(rest[0])} - {None}
        removed.append(Removed(rest.pop(0).text, "line of the head"))
    return rest


def _list_of(block: Block) -> HtmlElement | None:
    """The list of an item: below the title, beside a date, it lists facts."""
    return block.element.getparent() if block.kind == "list_item" and block.element is not None else None


def _is_title_with_date(text: str, title: str) -> bool:
    """Whether a line is the title and a date, or the like, behind it."""
    return text.startswith(title) and _is_head_piece(text[len(title) :].strip(" \n|-–—"))


def _is_head_line(block: Block) -> bool:
    text = block.text
    if len(text) > 200 or block.kind in ("row", "verse"):
        return False
    low = text.lower()
    prose = block.kind == "paragraph"
    return (
        phrases.DATE_LINE.fullmatch(text) is not None
        or phrases.CLOCK.fullmatch(text) is not None
        or phrases.is_boilerplate_line(low, edge=True, prose=prose)
        or phrases.BANNER.fullmatch(text) is not None
        or phrases.COMMENTS.fullmatch(low) is not None
        or _is_breadcrumb(text)
        or _is_strung_together(text, head=True)
        or (_is_tagline(block) and not phrases.ends_sentence(text))
    )


def _is_tagline(block: Block) -> bool:
    """Whether a line stands beside the title in an `hgroup`."""
    above = block.element.getparent() if block.element is not None else None
    return above is not None and above.tag == "hgroup"


def _is_breadcrumb(text: str) -> bool:
    parts = re.split(r"\s*[/>»›|→]\s*", text)
    return len(parts) > 1 and parts[0].lower() in ("home", "beranda", "halaman utama", "depan")


_BETWEEN = re.compile(
    r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*,\s+(?=(?:oleh|by|kategori|category|di(?:baca|lihat|posting)|tags?)\b)",
    re.IGNORECASE,
)
_BETWEEN_SIGNS = (
    "|", "•", "·", " - ", " – ", " — ", " / ", ", oleh", ", by", ", kategori", ", category", ", dibaca",
    ", dilihat", ", diposting", ", tag",
)  # fmt: skip
"""A quick test for these joints, which spares most texts the search."""


def _is_strung_together(text: str, *, head: bool = False) -> bool:
    """Whether a line joins two or more header items: date, author, section, counter.

    `head`: the line is the first below the title, where one known item beside a name is enough.
    """
    low = text.lower()
    if not any(sign in low for sign in _BETWEEN_SIGNS):
        return False
    parts = [part for part in _BETWEEN.split(text) if part]
    known = [part for part in parts if _is_head_piece(part)]
    if len(known) > 1 and len(known) == len(parts):
        return True
    # Beside a date and a counter, a short unmarked piece is the author or the section.
    others = [part for part in parts if part not in known]
    return (
        len(known) > (0 if head else 1)
        and len(others) == 1
        and len(others[0]) <= _NAME
        and len(others[0].split()) <= _NAME_WORDS
    )


def _is_head_piece(part: str) -> bool:
    return len(part) <= 60 and bool(
        phrases.DATE_LINE.fullmatch(part)
        or phrases.is_boilerplate_line(part.lower(), edge=True, prose=True)
        or phrases.BYLINE.fullmatch(part)
        or phrases.CLOCK_TIME.fullmatch(part)
        or phrases.BARE_NUMBER.fullmatch(part)
    )


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
    if len(text) <= 200 and block.kind == "paragraph" and edge and _is_strung_together(text):
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


def _squash(text: str | None) -> str:
    return re.sub(r"\W+", " ", text or "").strip().lower()
