"""Where a picture stands: whether it is as wide as its column, in a box of its own, behind the headline."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Figure
from crawler.extraction.content.lead_captions import is_set_apart
from crawler.extraction.dom.class_patterns import HEADINGS, is_called_media
from crawler.extraction.dom.image_source import IMAGE_TAGS, background_source
from crawler.extraction.metadata.images import absolute
from crawler.extraction.metadata.picture_identity import is_picture

_WIDE = re.compile(r"(?:^|\s)(?:img-(?:fluid|responsive)|card-img\S*|object-cover|w-(?:100|full))(?:$|\s)")
"""Classes of stock style sheets for the width of the column."""
_WIDE_STYLE = re.compile(r"(?:^|[;\s])(?:max-)?width\s*:\s*100%", re.I)
_SHORT = 20
_DAY_PART = re.compile(
    r"\W*(?:\d{1,2}|\d{4}|\d{1,2}\W+)?\W*(?:(?:jan|feb|mar|apr|mei|may|jun|jul|agu|ags|agt|aug|sep|okt|oct|nov|des|dec)"
    r"[a-z]*)?\W*(?:\d{2,4})?\W*",
    re.I,
)
"""A day, a month or both, as themes print it in a square beside the picture."""
UPLOADED = re.compile(
    r"/(?:storage|uploads?|foto\w*|gambar\w*|media|files?|berita|news|posts?|artikel|images/(?:berita|news|post\w*))/",
    re.I,
)
"""Folders of pictures that editors upload: a background there is the article's, not the theme's."""


def is_wordless(element: HtmlElement) -> bool:
    """Whether an element has no text except a caption, a day or a badge on a picture: an image above it
    adjoins the text below.
    """
    words = f"{element.text or ''}{element.tail or ''}".strip()
    if not words or (len(words) <= _SHORT and _DAY_PART.fullmatch(words)):
        return True
    if element.tag not in HEADINGS:
        return is_set_apart(element) or _is_on_picture(element)
    return (element.tag in ("h5", "h6") and is_set_apart(element)) or _is_on_picture(element)


def _is_on_picture(element: HtmlElement) -> bool:
    """Whether an element is a badge in the box of a picture: `<a class=date><h3>120 x</h3></a>`."""
    for box in islice(element.iterancestors(), 3):
        if is_called_media(box.get("class") or ""):
            return next(box.iter(*IMAGE_TAGS), None) is not None
    return False


def is_wide(element: HtmlElement) -> bool:
    """Whether an image is set as wide as its column: a letterhead above the headline seldom is."""
    if _WIDE.search(element.get("class") or "") is not None or element.get("width") == "100%":
        return True
    style = element.get("style")
    return style is not None and _WIDE_STYLE.search(style) is not None


def is_wide_below(link: HtmlElement) -> bool:
    return any(is_wide(image) for image in islice(link.iter(*IMAGE_TAGS), 2))


def is_set_off(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an image is in a figure, or in an element classed as picture box."""
    for above in (element, *islice(element.iterancestors(), 3)):
        if above in around:
            return False
        if above.tag == "figure" or is_called_media(above.get("class") or ""):
            return True
    return False


def hero(element: HtmlElement, text: HtmlElement, url: str) -> Figure | None:
    """The uploaded picture behind the headline: the background of an element around it, but not the text."""
    src = background_source(element)
    found = absolute(src, url) if src else None
    if src is None or found is None or not is_picture(found) or UPLOADED.search(src) is None:
        return None
    return Figure(src, None, None, element) if element not in text.iterancestors() else None
