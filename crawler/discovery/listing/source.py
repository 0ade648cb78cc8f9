"""URL source for a site's listing pages, one after the other, with end detection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.recheck import PageRecheck
from crawler.discovery.core.skip_ahead import SkipAhead
from crawler.discovery.core.source import GONE, SourceResult
from crawler.discovery.core.vanished import VanishedArticles
from crawler.discovery.listing.candidates import NAME, new_candidates
from crawler.discovery.listing.coverage import COVERS, FrontCoverage
from crawler.discovery.listing.embedded import Embedded, no_data, with_state
from crawler.discovery.listing.front_rest import FrontRest
from crawler.discovery.listing.history import ListingHistory
from crawler.discovery.listing.listed_period import ListedPeriod
from crawler.discovery.listing.load_more import is_data, parse_fragment
from crawler.discovery.listing.page import Listing, common_folder
from crawler.discovery.listing.pagination import Pager
from crawler.discovery.listing.queue import ListingQueue
from crawler.discovery.listing.rechecked import RecheckedListing
from crawler.discovery.listing.scripted_rest import ScriptedRest
from crawler.discovery.listing.sections import folder_of, section_links
from crawler.discovery.listing.undated import UndatedArticles
from crawler.discovery.messages import SKIPPED, SUPERSEDED, Candidate, Fetch, FetchResult, Kind
from crawler.urls.canonical import article_id, canonicalize, same_site

MAX_PAGES = 20_000
"""Maximum pages of all listings together; the largest portals have a few thousand."""

CIRCLES = "listing repeats its pages endlessly; skipped"
LAST = 2
"""Page number for the request of the last page, independent of its real number."""
NO_WAY = "listing loads more in a way that cannot be followed"


class ListingSource(RecheckedListing):
    """Reads the listings in `starts`; `page` builds the URL of the n-th page if the page has no link to the
    next.

    `front` is the result for the front page, so that it is not fetched twice. If `known` articles exist,
    the source first requests the one page on which an unknown article would be, as `FeedSource` does. On
    sites with previous/next links it skips pages that these links cover
    (`crawler.discovery.core.skip_ahead`). `embedded` makes links of the data in a page's scripts. For
    `guesses`, `parts` and `checks` see `ListingQueue`.
    """

    name = NAME

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
        checks: int = 0,
        embedded: Embedded = no_data,
    ) -> None:
        self._listings = ListingQueue(starts, options, guesses=guesses, parts=parts, checks=checks)
        self._options = options
        self._period = ListedPeriod(options)
        self._pager = Pager(page)
        self._is_article = is_article
        self._embedded = embedded
        self._front = front
        self._front_url = canonicalize(front.url) if front is not None else ""
        self._is_front = False
        self._has_second_page = False
        self._start = ""
        self._asked = self._listings.asked
        self._seen = ArticleIds()
        self._history = ListingHistory()
        self._recheck = PageRecheck(options, Kind.LISTING)
        self._coverage = FrontCoverage(options.now)
        self._front_rest = FrontRest(options)
        self._undated = UndatedArticles(options)
        self._pages = 0
        self._broken = False
        self._ended = 0
        self._known: AbstractSet[str] = frozenset()
        self._explored: AbstractSet[str] = frozenset()
        self._is_chained = False
        self._folder = ""
        self._probing = False
        self._skip_ahead = SkipAhead(enabled=options.skip_ahead and not options.verify)
        self.entries: dict[str, int] = {}
        self._newest = ""  # the last page of this listing with articles
        self._scripted_rest = ScriptedRest()
        self._vanished = VanishedArticles(options.memory)
        self._shown: tuple[tuple[str, str], ...] = ()  # for the next run

    @property
    def complete(self) -> bool:
        """Whether a listing was read to its end."""
        return self._ended > 0 and not self._broken and (self._conclusive or not self._options.full)

    @property
    def vanished(self) -> Sequence[str]:
        """Articles that a list no longer shows."""
        return self._vanished.ids

    @property
    def needs_scripts(self) -> bool:
        """Whether scripts load the rest of a list."""
        return self._scripted_rest.is_likely

    @property
    def _conclusive(self) -> bool:
        """Whether more than one page was read; one page may be a selection, unless all of it is known."""
        return self._has_second_page or (bool(self._seen) and self._seen <= self._known)

    def start(self, known: AbstractSet[str]) -> SourceResult:
        self._known = known
        return self._next_start()

    def _next_start(self) -> SourceResult:
        listings, conclusive = self._listings, self._conclusive
        start = listings.pop(
            conclusive=conclusive,
            chained=self._is_chained,
            explored=self._explored,
            guess=not self._front_rest.is_open,
        )
        if start is None:
            return self._check_front_rest()
        self._begin(start)
        if (front := self._front) is not None and self._is_front:
            self._front = None
            return self.receive(front)
        if_new = (not self._options.full and listings.is_older_archive) or listings.is_covered(start)
        waits = listings.is_part(start) and self._may_skip
        fetch = Fetch(start, Kind.LISTING, if_new=if_new, after_articles=waits, conditional=True)
        return SourceResult((fetch,))

    def _begin(self, start: str) -> None:
        self._start = self._newest = start
        self._history.reset()
        self._recheck.reset()
        self._pager.reset(start)
        self._skip_ahead.reset()
        self._is_front = canonicalize(start) == self._front_url

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        self._skip_ahead.update_links(answer.links)
        self._explored = answer.folders
        self._is_chained = bool(answer.links)
        if self._front_rest.waiting == answer.fetch.url:
            return self._on_front_rest(answer)
        if self._recheck.waiting == answer.fetch.url:
            return self._rechecked(answer)
        if self._skip_ahead.filling:
            return self._filled(answer)
        if answer.failure == SUPERSEDED:
            url = answer.fetch.url
            if number == 1 and not self._probing:
                # Previous/next links led to more articles: perhaps this part of the site is not needed.
                self._listings.put_back(self._start)
                return self._reread_front() if self._front_rest.is_open else self._next_start()
            if self._probing:
                self._probing, number, url = False, 2, self._pager.second or url
            return SourceResult((self._ask(url, number),))
        if self._listings.is_covered(self._start):
            if answer.failure == SKIPPED:
                remember = self._listings.drop_covered()
                return self._next_start().after(remember)
            self._listings.read_covered()
        if self._listings.is_archive(self._start) and (answer.unchanged or answer.failure == SKIPPED):
            self._listings.drop_older_archives(self._start)
        if answer.unchanged:
            return self._end()
        tree = answer.tree
        if (
            self._pager.is_load_more
            and number > 1
            and answer.ok
            and is_data(answer.tree is None, answer.body)
        ):
            tree = parse_fragment(answer.body, self._folder)
        if not answer.ok or tree is None:
            if number == 1:
                return self._next_start()
            gone = answer.status in GONE
            if self._probing:
                self._probing = False
                if gone:
                    return self._end()
                return SourceResult((self._ask(self._pager.second or self._start, 2),))
            if number == 2:
                self._scripted_rest.on_second_page(self._pager, has_new=False)
            if self._pager.is_load_more and answer.ok:
                return self._end(notes=(NO_WAY,) if number == 2 else ())
            skipped = answer.failure == SKIPPED
            self._broken = self._broken or not (gone or skipped)
            if skipped and self._is_front:
                remember = self._listings.drop_covered()
                return self._end().after(remember)
            if gone or skipped:
                return self._end()
            self._recheck.reset()
            return self._end(notes=(f"listing breaks off: {answer.error_text}",))
        if not same_site(answer.url, answer.fetch.url) or self._redirected_home(answer):
            return self._end() if number > 1 else self._next_start()
        self._pages += 1
        return self._read(answer, self._listing(tree, answer), tree)

    def _read(self, answer: FetchResult, listing: Listing, tree: HtmlElement) -> SourceResult:
        number = answer.fetch.number
        if number == 1 or not listing.links:
            listing = with_state(listing, tree, answer.url, self._embedded, self._is_article)
        listing = self._listings.keep_similar(self._start, listing, self._is_article)
        ids = frozenset(article_id(link.url) for link in listing.links)
        if number == 1:
            self.entries[answer.fetch.url] = len(ids)
            listed = [article_id(link.url) for link in listing.links if not link.aside]
            self._shown += self._vanished.on_page(answer.fetch.url, listed)
        fresh = ids - self._seen
        links = self._period.keep(listing.links)
        candidates = new_candidates(links, self._seen, self._is_article, repeat=not self._options.full)
        waiting = self._undated.ids
        late = self._undated.dated(links)
        candidates = late + candidates
        self._history.on_page(listing, number)
        self._coverage.on_page(self._first_page, listing.links, front=self._is_front)
        own, new_here = self._history.own, self._history.has_new
        is_redundant = self._has_second_page and self._ended > 0 and not self._listings.is_part(self._start)
        is_loop = self._history.is_loop(has_new=bool(fresh) if is_redundant else new_here)
        self._has_second_page = self._has_second_page or (number > 1 and new_here)
        if number == 2:
            self._scripted_rest.on_second_page(self._pager, has_new=new_here and not is_loop)
        if not ids:
            notes = (NO_WAY,) if self._pager.is_load_more and number == 2 else ()
            return self._end(notes=notes) if number > 1 else self._next_start()
        if is_loop or self._pages >= MAX_PAGES:
            # A site may serve its last page for any number; a page that links further is a trap.
            notes = (CIRCLES,) if number > 1 and listing.next_page not in {None, *self._asked} else ()
            return self._end(candidates, notes)
        self._newest = answer.fetch.url
        self._history.keep(listing, number)
        if not self._probing:
            self._recheck.on_page(number, answer.fetch.url, listing.entry_ids)
        self._skip_ahead.on_page(number, [int(one, 16) for one, link in own.items() if not link.aside])
        if number == 1:
            self._folder = common_folder([link.url for link in listing.links])
            following = self._pager.first(listing, tree, answer.url, len(own))
            if following is None and listing.has_data:
                self._scripted_rest.on_data()
        else:
            following = self._pager.next_url(listing, number, answer.url)
        if self._listings.is_check:
            if ids - waiting <= answer.known:
                last = self._last_url(listing) if number == 1 and following is not None else None
                if last is not None:
                    self._probing = True
                    return SourceResult((Fetch(last, Kind.LISTING, number=LAST),), late)
                remember = self._listings.checked(self._start, missing=False)
                return self._next_start().before(late).after(remember)
            self._listings.checked(self._start, missing=True)
            if self._probing:
                self._probing = False
                number, following = 1, self._pager.second
        elif self._probing:
            self._probing = False
            expected = len(self._known) - (number - 1) * self._history.first_size()
            if ids <= self._known and len(own) <= expected and listing.next_page is None:
                return self._end(candidates)
            number, following = 1, self._pager.second
        elif number == 1 and (probe := self._probe(ids, listing, following)) is not None:
            self._probing = True
            return SourceResult((probe,), candidates)
        if number == 1:
            folders = {folder_of(link.url) for link in listing.links} | self._explored
            self._listings.add_sections(section_links(tree, answer.url, folders - {""}))
        if number == 1 and following is None and not self._listings.is_archive(self._start):
            self._listings.add_archives(tree, answer.url, self._start)
            self._listings.add_folder([link.url for link in listing.links])
            candidates = self._undated.hold(candidates) if self._is_front else candidates
        if following is None or following in self._asked or self._period.is_past(own.values()):
            self._recheck.on_last_page()
            return self._end(candidates)
        if self._skip_ahead.filling:
            self._skip_ahead.hold_back(self._ask(following, number + 1))
            return self._fill(candidates)
        last = self._last_url(listing) if number == 1 else None
        if (
            self._is_front
            and self._listings.is_selection
            and self._front_rest.postpones(answer, listing, last)
        ):
            return self._next_start().before(candidates)
        found = SourceResult((self._ask(following, number + 1),), candidates)
        return self._recheck.look_ahead(found, last, self._pager.page_url)

    def _ask(self, url: str, number: int) -> Fetch:
        """Return the request for page `number` at `url`, or for a later one if those between are skipped."""
        target = self._skip_ahead.target(number)
        if target > number and self._may_skip and (further := self._pager.page_url(target)):
            self._skip_ahead.skip(number, target)
            url, number = further, target
        self._asked.add(url)
        return Fetch(
            url,
            Kind.LISTING,
            number=number,
            if_new=not self._options.full
            and not self._continues_reversed,  # everything after its former end is new
            if_recent=self._options.since is not None,
            after_articles=self._may_skip,
        )

    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> SourceResult:
        if self._skip_ahead.skipped and not self._skip_ahead.on_mismatch():
            return self._fill(candidates, notes)
        if not (self._is_chained or self._pager.is_load_more) and (again := self._recheck.begin()):
            return SourceResult((again,), candidates, notes=notes)
        self._ended += 1
        # New entries of a listing with the oldest first are on its last page, where the next run starts.
        is_reversed = self._continues_reversed or self._history.is_oldest_first
        newest = self._newest if is_reversed else self._start
        remember = self._listings.on_found(self._start, newest, conclusive=self._conclusive)
        if self._options.full:
            remember += ((COVERS, "1" if self._coverage.covers(self._listings.found) else ""),)
        remember, self._shown = remember + self._shown, ()
        following = self._next_start()
        return SourceResult(
            following.fetches,
            candidates + following.candidates,
            notes=notes + following.notes,
            remember=remember + following.remember,
        )
