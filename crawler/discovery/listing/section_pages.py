"""The pages of one section, from the end of the listing that has the newest articles."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.discovery.listing.entry_dates import DAY
from crawler.discovery.listing.entry_order import Order, article_number, oldest_of, order_of, times_of
from crawler.discovery.listing.page import Listing
from crawler.discovery.listing.page_number import page_number, with_page_number
from crawler.discovery.listing.pagination import Pager

MAX_JUMPS = 5
"""Pagers that name only some pages: how often a later last page is followed."""


class SectionPages:
    """Chooses the next page of a section that begins at `url`.

    In a section with the oldest articles first, the pages are read from the last one backwards. Without times
    the numbers in the URLs show the order. A section without any order has one page.
    """

    def __init__(self, url: str, page: Callable[[str, int, int], str | None] | None) -> None:
        self.url = url
        self._pager = Pager(page)
        self._pager.reset(url)
        self._order: Order | None = None
        self._next: str | None = None
        self._jumps = 0
        self._number = 0
        self._is_searching = False  # for the last page
        self.times: list[str | None] = []
        """Times of the links of the last page read."""
        self.oldest_time: str | None = None
        """Time of the oldest entry on it; None if the entries print none."""
        self.lowest_number: int | None = None
        """Number of the oldest entry on it, for a section without times."""

    def on_page(self, listing: Listing, tree: HtmlElement, url: str) -> None:
        """Record a page that was read, the first one or the one that `next_page` returned."""
        self._number += 1
        is_first = self._number == 1
        self.times, order = times_of(listing.links)
        numbers = [one for link in listing.links if (one := article_number(link.url)) is not None]
        times = [time for time in self.times if time is not None]
        if not times:
            order = order_of(numbers) if len(numbers) == len(listing.links) else None
        if is_first:
            self._order = order
            following = self._pager.first(listing, tree, url, len(listing.links))
        else:
            following = self._pager.next_url(listing, self._number, url)
        if self._order is None or not (times or numbers) or self._pager.is_load_more:
            self._next = None
            return
        if self._order == "newest first":
            self._next = following
        elif is_first or (self._is_searching and listing.next_page is not None):
            last = self._pager.last_url(listing) if self._jumps < MAX_JUMPS else None
            # A pager that names no last page leads to it step by step.
            further = listing.next_page if self._jumps < MAX_JUMPS else None
            self._jumps += 1
            self._is_searching = True
            self._next = last if last not in {None, url} else further or self._before(url)
        else:
            self._is_searching = False
            self._next = self._before(url)
        self.oldest_time = oldest_of(times, self._order) if times else None
        self.lowest_number = None if times else oldest_of(numbers, self._order)

    @property
    def is_begun(self) -> bool:
        """Whether its first page was read."""
        return self._number > 0

    def next_page(self, least_time: str, least_number: int) -> str | None:
        """Return the next page if it may list an article that is newer than `least_time`, or if its articles
        have no times, with a number above `least_number`.
        """
        url, self._next = self._next, None
        if self._is_searching or url is None:
            return url
        if self.lowest_number is not None:
            return url if self.lowest_number > least_number else None
        time = self.oldest_time or ""
        length = min(len(time), len(least_time))
        if length == DAY:  # the next page may begin with articles of the same day
            return url if time[:DAY] >= least_time[:DAY] else None
        return url if not length or time[:length] > least_time[:length] else None

    def _before(self, url: str) -> str | None:
        """The page before that at `url`; None for the second page."""
        second, number = page_number(self._pager.second or ""), page_number(url)
        if not second or number is None:
            return None
        step = second if second > 2 else 1  # an offset, or the number of a page
        return with_page_number(url, number - step) if number > second else None
