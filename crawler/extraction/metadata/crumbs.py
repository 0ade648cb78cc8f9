"""Breadcrumb trails: those classed as such, and those known by their shape above the headline.

A trail begins with a link to the front page and ends with the article's own title, or has separators
between its parts. A menu has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata.page_context import line_of
from crawler.extraction.metadata.title_claims import is_section_name, key_of

_MAX_CRUMBS = 12
_MAX_LINKS = 6
_CLIMB = 4
_BESIDE = 3
_VISITED = 60
_TRAIL_TAGS = ("nav", "ol", "ul", "div", "p", "section", "span", "small")
_HOME = re.compile(
    r"^\W*(?:home|beranda|halaman\s+(?:utama|depan)|depan|utama|you\s+are\s+here.*|anda\s+(?:di\s?sini|berada).*)\W*$",
    re.I,
)
_NO_SECTION = re.compile(
    rf"{_HOME.pattern}|^\W*(?:(?:kembali|back)(?:\s+(?:ke|to)\b.*)?|(?:detail|baca|lihat|selengkapnya|single|read|view)\b.*"
    r"|.*\b(?:details?|single|selengkapnya))\W*$",
    re.I,
)
"""Items of a trail that name the page's role: `Detail Berita`, `Kembali`."""
_SEPARATOR = re.compile(r"\s*(?:[/>»›→|\\]|::|&gt;)\s*")


def crumbs_of(trails: Iterable[HtmlElement], heading: HtmlElement | None, title: str) -> Iterator[str]:
    """The items of each trail that can name a section, deepest first: of those classed as breadcrumbs
    (`trails`), else of those above `heading`.
    """
    named = _outermost(trails)
    for trail in named or _above(heading, title):
        yield from reversed(list(_items(trail, title)))


def _items(trail: HtmlElement, title: str) -> Iterator[str]:
    """The items of a trail: its links, else its pieces of text; without the front page and the article."""
    links = list(islice(trail.iter("a"), _MAX_CRUMBS))
    texts = [line_of(link) for link in links if not _leads_home(link)]
    pieces = [part for piece in islice(trail.itertext(), 40) for part in _split(piece)]
    own = [place for place, part in enumerate(pieces) if part and _is_own(part, title)]
    if own and any(part and not _is_own(part, title) for part in pieces[: own[-1]]):
        pieces = pieces[: own[-1]]  # a rating or a share bar may follow
        texts = [text for text in texts if _split(text)[0] in pieces]
    if all(not text or is_section_name(text) for text in texts):
        # No link names more than `Berita`: the last items are often plain text.
        # The site's name at the start of a trail: its address, unlike a channel's name, has a dot.
        home = {text for link in links if _leads_home(link) and "." in (text := line_of(link))}
        texts = [piece for piece in pieces if piece not in home]
    for text in texts[:_MAX_CRUMBS]:
        if text and text[-1] != ":" and not _is_own(text, title) and not names_no_section(text):
            yield text


def names_no_section(text: str) -> bool:
    """Whether a text names the page's role or the way back: `Detail Berita`, `Kembali ke Berita`."""
    return _NO_SECTION.match(text) is not None


def _split(text: str) -> list[str]:
    return _SEPARATOR.split(" ".join(text.split()))


def _is_own(text: str, title: str) -> bool:
    """Whether an item is the article's, perhaps truncated."""
    key, wanted = key_of(text), key_of(title)
    return key == wanted or (len(key) > 15 and wanted.startswith(key.rstrip(".…")))


def _outermost(trails: Iterable[HtmlElement]) -> list[HtmlElement]:
    """The first three elements that are in none of the others."""
    found: list[HtmlElement] = []
    for element in trails:
        if not any(above in found for above in element.iterancestors()):
            found.append(element)
        if len(found) == 3:
            break
    return found


def _above(heading: HtmlElement | None, title: str) -> list[HtmlElement]:
    """The nearest element before the headline, or before an element around it, with the shape of a trail."""
    at = heading
    for _ in range(_CLIMB):
        if at is None or at.tag in ("body", "html"):
            break
        for sibling in islice(at.itersiblings(preceding=True), _BESIDE):
            for element in islice(sibling.iter(*_TRAIL_TAGS), _VISITED):
                if _is_trail(element, title):
                    return [element]
        at = at.getparent()
    return []


def _is_trail(element: HtmlElement, title: str) -> bool:
    links = list(islice(element.iter("a"), _MAX_LINKS + 1))
    if len(links) > _MAX_LINKS or not line_of(element):
        return False
    pieces = [piece.strip() for piece in element.itertext() if not piece.isspace()]
    parts = [part for piece in pieces for part in _SEPARATOR.split(piece)]
    if not links:
        return bool(parts) and _HOME.match(parts[0]) is not None and _is_own(parts[-1], title)
    begins = len(links) > 1 and _leads_home(links[0])
    if not (begins or (parts and _HOME.match(parts[0]))):
        return False
    return _is_own(parts[-1], title) or any(_SEPARATOR.search(piece) for piece in pieces)


def _leads_home(link: HtmlElement) -> bool:
    if _HOME.match(line_of(link) or "-"):
        return True
    try:
        parts = urlsplit(link.get("href") or "#")
    except ValueError:
        return False
    return parts.path == "/" or (parts.path == "" and bool(parts.netloc))
