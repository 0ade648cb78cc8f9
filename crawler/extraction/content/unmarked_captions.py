"""Captions that look like paragraphs: a line right below a picture, in no element of its own.

It is a caption if it has no full stop where the paragraphs have one, if it alone is centred or small, or if
the paragraph below it begins with the dateline. A line with a dateline is never a caption.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.extraction.attribution.credit_lines import read_byline, read_credit_line
from crawler.extraction.attribution.dateline import find_dateline
from crawler.extraction.blocks import Block, Body, Figure, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence, is_boilerplate_line
from crawler.extraction.content.captions import tells_of_page
from crawler.extraction.dom.class_patterns import INLINE, is_called_lead
from crawler.extraction.dom.image_source import IMAGE_TAGS, image_source, is_icon
from crawler.extraction.dom.text import clean, is_whole_text

_LONGEST = 250
_LONGEST_SENTENCE = 160
_FEW_WORDS = 5
_PARAGRAPH = 60
"""Characters of a paragraph that shows how the text is set."""
_MOSTLY = 0.8
_QUOTES = "“\"‘'«"
_LOWER = re.compile(r"(?<!\w)[a-z]{4,}")
_DIGIT = re.compile(r"\d")
_LOWER_WORDS = 2
"""Words in small letters that a description has, and a headline has not; with a date, one is enough."""
_CENTRED = re.compile(
    r"text-align:\s*center|(?:^|[\s_-])(?:text-)?(?:align-?)?cent(?:er|re)(?:$|[\s_-])", re.I
)
_SMALL = re.compile(
    r"font-size:\s*(?:(?:[4-9]|1[0-3])(?:\.\d+)?px|(?:[4-9]|10)(?:\.\d+)?pt|0?\.\d+r?em|\d\d(?:\.\d+)?%"
    r"|(?:x+-)?small(?:er)?)",
    re.I,
)
_DRAWING = re.compile(r"\.svgz?(?:$|[?#])", re.I)
_LABEL = re.compile(r"[^\W\d][\w ]{1,20}:\s")
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?]\s+(?!(?:foto|photo)\b)[A-Z]", re.I)
_MANY = 3
"""Lines below pictures, one after the other, from which on they are a list with icons."""
_BOLD = frozenset({"b", "strong"})
_OWN = frozenset({"p", "div", "span", "center"})
_OF_PICTURE = re.compile(
    r"(?:^|[\s_-])(?:photo|foto|img|image|gambar|thumb|pict|figure)\w*(?:$|[\s_-])", re.I
)
_SMALL_PRINT = re.compile(r"(?:^|[\s_-])(?:small|muted|ket|keterangan|info|credits?|media)(?:$|[\s_-])", re.I)
"""Classes of the line below a picture, if no paragraph has them."""
_LOOKED_AT = 4
"""Elements above a text, or before the container, that are looked at."""


def take_unmarked_captions(body: Body) -> None:
    """Assign such lines to their pictures."""
    blocks = body.blocks
    candidates = {
        index
        for index, block in enumerate(blocks)
        if (_is_below_picture(block) or (not index and _is_below_outer_picture(body))) and _may_be(block)
    }
    candidates -= _listed(candidates)
    if not candidates:
        return
    others = [block for index, block in enumerate(blocks) if index not in candidates and _is_paragraph(block)]
    sentences = sum(ends_sentence(block.text) for block in others)
    looks = [_look(block) for block in others]
    makes = {_make(block) for block in others}
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        following = next((blocks[at] for at in range(index + 1, len(blocks)) if at not in candidates), None)
        if (
            index not in candidates
            or following is None
            or not _is_paragraph(following)
            or not (
                _is_unended(block, sentences, len(others))
                or _is_set_apart(block, looks)
                or (block.below is not None and _has_own_make(block, makes))
                or _is_above_dateline(block, following)
            )
        ):
            kept.append(block)
            continue
        body.removed.append(Removed(block.text, "caption"))
        if block.below is not None:
            block.below.caption = block.text
        else:
            body.figures.append(Figure("", None, block.text))
    body.blocks = kept


def _listed(candidates: set[int]) -> set[int]:
    """Those among many candidates one after the other."""
    found: set[int] = set()
    run: list[int] = []
    for index in sorted(candidates):
        if run and index != run[-1] + 1:
            run = []
        run.append(index)
        if len(run) >= _MANY:
            found.update(run)
    return found


def _is_below_picture(block: Block) -> bool:
    figure = block.below
    if figure is None or figure.caption is not None or _DRAWING.search(figure.src):
        return False
    return figure.element is None or not is_icon(figure.element)


def _is_below_outer_picture(body: Body) -> bool:
    """Whether a picture without other text is right above the container."""
    element = body.container
    for _ in range(_LOOKED_AT):
        if element is None:
            return False
        for before in islice(element.itersiblings(preceding=True), _LOOKED_AT):
            if clean(before.tail or ""):
                return False
            if not isinstance(before.tag, str):
                continue
            words = clean("".join(before.itertext()))
            if words:
                return False
            if any(image_source(image) and not is_icon(image) for image in before.iter(*IMAGE_TAGS)):
                return True
        above = element.getparent()
        if above is None or clean(above.text or ""):
            return False
        element = above
    return False


def _is_paragraph(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) >= _PARAGRAPH


def _may_be(block: Block) -> bool:
    """Whether a line may describe a picture: no quotation, label, date, credit or dateline."""
    text = block.text
    return (
        block.kind == "paragraph"
        and block.element is not None
        and len(text) <= _LONGEST
        and len(text.split()) >= _FEW_WORDS
        and len(_LOWER.findall(text)) >= _LOWER_WORDS - (_DIGIT.search(text) is not None)
        and 2 * block.link_chars <= len(text)
        and text[0] not in _QUOTES
        and text[0].isupper()
        and text[-1] != ":"
        and not _LABEL.match(text)
        and not tells_of_page(text)
        and not is_boilerplate_line(text.lower(), edge=True, prose=True)
        and read_credit_line(text) is None
        and read_byline(text) is None
        and find_dateline(text) is None
    )


def _is_unended(block: Block, sentences: int, count: int) -> bool:
    """Whether a line has no full stop where the paragraphs have one; a bold one may be a subheading."""
    text = block.text
    if ends_sentence(text) or text[-1] in ",;–—-" or not count or _SENTENCES.search(text):
        return False
    return sentences >= _MOSTLY * count and "bold" not in _look(block)


def _is_set_apart(block: Block, looks: list[str]) -> bool:
    """Whether a line is centred or small, and most paragraphs are not."""
    look = _look(block)
    if "bold" in look and not ends_sentence(block.text):
        return False
    return any(
        part != "bold" and 2 * sum(part in other.split(" ") for other in looks) < len(looks)
        for part in look.split()
    )


def _make(block: Block) -> tuple[str, str]:
    """Tag and classes of the element of a whole block."""
    element = block.element
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    if element is None or not is_whole_text(element, block.text):
        return "", ""
    return str(element.tag), element.get("class") or ""


def _has_own_make(block: Block, makes: set[tuple[str, str]]) -> bool:
    """Whether a line is classed as the description of a picture, or stands in a classed division among
    paragraphs, as none of them does.
    """
    tag, named = make = _make(block)
    if not named or make in makes or tag not in _OWN:
        return False
    if _OF_PICTURE.search(named) is not None:
        return True
    among_paragraphs = {other for other, _ in makes} == {"p"}
    return not is_called_lead(named) and (
        _SMALL_PRINT.search(named) is not None or (tag == "div" and among_paragraphs)
    )


def _is_above_dateline(block: Block, following: Block) -> bool:
    return (
        len(block.text) <= _LONGEST_SENTENCE
        and "bold" not in _look(block)
        and find_dateline(following.text) is not None
    )


def _look(block: Block) -> str:
    """How a whole block is set: any of `bold`, `center`, `small`, separated by spaces."""
    found = set()
    element = block.element
    for _ in range(_LOOKED_AT):
        if element is None or not is_whole_text(element, block.text):
            break
        if element.tag in _BOLD:
            found.add("bold")
        style = element.get("style") or ""
        if element.tag == "small" or element.get("size") in ("1", "2") or _SMALL.search(style):
            found.add("small")
        given = f"{style} {element.get('class') or ''} {element.get('align') or ''}"
        if element.tag == "center" or _CENTRED.search(given):
            found.add("center")
        element = element.getparent() if element.tag in INLINE or element.tag == "p" else None
    return " ".join(sorted(found))
