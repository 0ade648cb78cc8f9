"""Finds the next page of a listing by its pager as a whole, with the number in any part of the URLs.

A pager is a group of links in one place whose URLs differ in numbers only, with the texts `2`, `3`, ... or an
arrow. `numeric_pagination` covers URLs that extend that of the first page; this module covers all others.

form | seen on
-----|--------
`kategori-1-x.html` -> `halkategori-1-x-2.html` | Lokomedia, Swarakalibata
`category-x.html` -> `category-x-2-1-15.html` (page, group of pages, offset) | AuraCMS
`/berita` -> `/index/2`, `/berita/kategori/x` -> `/berita/kategori/10` | home-made sites
`/` -> `/archives/P4.html` -> `P3.html`, by `previous page` | Serendipity
`/` -> `/index2.html`, `category/x.html` -> `category/x2.html`, by arrows beside `Page 1 / 8` | Pelican
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.listing.numeric_pagination import DAYS_OF_A_MONTH, NEXT
from crawler.discovery.page.url_patterns import DAY_FIELDS, NEVER_FIELDS, routed

NUMBER = re.compile(r"\d{1,7}")
PAGER = re.compile(r"pag(?:er|ing|ina|e-?n)|halaman|\bpages?\b|hal-?nav|nav-?links", re.IGNORECASE)
"""Classes and ids of pagers."""
POSITION = re.compile(r"\b(?:page|halaman|laman|hal)\.?\s*\d{1,5}\s*(?:/|of|dari)\s*\d{1,5}\b", re.IGNORECASE)
"""What a pager without numbered links shows beside its arrows: `Page 1 / 8`."""
LONGEST = 200
"""Characters of a pager, with its position and the texts of its links."""
LONE_DIGITS = 5
"""Digits of a page number in a link's text, at most."""
WIDEST = 40
"""Links of a pager, at most: more numbers in one place are a calendar or an archive."""


@dataclass(frozen=True, slots=True)
class PagerLink:
    """A link on the page: element, text, and absolute URL."""

    element: HtmlElement
    text: str
    url: str

    @property
    def number(self) -> int | None:
        """The page number in its text."""
        text = self.text
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONE_DIGITS else None

    @property
    def is_next(self) -> bool:
        """Whether it is an arrow to the next page, by text or attributes."""
        element = self.element
        label = f"{element.get('aria-label') or ''} {element.get('title') or ''}".strip()
        return bool(NEXT.fullmatch(self.text) or (not self.text and label and NEXT_LABEL.search(label)))


PREVIOUS = re.compile(
    r"\W*(?:previous(?: page| entries)?|prev|(?:halaman |laman )?sebelumnya)\W*", re.IGNORECASE
)
NEXT_LABEL = re.compile(r"\b(?:next|berikut(?:nya)?|selanjutnya|lanjut)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Pager:
    """Links whose URLs have the same text between their numbers."""

    numbered: dict[int, tuple[tuple[int, ...], str]] = field(default_factory=dict)
    arrows: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    has_name: bool = False

    @property
    def pages(self) -> list[tuple[tuple[int, ...], str]]:
        return [*self.numbered.values(), *self.arrows]

    @property
    def counts(self) -> bool:
        """Whether a number in the URLs grows with the texts, and every other one is constant or grows too."""
        rows = [(text, numbers) for text, (numbers, _) in sorted(self.numbered.items())]
        if len(rows) < 2:
            return True
        (low, first), (high, last) = rows[0], rows[-1]
        grows = False
        for place in range(len(first)):
            step, rest = divmod(last[place] - first[place], high - low)
            if rest or step < 0 or any(n[place] != first[place] + step * (text - low) for text, n in rows):
                return False
            grows = grows or step > 0
        return grows

    @property
    def is_evident(self) -> bool:
        """Whether this is a pager and no calendar, archive or rating."""
        if len(self.numbered) > WIDEST or not self.counts:
            return False
        if not self.has_name and not self.arrows and len(self.numbered) >= DAYS_OF_A_MONTH:
            return False
        return self.has_name or bool(self.arrows and self.numbered)


def next_in_pager(links: Iterable[PagerLink], url: str, start: str) -> str | None:
    """Return the page after that at `url`, in the listing that starts at `start`; None without a pager."""
    pagers: dict[tuple[str, ...], _Pager] = {}
    own_mask, own_numbers = _masked(url)
    for link in links:
        if link.number is None and not link.is_next:
            continue
        if not _may_be_page(link.url, url):
            continue
        mask, numbers = _masked(link.url)
        if not numbers:
            continue
        pager = pagers.setdefault(mask, _Pager())
        pager.has_name = pager.has_name or _is_in_pager(link.element)
        if link.number is not None:
            pager.numbered.setdefault(link.number, (numbers, link.url))
        else:
            pager.arrows.append((numbers, link.url))
    if url != start and own_mask in pagers:
        pager = pagers[own_mask]
        further = [page for page in pager.pages if _is_after(page[0], own_numbers)]
        return min(further)[1] if further and (pager.is_evident or len(pager.pages) > 1) else None
    if url != start:
        return None
    evident = [pager for pager in pagers.values() if pager.is_evident and _has_second(pager)]
    best = max(evident, key=lambda one: (one.has_name, len(one.pages)), default=None)
    if best is None:
        return None
    return best.numbered[2][1] if 2 in best.numbered else min(best.arrows)[1]


def previous_in_pager(links: Iterable[PagerLink], url: str) -> str | None:
    """Return the target of the link to the previous page in a pager: some blogs name older entries so."""
    for link in links:
        if PREVIOUS.fullmatch(link.text) and _is_in_pager(link.element) and _may_be_page(link.url, url):
            mask, numbers = _masked(link.url)
            if numbers and (mask, numbers) != _masked(url):
                return link.url
    return None


def _has_second(pager: _Pager) -> bool:
    if 2 in pager.numbered:
        return 1 not in pager.numbered or len(pager.numbered) > 1
    return bool(pager.arrows) and not pager.numbered


def _is_after(numbers: Sequence[int], own: Sequence[int]) -> bool:
    """Whether a page comes after the own one: no number is lower, and one is higher."""
    return tuple(numbers) != tuple(own) and all(
        there >= here for there, here in zip(numbers, own, strict=True)
    )


def _masked(url: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The texts between the numbers in path and query, and the numbers."""
    parts = urlsplit(url)
    text = f"{unquote(parts.path).replace('/index.php', '')}?{unquote(parts.query)}"
    return tuple(NUMBER.split(text)), tuple(int(one) for one in NUMBER.findall(text))


def _may_be_page(target: str, url: str) -> bool:
    """Whether a URL may be that of another page: no search, no calendar."""
    names = {pair.partition("=")[0].lower() for pair in urlsplit(routed(target)).query.split("&") if pair}
    own = {pair.partition("=")[0].lower() for pair in urlsplit(url).query.split("&") if pair}
    return names.isdisjoint((NEVER_FIELDS | DAY_FIELDS) - own)


def _is_in_pager(element: HtmlElement) -> bool:
    """Whether the link is in an element whose class, id or text is that of a pager."""
    node: HtmlElement | None = element
    for _ in range(5):
        if node is None or node.tag == "body":
            return False
        if PAGER.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:300]):
            return True
        text = "".join(node.itertext())
        if len(text) <= LONGEST and POSITION.search(text):
            return True
        node = node.getparent()
    return False
