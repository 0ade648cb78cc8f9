"""Lines of the page's head above the text: the title again, dates, names, counters, tables of such facts.

A name alone tells nothing; it counts as a line of the head in a box with other such lines.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Removed
from crawler.extraction.boilerplate import phrases

_HEAD = 6
_SENTENCE = 60
_NAME = 40
_MOST_FACTS = 20
"""Lines of the head that are looked at."""
_FACTS_WITHIN = 3
"""Elements around a line of the head that may be the box of such lines."""
_ABOVE = 400
"""Characters of sentences above a line that may still be the title."""
_FACT = (
    r"(?:tanggal|tgl)(?:\s+(?:terbit|posting|publikasi|upload|unggah))?|penulis|author|editor|reporter"
    r"|oleh|di(?:posting|tulis|terbitkan|unggah)(?:\s+oleh)?|kategori|category|rubrik|di(?:baca|lihat)|hits?|views?"
    r"|sumber|tags?|label"
)
_FACT_ROW = re.compile(rf"\W*(?P<label>{_FACT})\s*:?\s*\|(?:\s*:\s*\|)?[^|]{{1,80}}", re.IGNORECASE)
"""A row of a table above the text, with a fact about the page."""
_FULL_DATE = re.compile(
    rf"(?:{phrases.DAY}\W{{1,4}})?(?<!\d)(?:\d{{1,2}}\W{{1,3}}(?:{phrases.MONTH}|\d{{1,2}})\W{{1,3}}\d{{4}}"
    rf"|{phrases.MONTH}\W{{1,3}}\d{{1,2}}\W{{1,3}}\d{{4}}|\d{{4}}-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
_OF_PUBLICATION = re.compile(
    rf"\b(?:{_FACT}|di(?:publikasikan|perbarui|rilis|muat)|posted|published|written|updated|posting|publikasi"
    r"|by|admin|redaksi)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b(?:pada|on|at|in|pukul|pkl|jam|kali|wib|wita|wit|am|pm)\b|[\W\d_]+", re.IGNORECASE)
_NAMES = 7
"""Words of names and sections beside the date of publication."""
_MAX_STATEMENT = 160


def cut_head(blocks: list[Block], removed: list[Removed], title: str | None) -> list[Block]:
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
    rows = list(takewhile(lambda block: block.kind == "row", rest))
    if _are_facts(rows):
        removed.extend(Removed(block.text, "line of the head") for block in rows)
        rest = rest[len(rows) :]
    text = next((block for block in rest[:_MOST_FACTS] if _is_sentence(block)), None)
    facts: set[HtmlElement] = set()
    while rest and rest[0] is not text:
        boxes = _boxes(rest[0], text)
        if _is_head_line(rest[0]):
            facts |= boxes
        elif not _is_name(rest[0]) or not (
            boxes & facts or any(_is_head_line(block) and boxes & _boxes(block, text) for block in rest[1:4])
        ):
            break
        removed.append(Removed(rest.pop(0).text, "line of the head"))
    return rest


def _are_facts(rows: list[Block]) -> bool:
    """Whether a table above the text tells only of the page: when, by whom, in which section."""
    labels = [found["label"].lower() for row in rows if (found := _FACT_ROW.fullmatch(row.text))]
    return bool(rows) and len(labels) == len(rows) and any(label[:1] != "t" for label in labels)


def _boxes(block: Block, text: Block | None) -> set[HtmlElement]:
    """The elements around a line of the head that do not hold the text: beside a date, they hold facts."""
    if block.element is None or text is None or text.element is None:
        return set()
    around = set(islice(text.element.iterancestors(), _FACTS_WITHIN * 3))
    return {above for above in islice(block.element.iterancestors(), _FACTS_WITHIN) if above not in around}


def _is_name(block: Block) -> bool:
    """Whether a line is as short as a name, a section or a label."""
    text = block.text
    return (
        block.kind in ("paragraph", "list_item")
        and phrases.is_as_short_as_name(text)
        and not phrases.ends_sentence(text)
    )


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
        or is_strung_together(text, head=True)
        or _states_publication(text)
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


def is_strung_together(text: str, *, head: bool = False) -> bool:
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
    return len(known) > (0 if head else 1) and len(others) == 1 and phrases.is_as_short_as_name(others[0])


def _is_head_piece(part: str) -> bool:
    return len(part) <= 60 and bool(
        phrases.DATE_LINE.fullmatch(part)
        or phrases.is_boilerplate_line(part.lower(), edge=True, prose=True)
        or phrases.BYLINE.fullmatch(part)
        or phrases.CLOCK_TIME.fullmatch(part)
        or phrases.BARE_NUMBER.fullmatch(part)
        or phrases.COMMENTS.fullmatch(part.lower())
    )


def _states_publication(text: str) -> bool:
    """Whether a line tells when and by whom the page was published: a date, labels, and names."""
    if len(text) > _MAX_STATEMENT or phrases.ends_sentence(text):
        return False
    rest, dates = _FULL_DATE.subn(" ", text)
    if dates != 1:
        return False
    rest, labels = _OF_PUBLICATION.subn(" ", rest)
    words = _JOINED.sub(" ", rest).split()
    return labels > 0 and len(words) <= _NAMES and not any(word[0].islower() for word in words)


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= _SENTENCE and phrases.ends_sentence(block.text)


def _squash(text: str | None) -> str:
    return re.sub(r"\W+", " ", text or "").strip().lower()
