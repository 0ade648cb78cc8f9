"""Captions without a telling class: a short, visually separate text right below an image.

Editors print them in italics in the image's paragraph or the next one, themes in a box with only the image.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

from lxml.html import HtmlElement

from crawler.extraction.attribution.dateline import find_dateline
from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.opening import opening_of
from crawler.extraction.dom.class_patterns import INLINE, is_called_media, names
from crawler.extraction.dom.text import clean, is_whole_text, text_of

_LONGEST = 250
_PARAGRAPH = 80
"""Characters from which on a sentence in a box of text is a paragraph."""
_TEXT_PART = re.compile(
    r"(?:^|[\s_-])(?:content|konten|body|text|teks|isi|entry|paragraph)(?:$|[\s_-])", re.I
)
_SENTENCE = 40
"""Least characters of a text that is an article of its own."""
_EMPHASIS = frozenset({"em", "i", "small", "cite"})
_BOXES = frozenset({"div", "td", "center", "figure", "span"})


_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|kredit|copyright|photographer|fotografer|sumber|source)(?:$|[\s_-])"
    r"|(?:photo|foto|image|img|gambar|caption)[\w-]*author",
    re.I,
)
_MAX_CREDIT_LENGTH = 80
_MAX_LINES = 20
_MAX_DEPTH = 4
_CREDIT_LINE = re.compile(
    r"(?i:(?:sumber\s+)?(?:foto|photo|dok(?:umentasi|umen)?|sumber|kredit|credit|copyright)(?:\s+(?:oleh|by))?)\s*[:/]\s*"
    r"(?P<name>[^:]{2,60})|(?P<outlet>[A-Z][A-Z0-9.]+(?:\s+(?:FOTO|PHOTO))?/[A-Z][\w.'’ /-]{2,50})",
)
"""A line of a caption that is a credit alone: `Foto: Maya`, `WARTA.COM/Maya`."""
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[\s./-]+(?:\d{1,2}|[a-z]{3,9})[\s./-]+\d{4}|\d{4}-\d\d-\d\d|[a-z]{3,9}\s+\d{1,2},\s+\d{4})(?!\d)",
    re.I,
)
_DETAIL = re.compile(
    r"\d\d[:.]\d\d(?:[:.]\d\d)?|\d[\d.]*\s*(?:x|kali|views?|hits?)?|\b(?:wib|wita|wit|am|pm|oleh|by)\b|[^\w\s]",
    re.I,
)
_NAME_WORDS = 3


def split_credit(element: HtmlElement, text: str) -> tuple[str, str | None]:
    """The caption `text` of `element` without the credit at its end that has an element classed as credit."""
    for part in element.iter("span", "small", "em", "i", "cite", "div", "p"):
        if part is not element and _CREDIT.search(part.get("class") or ""):
            credit = clean(text_of(part, 2 * _MAX_CREDIT_LENGTH))
            if 1 < len(credit) <= _MAX_CREDIT_LENGTH and text.endswith(credit):
                return text[: -len(credit)].rstrip(" -–—|/,("), credit
    for line in _lines(element):
        match = _CREDIT_LINE.fullmatch(line) if line != text else None
        if match is not None and (text.startswith(line) or text.endswith(line)):
            rest = text.removeprefix(line) if text.startswith(line) else text.removesuffix(line)
            return rest.strip(" -–—|/,("), match["name"] or match["outlet"]
    return text, None


def _lines(element: HtmlElement) -> list[str]:
    """The first and the last line of a caption of several: those before, in and after its blocks."""
    for _ in range(_MAX_DEPTH):
        pieces: list[tuple[str, HtmlElement | None]] = [(element.text or "", None)]
        for child in islice(element.iterchildren(), _MAX_LINES):
            text = "".join(child.itertext()) if isinstance(child.tag, str) else ""
            if isinstance(child.tag, str) and child.tag not in INLINE:
                pieces += [(text, child), ("", None)]
                text = ""
            pieces[-1] = (pieces[-1][0] + text + (child.tail or ""), pieces[-1][1])
        lines = [(line, block) for piece, block in pieces if (line := clean(piece[:500]))]
        if len(lines) != 1 or lines[0][1] is None:
            return [lines[0][0], lines[-1][0]] if lines[1:] else []
        element = lines[0][1]
    return []


def credit_beside(caption: HtmlElement) -> str | None:
    """The credit in an element of its own beside a caption."""
    for part in (caption.getnext(), caption.getprevious()):
        if part is not None and isinstance(part.tag, str) and _CREDIT.search(part.get("class") or ""):
            text = clean(text_of(part, 2 * _MAX_CREDIT_LENGTH))
            return text if 1 < len(text) <= _MAX_CREDIT_LENGTH else None
    return None


def take_captions(body: Body, title: str = "", description: str = "") -> None:
    """Assign such texts to their images, unless they are the only sentences: those are a short article.

    `title` and `description` are the page's; they tell the text's first sentence.
    """
    captions = [
        block
        for block in body.blocks
        if (figure := block.below) is not None
        and figure.caption is None
        and _is_caption(block, figure, body.container)
        and find_dateline(block.text) is None  # the first sentence
    ]
    if not captions:
        return
    taken = set(map(id, captions)) - {id(opening_of(body.blocks, title, description))}
    if not any(id(block) not in taken and _is_sentence(block) for block in body.blocks):
        taken -= {id(block) for block in captions if _is_sentence(block)}
    for block in captions:
        if id(block) in taken and block.below is not None:
            details = tells_of_page(block.text)
            if not details:
                block.below.caption = block.text
            body.removed.append(Removed(block.text, "line beside the picture" if details else "caption"))
    for block, following in pairwise(body.blocks):
        if id(block) in taken and following.below is None:
            following.below = block.below  # a second line below the picture
    body.blocks = [block for block in body.blocks if id(block) not in taken]


def tells_of_page(text: str) -> bool:
    """Whether a line is the page's date, with no more beside it than a name, a clock and a view counter."""
    rest, dates = _DAY.subn(" ", text)
    return dates > 0 and len(_DETAIL.sub(" ", rest).split()) <= _NAME_WORDS


