"""Captions of images outside the text's container: the text set with an image, in any class."""

from __future__ import annotations

import re
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extraction.boilerplate.phrases import ends_sentence, is_boilerplate_line
from crawler.extraction.content.captions import credit_beside, split_credit, tells_of_page
from crawler.extraction.dom.class_patterns import INLINE, NEVER, is_called_caption
from crawler.extraction.dom.image_source import IMAGE_TAGS, image_source, is_icon
from crawler.extraction.dom.text import clean

MAX_CAPTION_LENGTH = 500
_CLIMB = 6
_MAX_IMAGES = 100
_MAX_MARKED = 30
_EMPHASIS = frozenset({"em", "i", "small", "cite", "figcaption", "center"})
_SET_APART = re.compile(r"center|italic|small|font-size|muted|credit|desc|ket|info", re.I)
_DETAILS = re.compile(
    r"^\W*(?:(?:oleh(?!-)|penulis|by|author|editor|reporter|kategori|category|tags?|views?|hits?|share|bagikan"
    r"|di(?:lihat|baca|terbitkan|posting|publikasikan)|posted|published|last)\b"
    r"|(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\W+\d"
    r"|\d{1,2}[\s./-]+(?:\d{1,2}|[a-z]{3,9})[\s./-]+\d{4}(?!\d)|[\d\s./:|-]+$)[^.]*$",
    re.I,
)
"""Lines about the article as a whole, set beside its picture."""
_SIGNED = re.compile(
    r"\W*(?:penulis|pewarta|reporter|wartawan|jurnalis|kontributor|editor|redaktur)\s*[:|]", re.I
)
"""A byline in the place of a caption."""
_ICON = re.compile(r"\.svgz?(?:$|[?#])|(?:^|/)icons?/", re.I)
_TEXT_TAGS = _EMPHASIS | {"p", "div", "span", "figcaption", "label", "h5", "h6"}
_MAY_BE_SMALL = frozenset({"p", "div", "span", "h5", "h6"})
_FEW_WORDS = 4
_SHORT_CAPTION = 200


def caption_of(element: HtmlElement, around: set[HtmlElement]) -> tuple[str | None, str | None]:
    """The text set with an image, and the credit in it: in its figure, or in the largest box that holds
    nothing else.
    """
    box = element
    for above in islice(chain((element,), element.iterancestors()), _CLIMB):
        if above in around or (above is not element and _holds_several(above)):
            break
        box = above
        text = text_of(above)
        if text:
            labelled = _labelled(above, around)
            if labelled is not None and (caption := text_of(labelled)):
                if len(caption) > MAX_CAPTION_LENGTH or tells_of_page(caption) or _SIGNED.match(caption):
                    return None, None
                caption, credit = split_credit(labelled, caption)
                return caption, credit or credit_beside(labelled)
            return split_credit(above, text) if _is_caption(text, above) else (None, None)
    tail = clean((box.tail or "")[:MAX_CAPTION_LENGTH])
    if tail:
        return (tail, None) if _is_caption_like(tail) else (None, None)
    following = box.getnext()
    while following is not None and (following.tag == "br" or not isinstance(following.tag, str)):
        following = following.getnext()
    if following is None or following in around or following.tag not in _TEXT_TAGS:
        return None, None
    text = text_of(following)
    if not _is_caption(text, following):
        return None, None
    plain = next(following.iter("a"), None) is None
    if is_set_apart(following) or (plain and _is_caption_like(text)):
        return split_credit(following, text)
    return None, None


def _labelled(box: HtmlElement, around: set[HtmlElement]) -> HtmlElement | None:
    """The element marked as caption in a box with text, or around it: the text may be a button's."""
    parent = box.getparent()
    boxes = (box,) if parent is None or parent in around or _holds_several(parent) else (box, parent)
    for place in boxes:
        for element in islice(place.iter("figcaption", "div", "p", "span", "small", "em"), _MAX_MARKED):
            if element.tag == "figcaption" or is_called_caption(element.get("class") or ""):
                return element
    return None


def _holds_several(element: HtmlElement) -> bool:
    """Whether an element holds more than one image; icons do not count."""
    images = (image for image in islice(element.iter(*IMAGE_TAGS), _MAX_IMAGES) if not is_icon(image))
    sources = (source for image in images if (source := image_source(image)) is not None)
    return sum(1 for _ in islice((one for one in sources if not _ICON.search(one)), 2)) > 1


def _is_caption_like(text: str) -> bool:
    """Whether an unmarked text beside an image describes it: some words, not a sentence."""
    return (
        len(text.split()) >= _FEW_WORDS
        and len(text) <= _SHORT_CAPTION
        and not ends_sentence(text)
        and not _DETAILS.search(text)
    )


def is_set_apart(element: HtmlElement) -> bool:
    """Whether the element beside an image looks like a caption: by class, or italic, small or centered."""
    if element.tag in _EMPHASIS:
        return True
    named = element.get("class") or ""
    if (
        element.tag not in {"p", "div", "span", "h5", "h6"}
        or next(element.iter(*IMAGE_TAGS), None) is not None
    ):
        return False
    if is_called_caption(named) or _SET_APART.search(f"{named} {element.get('style') or ''}"):
        return True
    inner = [child for child in element if isinstance(child.tag, str)]
    return len(inner) == 1 and inner[0].tag in _EMPHASIS and text_of(inner[0]) == text_of(element)


def _is_caption(text: str, box: HtmlElement) -> bool:
    """Whether the text in a box with an image describes it, and is not a date, author or view counter."""
    if not 3 <= len(text) <= MAX_CAPTION_LENGTH or _DETAILS.search(text) or tells_of_page(text):
        return False
    if is_boilerplate_line(text.lower(), edge=True, prose=True):
        return False
    return next(box.iter("time", "ul", "ol", "button", "form", "h1", "h2", "h3", "h4"), None) is None


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line, with a space between its blocks."""
    pieces: list[str] = []
    size = 0
    for item in element.iter():
        if not isinstance(item.tag, str) or item.tag in NEVER:
            text = None
        else:
            if item.tag not in INLINE:
                pieces.append(" ")
            text = item.text
        for piece in (text, item.tail if item is not element else None):
            if piece:
                pieces.append(piece)
                size += len(piece)
        if size > 4 * MAX_CAPTION_LENGTH:
            break
    return clean("".join(pieces))
