"""Detects that a listing or feed moved while its pages were read, and reads them again.

An article withdrawn from a page that was read already moves the first article of the next page onto that
page, where nobody reads it again: it would be lost to this run, and to later ones that stop at known
articles. The pages of such a listing are full and add up; only their content shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult
from crawler.discovery.messages import Fetch, Kind

MAX_PASSES = 3
"""How often a listing is read again while each pass finds an article that no page showed before."""


class PageRecheck:
    """The pages of one listing or feed in the order in which they were read; articles as ids.

    The last page of a listing is requested right after the first one (`look_ahead`), and again when its turn
    comes. If it is unchanged then, and the first page is unchanged at the end, no article moved. Of three
    pages the last one is read before the second: an article that moves up is on a page read later, unless the
    first page changes. Otherwise, and where the pager does not link to the last page, all pages are read
    again, without one that is the last by its own pager.
    """

    def __init__(self, options: CrawlOptions, kind: Kind) -> None:
        # A later run reads two pages wherever something is new.
        self._at_least = (1 if options.full else 3) if options.recheck else 0
        self._kind = kind
        self.reset()

    def reset(self) -> None:
        """Start another listing."""
        self._urls: list[str] = []
        self._first: frozenset[str] = frozenset()
        self._ahead: str | None = None
        self._shown_ahead: frozenset[str] = frozenset()
        self._is_same = False  # whether the last page was the same when its turn came
        self._may_read_backwards = False
        self.is_read_backwards = False
        """Whether the third and last page was read before the second one."""
        self._held = SourceResult()
        self._queue: list[str] = []
        self._is_at_end = False
        self._passes = 0
        self._found = False
        self.waiting: str | None = None
        """URL of the page requested again, or ahead of its turn."""

    @property
    def is_ahead(self) -> bool:
        """Whether the page requested is the last one, ahead of its turn."""
        return self.waiting is not None and self.waiting == self._ahead and not self._passes

    def on_page(self, number: int, url: str, ids: frozenset[str]) -> None:
        """Record page `number`, unless pages before it were skipped."""
        if number != len(self._urls) + 1:
            return
        self._urls.append(url)
        self._is_at_end = False
        if number == 1:
            self._first = ids
        self._is_same = url == self._ahead and ids == self._shown_ahead

    def on_last_page(self) -> None:
        """Record that the page before is the last one by its own pager."""
        self._is_at_end = True

    def look_ahead(
        self, found: SourceResult, last: str | None, page_url: Callable[[int], str | None]
    ) -> SourceResult:
        """Hold back the request that page 1 led to, and return the one for the `last` page.

        Returns `found` if there are two pages: reading the first one again costs less. Previous/next links of
        the articles on page 1 may make the last page unnecessary.
        """
        if not 0 < self._at_least < 3 or last is None or last in {page_url(2), *self._urls}:
            return found
        self._may_read_backwards = last == page_url(3)
        self._held = SourceResult(found.fetches)
        self.waiting = self._ahead = last
        after_articles = any(fetch.after_articles for fetch in found.fetches)
        return replace(found, fetches=(Fetch(last, self._kind, number=2, after_articles=after_articles),))

    def on_ahead(self, ids: frozenset[str] | None, *, is_oldest: bool = False) -> SourceResult:
        """Record the last page as it is before the others are read; None if it is not one.

        Returns what was held back. `is_oldest`: the page has the oldest articles, not the newest.
        """
        self.waiting = None
        self.is_read_backwards = self._may_read_backwards and is_oldest and ids is not None
        if ids is not None:
            self._shown_ahead = ids
        else:
            self._ahead = None
        return self._held

    def begin(self) -> Fetch | None:
        """Return the first request for a page that must be read again at the end of the listing."""
        if self.is_read_backwards and self._ahead is not None and self._ahead not in self._urls:
            self._urls.append(self._ahead)
        elif self._is_at_end:
            del self._urls[-1:]
        self._is_at_end = False
        if self._passes or not 0 < self._at_least <= len(self._urls):
            return None
        return self._next_pass()

    @property
    def _is_settled(self) -> bool:
        """Whether no article moved if the first page is the same as before."""
        return self._is_same or self.is_read_backwards

    def _next_pass(self) -> Fetch | None:
        self._passes += 1
        self._found = False
        self._queue = self._urls.copy()
        return self._next()

    def _next(self) -> Fetch | None:
        self.waiting = self._queue.pop(0) if self._queue else None
        return Fetch(self.waiting, self._kind) if self.waiting is not None else None

    def receive(self, ids: frozenset[str] | None, *, found: bool) -> Fetch | None:
        """Record a page that was read again, None for an error; `found`: it shows an article that no page
        showed before. Returns the next request.
        """
        first = self.waiting == self._urls[0]
        self._found = self._found or found
        if ids is None:
            self._queue.clear()  # the listing has become shorter
        elif first and self._is_settled and self._passes == 1 and ids == self._first:
            self._queue.clear()
        if (fetch := self._next()) is not None or not self._found or self._passes >= MAX_PASSES:
            return fetch
        return self._next_pass()
