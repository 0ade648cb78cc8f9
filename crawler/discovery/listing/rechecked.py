"""The part of a listing source that handles pages requested again (`crawler.discovery.core.recheck`), and
skipped pages that are requested after all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.recheck import PageRecheck
from crawler.discovery.core.skip_ahead import SkipAhead
from crawler.discovery.core.source import GONE, SourceResult
from crawler.discovery.listing.candidates import new_candidates
from crawler.discovery.listing.front_rest import FrontRest
from crawler.discovery.listing.history import ListingHistory
from crawler.discovery.listing.page import Listing, read_listing
from crawler.discovery.listing.pagination import Pager
from crawler.discovery.listing.queue import ListingQueue
from crawler.discovery.listing.undated import UndatedArticles
from crawler.discovery.messages import SUPERSEDED, Candidate, Fetch, FetchResult, Kind
from crawler.urls.canonical import canonicalize


class RecheckedListing(ABC):
    """Base class of the listing source, which sets the attributes."""

    _recheck: PageRecheck
    _front_rest: FrontRest
    _undated: UndatedArticles
    _known: AbstractSet[str]
    _has_second_page: bool
    _options: CrawlOptions
    _listings: ListingQueue
    _history: ListingHistory
    _asked: set[str]
    _seen: ArticleIds
    _is_article: Callable[[str], bool | None]
    _start: str
    _is_chained: bool
    _pager: Pager
    _skip_ahead: SkipAhead
    _broken: bool

    @abstractmethod
    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult: ...

    @abstractmethod
    def _begin(self, start: str) -> None: ...

    @abstractmethod
    def _read(self, answer: FetchResult, listing: Listing, tree: HtmlElement) -> SourceResult: ...

    @property
    def _first_page(self) -> str:
        return self._listings.first_page(self._start)

    @property
    def _continues_reversed(self) -> bool:
        """Whether this run continues a listing with the oldest entries first at its former end."""
        return self._first_page != self._start

    @property
    def _may_skip(self) -> bool:
        return (
            self._skip_ahead.enabled
            and self._options.full
            and self._options.since is None
            and not self._pager.is_load_more
        )

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
        if not answer.ok or answer.tree is None or _is_moved(answer):
            if self._recheck.is_ahead:
                return self._recheck.on_ahead(None)
            fetch = self._recheck.receive(None, found=False)
            return SourceResult((fetch,)) if fetch is not None else self._end()
        listing = self._listing(answer.tree, answer)
        if self._recheck.is_ahead:
            return self._on_ahead(answer.fetch.url, listing)
        listing = self._listings.keep_similar(self._start, listing, self._is_article)
        candidates = new_candidates(listing.links, self._seen, self._is_article)
        fetch = self._recheck.receive(listing.entry_ids, found=any(not one.is_further for one in candidates))
        return SourceResult((fetch,), candidates) if fetch is not None else self._end(candidates)

    def _on_ahead(self, url: str, listing: Listing) -> SourceResult:
        """Handle the last page, requested ahead of its turn; the third of three pages counts as read."""
        ids = None if listing.next_page else listing.entry_ids
        found = self._recheck.on_ahead(ids, is_oldest=not self._history.is_on_front(listing.entry_ids))
        if not self._recheck.is_read_backwards:
            return found
        self._asked.add(url)
        listing = self._listings.keep_similar(self._start, listing, self._is_article)
        return found.before(new_candidates(listing.links, self._seen, self._is_article))

    def _check_front_rest(self) -> SourceResult:
        """Request the last page of a front page whose further pages waited for the sections.

        No listing is left, so the articles that waited for a day go on without.
        """
        fetch = self._front_rest.check(after_articles=self._may_skip)
        return SourceResult((fetch,) if fetch is not None else (), self._undated.release())

    def _on_front_rest(self, answer: FetchResult) -> SourceResult:
        """Handle that page: read those before it too, unless it only has known articles."""
        if answer.failure == SUPERSEDED:
            return SourceResult((self._front_rest.again(after_articles=self._may_skip),))
        is_page = answer.ok and answer.tree is not None and not _is_moved(answer)
        if (first := self._front_rest.first) is not None:
            self._begin(first.fetch.url)
        listing = self._listing(answer.tree, answer) if is_page and answer.tree is not None else None
        if self._front_rest.is_known(listing, answer.known):
            self._has_second_page = True
            return self._end()
        return self._reread_front()

    def _reread_front(self) -> SourceResult:
        """Go on from the first page of the front page's list, which was received before."""
        self._front_rest.cancel()
        first = self._front_rest.first
        assert first is not None
        assert first.tree is not None
        self._listings.add_part(first.fetch.url)
        self._begin(first.fetch.url)
        return self._read(first, self._listing(first.tree, first), first.tree)

    def _probe(self, ids: AbstractSet[str], listing: Listing, following: str | None) -> Fetch | None:
        """Return the request for the one page on which an article that no source before found would be, if
        page 1 lists known articles only.

        Not for a part of the site: its length is unknown.
        """
        if not self._options.full or following is None or len(ids) < 2:
            return None
        place = self._pager.page_of(len(self._known))
        last = self._pager.last_number(listing) or 0
        if last > place and (last - 1) * listing.least_size < len(self._known):
            place = last  # boxes beside the listing were counted as entries
        if self._listings.is_part(self._start) or not ids <= self._known or place <= 2:
            return None
        url = self._pager.page_url(place)
        return Fetch(url, Kind.LISTING, number=place, after_articles=True) if url is not None else None

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


def _is_moved(answer: FetchResult) -> bool:
    """Whether the server answered a page under another URL."""
    return canonicalize(answer.url or answer.fetch.url) != canonicalize(answer.fetch.url)