def _is_sentence(block: Block) -> bool:
    return (
        len(block.text) >= _SENTENCE and 2 * block.link_chars <= len(block.text) and ends_sentence(block.text)
    )


def _is_caption(block: Block, figure: Figure, container: HtmlElement | None) -> bool:
    element = block.element
    if element is None or block.kind != "paragraph" or not 5 <= len(block.text) <= _LONGEST:
        return False
    if 2 * block.link_chars > len(block.text):
        return False
    while element.tag in INLINE:
        if element.tag in _EMPHASIS:
            return is_whole_text(element, block.text)
        above = element.getparent()
        if above is None or element is container:
            return False
        element = above
    # A box with only the image and its caption, each in its own element.
    box = element.getparent() if element is not container else None
    return (
        box is not None
        and box is not container
        and box.tag in _BOXES
        and figure.element is not None
        and element not in figure.element.iterancestors()
        and box in list(figure.element.iterancestors())[:4]
        and is_whole_text(box, block.text)
        and not _is_part_of_text(box, block.text)
    )


def _is_part_of_text(box: HtmlElement, text: str) -> bool:
    """Whether a box is named like a part of the text (`entry_body`, beside `extended`) and reads like one."""
    named = names(box)
    return (
        len(text) >= _PARAGRAPH
        and ends_sentence(text)
        and _TEXT_PART.search(named) is not None
        and not is_called_media(named)
    )


def is_set_apart(element: HtmlElement, text: str) -> bool:
    """Whether `text`, the whole text of `element`, is alone with an image in its parent."""
    box = element.getparent()
    return (
        len(text) <= _LONGEST
        and box is not None
        and box.tag in _BOXES
        and box.find(".//img") is not None
        and is_whole_text(box, text)
    )
