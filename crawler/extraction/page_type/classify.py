"""Classifies whether a page is an article, with the evidence.

Portals also have listings, galleries, static pages, forms, price tables, search results, error pages with
status 200, login pages and protected posts. A few signs are certain: an error page's class, a title that is
only `404`. All other evidence adds up: the page's structure (its own headline and text, or entries that link
elsewhere), its address, its metadata, its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.discovery.page.url_patterns import HEADLINE, count_slug_words
from crawler.extraction.blocks import Block
from crawler.extraction.dom.text import text_of
from crawler.extraction.draft import Draft
from crawler.extraction.metadata.schema_types import ARTICLE_TYPES, STATIC_TYPES
from crawler.extraction.page_type import phrases
from crawler.extraction.page_type.address import address_evidence, read_address
from crawler.extraction.page_type.contentless import type_without_text
from crawler.extraction.page_type.entries import (
    Leads,
    count_children,
    count_entries,
    headline_above_text,
    share_in_entries,
)
from crawler.extraction.page_type.evidence import MIN_FOR_ENTRIES, PRIOR, Evidence, evidence
from crawler.extraction.page_type.page_links import PageLinks
from crawler.items import Article


@dataclass(frozen=True, slots=True)
class PageType:
    """`reason` is None for an article, else one of `REASONS`.

    `evidence` lists the observations for and against an article, `score` the sum of their points: above 0
    for an article. Both are empty if one observation was decisive, and for an Article read back.
    """

    is_article: bool
    reason: str | None = None
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def explanation(self) -> str:
        """The evidence in one line, heaviest first: `address_of_listing -3.5, text_300 +1.0`."""
        return ", ".join(str(item) for item in sorted(self.evidence, key=lambda item: -abs(item.points)))


ARTICLE = PageType(True)

REASONS = frozenset(
    [
        "listing", "gallery", "static_page", "not_found_page", "search_results", "login_wall", "protected",
        "price_table", "form", "empty", "title_only", "document",
    ]
)  # fmt: skip
PREFIX = "not_an_article:"

LENGTHS = (40, 120, 300, 600, 1200)
"""Characters of running text that count, see `text_40` to `text_1200` among the weights."""
SUBSTANTIAL = 300
"""Characters of running text that outweigh a phrase in the text."""
LONG_BLOCK = 80
LONG_HEADLINE = 5
"""Words of a title that only headlines have; names of sections and static pages are shorter."""
MIN_TEASERS = 2
SHORT = 120
"""Characters of running text below which form, table, pictures and links tell what a page is."""
CLEAR = 2.0
"""Points against an article that name its type better than a want of text does."""
_VAGUE = frozenset({"title_only", "empty", "document"})
MIN_ENTRIES = 2
MIN_CHILDREN = 3
MIN_SHARE = 0.3
"""Share of a body in entries below which it counts as chance."""
SHORT_TITLE = 4
"""Words of a title below which a page without any date is likely static."""
_AT_TOP = frozenset({"title_perhaps_static", "address_is_title", "text_40"})
"""The signs of a static page whose short title is its whole address: `/alur-pelayanan`."""
_OF_ARTICLES = frozenset({
    "dated", "published", "dateline", "delivered", "article_type", "og_article", "class_of_article",
    "address_of_article", "address_of_news",
})  # fmt: skip
_LISTING_CLASSES = frozenset({"category", "tag", "author", "date", "blog"})
_ARTICLE_CLASSES = frozenset({"single", "single-post"})
_SEARCH_FIELDS = frozenset({"s", "q", "query", "keyword", "cari", "search", "katakunci"})
_OF_TITLE = 3
"""Words that a title and its address must have in common."""
_WORD = re.compile(r"[^\W_]{3,}")


def classify_page(draft: Draft | Article) -> PageType:
    """Whether the page is an article; if not, why."""
    if isinstance(draft, Article):
        reason = _recorded(draft)
        return ARTICLE if reason is None else PageType(False, reason)
    text = _Text(draft)
    sure = _says(draft) or (None if text.substantial else _says_in_text(draft))
    if sure is not None:
        return PageType(False, sure)
    site = PageLinks(draft)
    leads = headline_above_text(draft, site)
    found = tuple(_evidence(draft, text, leads))
    score = PRIOR + sum(item.points for item in found)
    if score > 0 and all(item.name != "address_of_article" for item in found):
        found += tuple(_of_folder(draft, site))
        score = PRIOR + sum(item.points for item in found)
    if 0 < score <= -MIN_FOR_ENTRIES:
        found += tuple(_of_entries(draft, site, leads))
    score = round(PRIOR + sum(item.points for item in found), 2)
    if score > 0 and text.running + text.listed >= LENGTHS[0]:
        kind = text.table_type()
        if kind in _VAGUE and draft.is_announcement:
            kind = None
        return PageType(kind is None, kind, score, found)
    reason = _reason(draft, text, found)
    if reason in _VAGUE and draft.is_announcement:  # an attached document replaces the text
        return PageType(True, None, score, found)
    return PageType(False, reason, score, found)


def _recorded(article: Article) -> str | None:
    for warning in article.warnings:
        if warning.startswith(PREFIX):
            return warning.removeprefix(PREFIX)
    if not article.body and article.type != "announcement":
        return "title_only" if article.title else "empty"
    return None


class _Text:
    """How much text of each kind the body has."""

    def __init__(self, draft: Draft) -> None:
        self.blocks = blocks = draft.printed
        self.length = sum(len(block.text) for block in blocks)
        self.links = sum(block.link_chars for block in blocks)
        self.running = sum(
            len(b.text) for b in blocks if (b.kind not in ("row", "heading") and _runs(b)) or _is_told(b)
        )
        # A list of names or results counts as text, as far as it is not a list of links.
        self.listed = sum(
            len(b.text) - b.link_chars for b in blocks if b.kind == "list_item" and not _runs(b)
        )
        self.substantial = self.running >= SUBSTANTIAL and self.links < 0.35 * self.length

    def table_type(self) -> str | None:
        """The type of a page whose text is a table: a price list, or a document."""
        rows = [block for block in self.blocks if block.kind == "row" and not _is_told(block)]
        if len(rows) < 3 or sum(len(row.text) for row in rows) <= 3 * self.running:
            return None
        priced = sum(bool(phrases.PRICE.search(row.text)) for row in rows)
        return "price_table" if priced * 3 >= len(rows) else "document"


def _runs(block: Block) -> bool:
    """Whether a block is running text: a sentence, or a line of verse."""
    return block.kind == "verse" or len(block.text) > LONG_BLOCK or block.text.endswith(phrases.SENTENCE_END)


def _is_told(block: Block) -> bool:
    """Whether a table row or a heading is a sentence: text in an odd element, not a price or a headline."""
    return (
        block.kind in ("row", "heading")
        and len(block.text) > LONG_BLOCK
        and block.text.endswith(phrases.SENTENCE_END)
    )


def _says(draft: Draft) -> str | None:
    """The certain page type: by classes of stock themes, its types, the words of its title."""
    facts, name = draft.facts, draft.title.text or draft.facts.document_title or ""
    classes = facts.body_classes
    if "error404" in classes or phrases.NOT_FOUND.search(name):
        return "not_found_page"
    if phrases.PROTECTED.search(name):
        return "protected"
    if "search-results" in classes or "searchresultspage" in facts.types or _is_search(draft.page.url, name):
        return "search_results"
    if "attachment" in classes and not classes & _ARTICLE_CLASSES - {"single"}:
        return "gallery"
    if "login" in classes or phrases.LOGIN.search(name):
        return "login_wall"
    return None


def _says_in_text(draft: Draft) -> str | None:
    """The type by words in a short text, a heading or a form."""
    removed = [removed.text for removed in draft.body.removed_inside(6)]
    said = " ".join([block.text for block in draft.printed[:3]] + removed)[:800]
    headings = [text_of(heading, 200) for heading in draft.facts.headings[:4]]
    said += " ".join(f" {heading}" for heading in headings)
    if phrases.SAYS_NOT_FOUND.search(said) or any(map(phrases.NOT_FOUND.search, headings)):
        return "not_found_page"
    if phrases.SAYS_PROTECTED.search(said):
        return "protected"
    if phrases.SAYS_LOGIN.search(said):
        return "login_wall"
    return None


def _is_search(url: str, name: str) -> bool:
    if phrases.SEARCH.search(name):
        return True
    address = read_address(url)
    asks = any(key in _SEARCH_FIELDS and value for key, value in address.fields)
    return asks and count_slug_words(address.last) < HEADLINE


def _evidence(draft: Draft, text: _Text, leads: Leads) -> Iterator[Evidence]:
    """All evidence except that of entries, see `_of_entries`."""
    names = [f"text_{length}" for length in LENGTHS if text.running + text.listed // 2 >= length]
    names += address_evidence(read_address(draft.page.url))
    names += _of_metadata(draft)
    names += _of_title(draft, leads)
    short = len(draft.title.text.split()) < SHORT_TITLE
    if short and "address_is_title" in names and _OF_ARTICLES.isdisjoint(names):
        names.append("short_and_undated")
    if _AT_TOP.issubset(names) and len(read_address(draft.page.url).segments) == 1:
        names.append("address_static_title")
    for name in names:
        yield evidence(name)
    if leads != "none":
        yield evidence(f"headline_{leads}")
    yield from _of_blocks(text)


def _of_blocks(text: _Text) -> Iterator[Evidence]:
    blocks = text.blocks
    if text.length > 60 and text.links > 0.2 * text.length:
        yield evidence("links", text.links / text.length)
    teasers = sum(_breaks_off(block.text[-40:]) for block in blocks)
    if teasers >= MIN_TEASERS:
        yield evidence("teasers", min(1.0, 2 * teasers / len(blocks)))


def _of_folder(draft: Draft, site: PageLinks) -> Iterator[Evidence]:
    if count_children(draft, site) >= MIN_CHILDREN:
        yield evidence("address_of_folder")


def _of_entries(draft: Draft, site: PageLinks, leads: Leads) -> Iterator[Evidence]:
    """The evidence that is expensive to gather, and counts for a listing only."""
    if leads != "own" and count_entries(draft, site) >= MIN_ENTRIES:
        yield evidence("entries")
    share = share_in_entries(draft, site)
    if share >= MIN_SHARE:
        yield evidence("text_in_entries", share)


def _breaks_off(end: str) -> bool:
    """Whether a text ends like a teaser; guards a slow pattern with a test for its rare words."""
    low = end.lower()
    return any(sign in low for sign in phrases.MORE_SIGNS) and phrases.MORE.search(end) is not None


def _of_metadata(draft: Draft) -> Iterator[str]:
    facts = draft.facts
    if draft.page.body_only or not draft.page.url:
        yield "delivered"
    types, classes = facts.types, facts.body_classes
    is_article = bool(types & ARTICLE_TYPES)
    if is_article:
        yield "article_type"
    if "og:article" in types:
        yield "og_article"
    if facts.published:
        yield "published"
    if facts.published or facts.times or draft.published_at:
        yield "dated"
    if draft.dateline:
        yield "dateline"
    if classes & _ARTICLE_CLASSES:
        yield "class_of_article"
    elif "archive" in classes:
        yield "class_of_archive"
    elif classes & _LISTING_CLASSES:
        yield "class_of_listing"
    elif "page" in classes:
        yield "class_of_page"
    if not is_article and "collectionpage" in types:
        yield "type_of_listing"
    if not is_article and types & STATIC_TYPES:
        yield "type_static"


def _of_title(draft: Draft, leads: Leads) -> Iterator[str]:
    """Evidence in the title; the document title only if the text has no headline."""
    name, document = draft.title.text, draft.facts.document_title or ""
    said = (name,) if leads == "own" else (name, document)
    if any(phrases.LISTING.search(text) or phrases.LISTS.search(text) for text in said):
        yield "title_of_listing"
    length = len(name.split())
    if leads == "own" and length >= LONG_HEADLINE:
        yield "headline_long"
    if phrases.STATIC.search(name or document):
        yield "title_static"
    elif length < LONG_HEADLINE and phrases.PERHAPS_STATIC.search(name):
        yield "title_perhaps_static"
    if phrases.GALLERY.search(name) and length <= _OF_TITLE:
        yield "title_of_gallery"
    words = set(_WORD.findall(name.lower()))
    address = read_address(draft.page.url)
    segments = address.segments
    slug = set(_WORD.findall(" ".join((*segments, *(value for _, value in address.fields)))))
    last = set(_WORD.findall(segments[-1])) if segments else set()
    if len(words & slug) >= _OF_TITLE:
        yield "address_names_title"
    elif last and words and (last <= words or words <= last):
        yield "address_is_title"


def _reason(draft: Draft, text: _Text, found: tuple[Evidence, ...]) -> str:
    """The type with most evidence. A page without text is classified by its form or images."""
    table = text.table_type()
    against: dict[str, float] = {}
    for item in found:
        if item.reason is not None:
            against[item.reason] = against.get(item.reason, 0.0) - item.points
    likely = max(against, key=lambda reason: against[reason], default=None)
    if table is not None:  # a table of links is a listing
        return "listing" if likely == "listing" and table in _VAGUE and against[likely] >= CLEAR else table
    if text.running < SHORT or likely is None:
        kind = type_without_text(draft)
        if likely is None or kind not in _VAGUE or against[likely] < CLEAR:
            return kind
    return likely
