"""The part of a listing source that handles pages requested again (`crawler.discovery.core.recheck`), and
skipped pages that are requested after all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.recheck import PageRecheck
from crawler.discovery.core.skip_ahead import SkipAhead
from crawler.discovery.core.source import GONE, SourceResult
from crawler.discovery.listing.candidates import new_candidates
from crawler.discovery.listing.page import Listing, read_listing
from crawler.discovery.listing.pagination import Pager
from crawler.discovery.listing.queue import ListingQueue
from crawler.discovery.messages import Candidate, FetchResult, Kind
from crawler.urls.canonical import canonicalize


class RecheckedListing(ABC):
    """Base class of the listing source, which sets the attributes."""

    _recheck: PageRecheck
    _listings: ListingQueue
    _seen: ArticleIds
    _is_article: Callable[[str], bool | None]
    _start: str
    _is_chained: bool
    _pager: Pager
    _skip_ahead: SkipAhead
    _broken: bool

    @abstractmethod
    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult: ...

    @property
    def _first_page(self) -> str:
        return self._listings.first_page(self._start)

    @property
    def _continues_reversed(self) -> bool:
        """Whether this run continues a listing with the oldest entries first at its former end."""
        return self._first_page != self._start

    def _last_url(self, listing: Listing) -> str | None:
        """Return the URL of the listing's last page: the oldest articles are the likeliest to be missing."""
        return None if self._is_chained else self._pager.last_url(listing)

    def _redirected_home(self, answer: FetchResult) -> bool:
        """Whether the server redirected a page after the last one, e.g. to the first page."""
        return answer.fetch.number > 1 and canonicalize(answer.url) != canonicalize(answer.fetch.url)

    def _listing(self, tree: HtmlElement, answer: FetchResult) -> Listing:
        # The server may answer the first page under another URL: `/berita/` redirects to `/berita`.
        is_first = answer.fetch.number == 1 and not self._continues_reversed
        start = answer.url if is_first else self._first_page
        return read_listing(tree, answer.url, self._is_article, start)

    def _rechecked(self, answer: FetchResult) -> SourceResult:
        """Handle a page that was requested again, or ahead of its turn."""
        moved = canonicalize(answer.url or answer.fetch.url) != canonicalize(answer.fetch.url)
        if not answer.ok or answer.tree is None or moved:
            if self._recheck.is_ahead:
                return self._recheck.on_ahead(None)
            fetch = self._recheck.receive(None, found=False)
            return SourceResult((fetch,)) if fetch is not None else self._end()
        listing = self._listing(answer.tree, answer)
        if self._recheck.is_ahead:
            return self._recheck.on_ahead(None if listing.next_page else listing.entry_ids)
        listing = self._listings.keep_similar(self._start, listing, self._is_article)
        candidates = new_candidates(listing.links, self._seen, self._is_article)
        fetch = self._recheck.receive(listing.entry_ids, found=any(not one.is_further for one in candidates))
        return SourceResult((fetch,), candidates) if fetch is not None else self._end(candidates)

    def _filled(self, answer: FetchResult) -> SourceResult:
        """Handle the result of a skipped page that was requested after all."""
        if answer.tree is not None and not self._redirected_home(answer):
            listing = self._listing(answer.tree, answer)
            if listing.links:
                return self._fill(new_candidates(listing.links, self._seen, self._is_article))
        if answer.ok or answer.status in GONE:
            self._skip_ahead.skipped.clear()  # the listing ends before
            return self._fill()
        self._broken = True
        return self._fill(notes=(f"listing breaks off: {answer.error_text}",))

    def _fill(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult:
        """Request the next skipped page; after the last one, continue with the page that was held back."""
        fetch = self._skip_ahead.next_skipped(self._pager.page_url, Kind.LISTING)
        if fetch is not None:
            return SourceResult((fetch,), candidates, notes=notes)
        return self._end(candidates, notes)
