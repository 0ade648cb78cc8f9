"""The walk through a site's listing pages, one after the other, with a proper end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.skip_ahead import SkipAhead
from crawler.discovery.core.source import GONE, SourceResult
from crawler.discovery.listing.load_more import embedded_listing, fragment
from crawler.discovery.listing.page import Link, Listing, read_listing
from crawler.discovery.listing.pagination import Pager
from crawler.discovery.listing.queue import ListingQueue
from crawler.discovery.messages import SKIPPED, SUPERSEDED, Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.url_patterns import template
from crawler.urls.canonical import article_id, canonicalize, same_site

MAX_PAGES = 20_000
"""Pages of all listings together; the largest portals of the field have a few thousand."""

STALE_PAGES = 3
"""Pages in a row that show nothing this walk has not seen: the listing goes round in circles."""
CIRCLES = "listing repeats itself without end; left"


NO_WAY = "listing loads more in a way that cannot be followed"


class ListingSource:
    """Walks `starts`; `page` makes the address of the n-th page where the page itself shows no way on.

    `front` is an answer that is already there (the front page), so that it is not fetched again.
    With `known` articles it first looks at the one page on which something they lack would stand, as
    `FeedSource` does. Where articles name their neighbours it skips the pages that hold nothing but what
    they named (`crawler.discovery.core.skip_ahead`). `guesses` and `parts`: see `ListingQueue`.
    """

    name = "listing"

    def __init__(
        self,
        starts: Sequence[str],
        options: CrawlOptions,
        *,
        page: Callable[[str, int, int], str | None] | None = None,
        is_article: Callable[[str], bool | None] = lambda url: None,
        front: FetchResult | None = None,
        guesses: Sequence[str] = (),
        parts: Sequence[str] = (),
    ) -> None:
        self._listings = ListingQueue(starts, options, guesses=guesses, parts=parts)
        self._options = options
        self._pager = Pager(page)
        self._is_article = is_article
        self._front = front
        self._went_on = False
        self._start = ""
        self._asked = self._listings.asked
        self._seen = ArticleIds()
        self._previous: frozenset[str] = frozenset()
        self._stale = 0
        self._pages = 0
        self._broken = False
        self._ended = 0
        self._known: AbstractSet[str] = frozenset()
        self._folder = ""
        self._probing = False
        self._skip_ahead = SkipAhead(enabled=options.skip_ahead and not options.verify)
        self._behind: tuple[str, int] | None = None
        self._shown_first: frozenset[str] = frozenset()  # on the first page of all: the front page
        self._first: frozenset[str] = frozenset()  # on the first page of this listing
        self._newest = ""  # the last page of this listing that showed something
        self.entries: dict[str, int] = {}

    @property
    def complete(self) -> bool:
        """Whether a listing was read to its end."""
        return self._ended > 0 and not self._broken and (self._conclusive or not self._options.full)

    @property
    def _conclusive(self) -> bool:
        """One page alone may be a choice of articles, unless what was found before has all that it shows."""
        return self._went_on or (bool(self._seen) and self._seen <= self._known)

    def start(self, known: AbstractSet[str]) -> SourceResult:
        self._known = known
        return self._next_start()

    def _next_start(self) -> SourceResult:
        start = self._listings.take(conclusive=self._conclusive)
        if start is None:
            return SourceResult()
        self._start = self._newest = start
        self._previous = self._first = frozenset()
        self._stale = 0
        self._pager.begin(start)
        self._skip_ahead.begin()
        front = self._front
        if front is not None and canonicalize(front.url) == canonicalize(start):
            self._front = None
            return self.receive(front)
        if_new = not self._options.full and self._listings.is_older_archive
        return SourceResult((Fetch(start, Kind.LISTING, if_new=if_new, conditional=True),))

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        self._skip_ahead.tell(answer.links)
        if self._skip_ahead.filling:
            return self._filled(answer)
        if answer.failure == SUPERSEDED:
            url = answer.fetch.url
            if self._probing:
                self._probing, number, url = False, 2, self._pager.second or url
            return SourceResult((self._ask(url, number),))
        if self._listings.is_archive(self._start) and (answer.unchanged or answer.failure == SKIPPED):
            self._listings.drop_older_archives(self._start)
        if answer.unchanged:
            return self._end()
        tree = answer.tree
        if self._pager.is_load_more and number > 1 and answer.ok and _is_data(answer):
            tree = fragment(answer.body, self._folder)
        if not answer.ok or tree is None:
            if number == 1:
                return self._next_start()
            gone = answer.status in GONE
            if self._probing:
                self._probing = False
                if gone:
                    return self._end()
                return SourceResult((self._ask(self._pager.second or self._start, 2),))
            if self._pager.is_load_more and answer.ok:
                return self._end(notes=(NO_WAY,) if number == 2 else ())
            skipped = answer.failure == SKIPPED
            self._broken = self._broken or not (gone or skipped)
            notes = () if gone or skipped else (f"listing breaks off: {answer.error_text}",)
            return self._end(notes=notes)
        if not same_site(answer.url, answer.fetch.url) or self._redirected_home(answer):
            return self._end() if number > 1 else self._next_start()
        self._pages += 1
        return self._read(answer, read_listing(tree, answer.url, self._is_article, self._first_page), tree)

    @property
    def _first_page(self) -> str:
        return self._listings.first_page(self._start)

    def _redirected_home(self, answer: FetchResult) -> bool:
        """Some sites answer a page too far with their first page."""
        return answer.fetch.number > 1 and canonicalize(answer.url) != canonicalize(answer.fetch.url)

    def _read(self, answer: FetchResult, listing: Listing, tree: HtmlElement) -> SourceResult:
        number = answer.fetch.number
        if (
            number == 1
            and (data := embedded_listing(tree, _folder_of([link.url for link in listing.links]))) is not None
        ):
            listing = replace(
                listing, links=_more_links(listing, read_listing(data, answer.url, self._is_article))
            )
        listing = self._listings.keep_similar(self._start, listing, self._is_article)
        ids = frozenset(article_id(link.url) for link in listing.links)
        if number == 1:
            self.entries[answer.fetch.url] = len(ids)
        fresh = ids - self._seen
        candidates = self._candidates(listing)
        self._stale = 0 if fresh else self._stale + 1
        self._went_on = self._went_on or (number > 1 and bool(fresh))
        if not ids:
            notes = (NO_WAY,) if self._pager.is_load_more and number == 2 else ()
            return self._end(notes=notes) if number > 1 else self._next_start()
        if ids == self._previous or self._stale >= STALE_PAGES or self._pages >= MAX_PAGES:
            # A site may show its last page for any number; one that links on from there is a trap.
            notes = (CIRCLES,) if number > 1 and listing.next_page not in {None, *self._asked} else ()
            return self._end(candidates, notes)
        self._previous, self._newest = ids, answer.fetch.url
        self._shown_first = self._shown_first or ids
        if number == 1:
            self._first = ids
            self._folder = _folder_of([link.url for link in listing.links])
        listed = [int(article_id(link.url), 16) for link in listing.links if not link.aside]
        self._skip_ahead.show(number, listed)
        if number == 1:
            following = self._pager.open(listing, tree, answer.url, len(ids))
        else:
            following = self._pager.following(listing, number, answer.url)
        if self._probing:
            self._probing = False
            expected = len(self._known) - (number - 1) * self._pager.size
            if ids <= self._known and len(ids) <= expected and listing.next_page is None:
                return self._end(candidates)
            number, following = 1, self._pager.second
        elif (
            self._options.full
            and number == 1
            and following is not None
            and ids <= self._known
            and len(ids) > 1
        ):
            probe = len(self._known) // self._pager.size + 1
            url = self._pager.numbered(probe)
            if url is not None and probe > 2:
                self._probing = True
                return SourceResult(
                    (Fetch(url, Kind.LISTING, number=probe, after_articles=True),), candidates
                )
        if number == 1 and following is None and not self._listings.is_archive(self._start):
            self._listings.add_archives(tree, answer.url, self._start)
            self._listings.add_folder([link.url for link in listing.links])
        if following is None or following in self._asked:
            return self._end(candidates)
        if self._skip_ahead.filling:
            self._behind = following, number + 1
            return self._fill(candidates)
        return SourceResult((self._ask(following, number + 1),), candidates)

    @property
    def _goes_on(self) -> bool:
        """Whether a listing that begins with the oldest is gone on with at what was its end."""
        return self._first_page != self._start

    @property
    def _is_reversed(self) -> bool:
        """Whether the listing begins with the oldest: what the front page shows stands at its end.

        What is new comes behind its last page, so a later run begins there.
        """
        if self._goes_on:
            return True
        shown = self._shown_first
        return len(shown & self._previous) > max(len(shown) // 2, len(shown & self._first))

    def _candidates(self, listing: Listing) -> tuple[Candidate, ...]:
        """What the page shows and no page before it did."""
        candidates = []
        for link in listing.links:
            if self._seen.add(article_id(link.url)):
                sure = self._is_article(link.url) is True
                candidates.append(Candidate(link.url, self.name, title=link.text or None, sure=sure))
        return tuple(candidates)

    def _filled(self, answer: FetchResult) -> SourceResult:
        """One of the skipped pages came after all."""
        if answer.tree is not None and not self._redirected_home(answer):
            listing = read_listing(answer.tree, answer.url, self._is_article, self._first_page)
            if listing.links:
                return self._fill(self._candidates(listing))
        if answer.ok or answer.status in GONE:
            self._skip_ahead.skipped.clear()  # the listing ends before
            return self._fill()
        self._broken = True
        return self._fill(notes=(f"listing breaks off: {answer.error_text}",))

    def _fill(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult:
        """Ask for the next of the skipped pages; behind the last of them the walk goes on."""
        fetch = self._skip_ahead.fill(self._pager.numbered, Kind.LISTING)
        if fetch is not None:
            return SourceResult((fetch,), candidates, notes=notes)
        behind, self._behind = self._behind, None
        if behind is not None:
            return SourceResult((self._ask(*behind),), candidates, notes=notes)
        return self._end(candidates, notes)

    def _ask(self, url: str, number: int) -> Fetch:
        """The fetch of page `number` at `url`, or of one behind it that is enough."""
        target = self._skip_ahead.target(number)
        if target > number and self._may_skip and (further := self._pager.numbered(target)):
            self._skip_ahead.skip(number, target)
            url, number = further, target
        self._asked.add(url)
        return Fetch(
            url,
            Kind.LISTING,
            number=number,
            if_new=not self._options.full and not self._goes_on,  # all that is behind its end is new
            if_recent=self._options.since is not None,
            after_articles=self._may_skip,
        )

    @property
    def _may_skip(self) -> bool:
        return (
            self._skip_ahead.enabled
            and self._options.full
            and self._options.since is None
            and not self._pager.is_load_more
        )

    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult:
        if self._skip_ahead.skipped and not self._skip_ahead.miss():
            return self._fill(candidates, notes)
        self._ended += 1
        newest = self._newest if self._is_reversed else self._start
        remember = self._listings.found(self._start, newest, conclusive=self._conclusive)
        following = self._next_start()
        return SourceResult(
            following.fetches,
            candidates + following.candidates,
            notes=notes + following.notes,
            remember=remember + following.remember,
        )


def _is_data(answer: FetchResult) -> bool:
    """A piece that is no page of its own; some servers call their JSON text/html."""
    return answer.tree is None or answer.body.lstrip()[:1] in {b"{", b"["}


def _folder_of(urls: Sequence[str]) -> str:
    """Where most of the articles stand, ending with a slash."""
    folders = Counter(urljoin(url.rstrip("/"), ".") for url in urls)
    return folders.most_common(1)[0][0] if folders else ""


def _more_links(page: Listing, data: Listing) -> tuple[Link, ...]:
    """The page's links, and those of its data that stand where these do."""
    shapes = {template(link.url) for link in page.links}
    there = {canonicalize(link.url) for link in page.links}
    more = [
        link for link in data.links if template(link.url) in shapes and canonicalize(link.url) not in there
    ]
    return (*page.links, *more)
