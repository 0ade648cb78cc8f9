"""Sections printed without a label: a badge, words on a coloured ground, a line above the headline."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extraction.attribution.people import consists_of_section_words
from crawler.extraction.metadata.byline_lines import is_label
from crawler.extraction.metadata.crumbs import names_no_section
from crawler.extraction.metadata.page_context import line_of

LABEL = re.compile(
    r"^[\W_]*(?P<label>(?:post(?:ed)?|published|dipublikasikan|diposting|filed)\s+(?:in|di|pada|under)"
    r"|(?:kategor[iy]|categor(?:y|ies|i)|rubrik|kanal|section)(?:\s+(?:berita|artikel|news|post))?|bidang|(?:in|di)(?=\s*$)"
    r"|(?P<tags>(?:tags?|tagar|label|topik|topics?|kata\s+kunci|keywords?|hashtags?)"
    r"(?:\s+(?:terkait|berita|artikel|related))?))(?![^\W_])\s*(?P<mark>[:|»›>–-]?)\s*",
    re.I,
)
NAMED_SECTION = re.compile(
    r"(?:^|[\s_-])(?:kategori|category|categories|(?:post|news|entry)-cats?|rubrik|kanal|badge)(?:$|[\s_-])",
    re.I,
)
_PILL = re.compile(r"(?=.*(?:^|\s)bg-)(?=.*(?:^|\s)p[xy]?-\d).*(?:^|\s)rounded", re.S)
"""Classes of words on a coloured ground with round corners: style sheets such as Tailwind name no meaning."""
_NO_BADGE_TEXT = """
    baru new featured headline populer trending hot penting terbit terbaru published publik draft update
    unggulan pilihan admin bagikan share salin cetak unduh download pdf kembali next prev breaking live aktif
    selesai
"""
NO_BADGE = frozenset(_NO_BADGE_TEXT.split())
"""First words in badges that name no section."""
_MAX_CLASSES = 500
_DRAWN = frozenset({"i", "svg", "span", "img", "em"})
_MAX_PILL_LENGTH = 40
_PILL_WORDS = 4


def above_headline(heading: HtmlElement | None) -> list[str]:
    """The few words in an element of their own right above the headline: `<span>Pertanian</span><h1>`."""
    above = heading.getprevious() if heading is not None else None
    while above is not None and not isinstance(above.tag, str):
        above = above.getprevious()
    if above is None or above.tag not in ("span", "div", "a", "p") or (above.tail or "").strip():
        return []
    leaf = above
    while len(leaf) == 1 and leaf.tag in ("div", "p") and not (leaf.text or "").strip():
        leaf = leaf[0]
    text = line_of(leaf) if leaf.tag in ("span", "a") and not len(leaf) else ""
    return [text] if _may_name_section(text) else []


def is_pill(element: HtmlElement, named: str) -> bool:
    """Whether an element prints a few words on a coloured ground: `<span class="bg-x px-3 rounded">`."""
    if element.tag not in ("span", "div", "p") or _PILL.match(named[:_MAX_CLASSES]) is None:
        return False
    text = line_of(element)
    return _may_name_section(text) and text.lower().split()[0] not in NO_BADGE


def _may_name_section(text: str) -> bool:
    """Whether a line is a few words with a capital, without number, label or colon."""
    return (
        2 < len(text) <= _MAX_PILL_LENGTH
        and len(text.split()) <= _PILL_WORDS
        and text[0].isupper()
        and not any(map(str.isdigit, text))
        and ":" not in text
        and LABEL.match(text) is None
        and not (is_label(text) or names_no_section(text))
    )


def section_alone(element: HtmlElement) -> str:
    """The name of a section that is all that an element between headline and text prints, perhaps behind a
    drawn sign: `<i>Ekonomi</i>`, `<span><i class=""></i> Ekonomi</span>`; else empty.
    """
    text = (element.text or "").strip()
    if len(element) == 1 and not text and element[0].tag in _DRAWN and not len(element[0]):
        text = (element[0].tail or "").strip() if not (element[0].text or "").strip() else ""
    elif len(element):
        return ""
    if not 3 < len(text) <= _MAX_PILL_LENGTH or not text[0].isupper():
        return ""
    return text if text.lower().split()[0] not in NO_BADGE and consists_of_section_words(text) else ""


def banner_section(headings: list[HtmlElement], heading: HtmlElement | None) -> list[str]:
    """The heading right before the headline, if it only names a section: that of a banner above the page."""
    if heading is None or heading not in headings:
        return []
    before = headings[: headings.index(heading)][-1:]
    texts = [line_of(above) for above in before if not any(map(_is_aside, above.iterancestors()))]
    return [text for text in texts if 3 < len(text) <= _MAX_PILL_LENGTH and consists_of_section_words(text)]


def _is_aside(element: HtmlElement) -> bool:
    return element.tag in ("aside", "nav", "footer")
