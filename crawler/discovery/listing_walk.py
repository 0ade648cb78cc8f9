"""The walk through a site's listing pages, one after the other, with a proper end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from crawler.discovery.address import article_id, canonicalize, site_of
from crawler.discovery.listing import Listing, page_number, read_listing, with_page_number
from crawler.discovery.model import Answer, Candidate, Fetch, Kind
from crawler.discovery.walk import Found
from crawler.discovery.wish import Wish

MAX_PAGES = 20_000
"""Pages of all listings together; the largest portals of the field have a few thousand."""

STALE_PAGES = 3
"""Pages in a row that show nothing this walk has not seen: the listing goes round in circles."""


FOUND_AT = "listing"
"""What the next run is told: the first page of the last listing that went on, or empty for none."""


class ListingWalk:
    """Walks `starts`; `page` makes the address of the n-th page where the page itself shows no way on.

    `front` is an answer that is already there (the front page), so that it is not fetched again.
    With `known` articles it first looks at the one page on which something they lack would stand, as
    `FeedWalk` does. The `guesses` are tried one by one where no
    start goes on beyond its first page, until one does.
    """

    name = "listing"

    def __init__(
        self,
        starts: Sequence[str],
        wish: Wish,
        *,
        page: Callable[[str, int, int], str | None] | None = None,
        is_article: Callable[[str], bool | None] = lambda url: None,
        front: Answer | None = None,
        guesses: Sequence[str] = (),
    ) -> None:
        self._starts = deque(dict.fromkeys(starts))
        self._wish = wish
        self._page = page
        self._is_article = is_article
        self._front = front
        self._guesses = [url for url in dict.fromkeys(guesses) if url not in self._starts]
        self._went_on = False
        if not wish.full and FOUND_AT in wish.memory:
            # The last run tried them all.
            self._guesses = []
            if (last := wish.memory[FOUND_AT]) and last not in self._starts:
                self._starts.append(last)
        self._start = ""
        self._asked: set[str] = set()
        self._seen: set[str] = set()
        self._previous: frozenset[str] = frozenset()
        self._stale = 0
        self._pages = 0
        self._size = 0
        self._broken = False
        self._ended = 0
        self._known: AbstractSet[str] = frozenset()
        self._page_made = False
        self._second: str | None = None
        self._probing = False

    @property
    def complete(self) -> bool:
        return self._ended > 0 and not self._broken

    def start(self, known: AbstractSet[str]) -> Found:
        self._known = known
        return self._next_start()

    def _next_start(self) -> Found:
        while self._starts or (self._guesses and not self._went_on):
            self._start = self._starts.popleft() if self._starts else self._guesses.pop(0)
            self._previous, self._stale, self._size = frozenset(), 0, 0
            front = self._front
            if front is not None and canonicalize(front.url) == canonicalize(self._start):
                self._front = None
                self._asked.add(self._start)
                return self.receive(front)
            if self._start not in self._asked:
                self._asked.add(self._start)
                return Found((Fetch(self._start, Kind.LISTING, conditional=True),))
        return Found()

    def receive(self, answer: Answer) -> Found:
        number = answer.fetch.number
        if answer.unchanged:
            return self._end()
        if not answer.ok or answer.tree is None:
            if number == 1:
                return self._next_start()
            gone = answer.status in {400, 404, 410}
            if self._probing:
                self._probing = False
                if gone:
                    return self._end()
                return Found((Fetch(self._second or self._start, Kind.LISTING, number=2),))
            skipped = answer.failure is not None and not answer.status
            self._broken = self._broken or not gone
            notes = () if gone or skipped else (f"listing breaks off: {answer.trouble}",)
            return self._end(notes=notes)
        if site_of(answer.url) != site_of(answer.fetch.url) or self._redirected_home(answer):
            return self._end() if number > 1 else self._next_start()
        self._pages += 1
        self._went_on = self._went_on or number > 1
        return self._read(answer, read_listing(answer.tree, answer.url, self._is_article, self._start))

    def _redirected_home(self, answer: Answer) -> bool:
        """Some sites answer a page too far with their first page."""
        return answer.fetch.number > 1 and canonicalize(answer.url) != canonicalize(answer.fetch.url)

    def _read(self, answer: Answer, listing: Listing) -> Found:
        number = answer.fetch.number
        ids = frozenset(article_id(link.url) for link in listing.links)
        fresh = ids - self._seen
        self._seen |= ids
        candidates = tuple(
            Candidate(link.url, self.name, title=link.text or None, sure=self._is_article(link.url) is True)
            for link in listing.links
            if article_id(link.url) in fresh
        )
        self._stale = 0 if fresh else self._stale + 1
        if not ids:
            return self._end(candidates) if number > 1 else self._next_start()
        if ids == self._previous or self._stale >= STALE_PAGES or self._pages >= MAX_PAGES:
            return self._end(candidates)
        self._previous = ids
        if number == 1:
            self._size = len(ids)
        following = self._following(listing, number)
        if self._probing:
            self._probing = False
            expected = len(self._known) - (number - 1) * self._size
            if ids <= self._known and len(ids) <= expected and listing.next_page is None:
                return self._end(candidates)
            number, following = 1, self._second
        elif number == 1 and following is not None and ids <= self._known and len(ids) > 1:
            probe = len(self._known) // self._size + 1
            url = self._numbered(following, probe)
            if url is not None and probe > 2:
                self._probing, self._second = True, following
                return Found((Fetch(url, Kind.LISTING, number=probe),), candidates)
        if following is None or following in self._asked:
            return self._end(candidates)
        self._asked.add(following)
        fetch = Fetch(following, Kind.LISTING, number=number + 1, if_news=not self._wish.full)
        return Found((fetch,), candidates)

    def _following(self, listing: Listing, number: int) -> str | None:
        following = listing.next_page
        if following is None and self._page is not None and (number == 1 or self._page_made):
            self._page_made = True
            return self._page(self._start, number + 1, self._size)
        return following

    def _numbered(self, second: str, number: int) -> str | None:
        """The address of another page of a listing whose second page stands at `second`."""
        if self._page is not None and self._page(self._start, 2, self._size) == second:
            return self._page(self._start, number, self._size)
        return with_page_number(second, number) if page_number(second) == 2 else None

    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> Found:
        self._ended += 1
        remember = ((FOUND_AT, self._start if self._went_on else ""),)
        self._page_made = False
        following = self._next_start()
        return Found(
            following.fetches,
            candidates + following.candidates,
            notes=notes + following.notes,
            remember=remember + following.remember,
        )
