"""How one listing goes on: by a link, by its platform's way to number pages, or piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.discovery.listing.load_more import load_more
from crawler.discovery.listing.page import Listing, page_number, with_page_number

OFFSET = re.compile(r"[?&](?:offset|start|skip)=\d+", re.IGNORECASE)


class Pager:
    """The addresses of a listing's further pages.

    `page` makes that of the n-th from the first page's address and its number of entries, where the page
    itself shows no way on; None for a platform that has no such way.
    """

    def __init__(self, page: Callable[[str, int, int], str | None] | None) -> None:
        self._page = page
        self.begin("")

    def begin(self, start: str) -> None:
        """Another listing begins at `start`."""
        self._start = start
        self._listed = 0
        self._made = False
        self.size = 0
        """Entries of the first page."""
        self.second: str | None = None
        """Where the second page stands, if there is one."""
        self.is_load_more = False
        """Whether the further pages are pieces that a script adds to the first."""

    def open(self, listing: Listing, tree: HtmlElement, url: str, size: int) -> str | None:
        """The first page is here, with `size` articles: where the second one is."""
        self.size = size
        self._listed = sum(not link.aside for link in listing.links)
        self.second = self.following(listing, 1, url)
        if self.second is None and (more := load_more(tree, url)) is not None:
            self.is_load_more = True
            self.second = more
        return self.second

    def following(self, listing: Listing, number: int, url: str) -> str | None:
        """The page behind page `number`, which stands at `url`."""
        if listing.next_page is not None:
            return listing.next_page
        if self.is_load_more:
            return _next_piece(url, self.size)
        if self._page is not None and (number == 1 or self._made):
            self._made = True
            return self._page(self._start, number + 1, self.size)
        return None

    def numbered(self, number: int) -> str | None:
        """The address of page `number`, told from that of the second; None where it does not tell."""
        second = self.second or self._start
        if self._page is not None and self._page(self._start, 2, self.size) == second:
            return self._page(self._start, number, self.size)
        # The second page may be called 2, 1 (Drupal counts from 0), or by the offset of its first entry: the
        # length of the page's own list.
        sizes = {size: (number - 1) * size for size in (self.size, self._listed)}
        told = {**sizes, 2: number, 1: number - 1}.get(page_number(second) or 0)
        return None if told is None else with_page_number(second, told)


def _next_piece(url: str, size: int) -> str | None:
    """The piece after the one at `url`: by number, or by offset where that is what it counts."""
    number = page_number(url)
    if number is None:
        return None
    step = size if OFFSET.search(url) else 1
    return with_page_number(url, number + step)
