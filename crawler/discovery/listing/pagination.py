"""Pagination of one listing: by links, by the platform's page numbering, or by load-more fragments."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.discovery.listing.load_more import load_more
from crawler.discovery.listing.page import Listing
from crawler.discovery.listing.page_number import page_number, with_page_number

OFFSET = re.compile(r"[?&](?:offset|start|skip)=\d+", re.IGNORECASE)


class Pager:
    """URLs of a listing's further pages.

    `page` builds the URL of the n-th page from the first page's URL and its number of entries, for pages
    without a link to the next; None for platforms without such numbering.
    """

    def __init__(self, page: Callable[[str, int, int], str | None] | None) -> None:
        self._page = page
        self.reset("")

    def reset(self, start: str) -> None:
        """Start another listing at `start`."""
        self._start = start
        self._listed = 0
        self._made = False
        self._is_backward = False  # the pager calls older entries the previous page
        self.size = 0
        """Number of entries on the first page."""
        self.second: str | None = None
        """URL of the second page, if there is one."""
        self.is_load_more = False
        """Whether further pages are load-more fragments."""

    def first(self, listing: Listing, tree: HtmlElement, url: str, size: int) -> str | None:
        """Read the first page, with `size` articles, and return the URL of the second one."""
        self.size = size
        self._listed = sum(not link.aside for link in listing.links)
        self._is_backward = listing.next_page is None and listing.previous_page is not None
        self.second = self.next_url(listing, 1, url)
        if self.second is None and (more := load_more(tree, url)) is not None:
            self.is_load_more = True
            self.second = more
        return self.second

    def next_url(self, listing: Listing, number: int, url: str) -> str | None:
        """Return the URL of the page after page `number`, which is at `url`."""
        if self._is_backward:
            return listing.previous_page
        if listing.next_page is not None:
            return listing.next_page
        if self.is_load_more:
            return _next_piece(url, self.size)
        if self._page is not None and (number == 1 or self._made):
            self._made = True
            return self._page(self._start, number + 1, self.size)
        return None

    def last_url(self, listing: Listing) -> str | None:
        """Return the URL of the last page that the pagination of `listing` names, unless it is the first."""
        if self.second is None or listing.last is None:
            return None
        last = with_page_number(self.second, listing.last)
        return last if last != self._start else None

    def last_number(self, listing: Listing) -> int | None:
        """Return the number of the last page that the pagination of `listing` names."""
        number, second = listing.last, page_number(self.second or "")
        if number is None or not second:
            return None
        if second <= 2:
            return number + 2 - second
        return number // second + 1 if number % second == 0 else None

    def page_of(self, known: int) -> int:
        """Number of the page on which an article that no source before found would be."""
        return known // self.size + 1

    def page_url(self, number: int) -> str | None:
        """Return the URL of page `number`, derived from that of the second page, or None."""
        second = self.second or self._start
        if self._page is not None and self._page(self._start, 2, self.size) == second:
            return self._page(self._start, number, self.size)
        # The second page may be number 2, 1 (Drupal counts from 0), or the offset of its first entry,
        # which is the number of entries on the first page.
        sizes = {size: (number - 1) * size for size in (self.size, self._listed)}
        number_there = {**sizes, 2: number, 1: number - 1}.get(page_number(second) or 0)
        return None if number_there is None else with_page_number(second, number_there)


def _next_piece(url: str, size: int) -> str | None:
    """Return the URL of the next fragment, by page number or by offset."""
    number = page_number(url)
    if number is None:
        return None
    step = size if OFFSET.search(url) else 1
    return with_page_number(url, number + step)
