"""The walk through a site's listing pages, one after the other, with a proper end."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.address import article_id, canonicalize, site_of
from crawler.discovery.listing import Link, Listing, page_number, read_listing, with_page_number
from crawler.discovery.load_more import fragment, islands, load_more
from crawler.discovery.model import SKIPPED, Answer, Candidate, Fetch, Kind
from crawler.discovery.shapes import template
from crawler.discovery.walk import Found
from crawler.discovery.wish import Wish

MAX_PAGES = 20_000
"""Pages of all listings together; the largest portals of the field have a few thousand."""

STALE_PAGES = 3
"""Pages in a row that show nothing this walk has not seen: the listing goes round in circles."""
CIRCLES = "listing repeats itself without end; left"


OFFSET = re.compile(r"[?&](?:offset|start|skip)=\d+", re.IGNORECASE)
NO_WAY = "listing loads more in a way that cannot be followed"

FOUND_AT = "listing"
"""What the next run is told: the first pages of the listings that showed something, a line each."""


class ListingWalk:
    """Walks `starts`; `page` makes the address of the n-th page where the page itself shows no way on.

    `front` is an answer that is already there (the front page), so that it is not fetched again.
    With `known` articles it first looks at the one page on which something they lack would stand, as
    `FeedWalk` does. The `guesses` are tried one by one where no start goes on beyond its first page, until
    one does; where none does, all `parts` of the site are walked.
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
        parts: Sequence[str] = (),
    ) -> None:
        self._starts = deque(dict.fromkeys(starts))
        self._wish = wish
        self._page = page
        self._is_article = is_article
        self._front = front
        self._guesses = [url for url in dict.fromkeys(guesses) if url not in self._starts]
        self._parts = [url for url in dict.fromkeys(parts) if url not in {*self._starts, *self._guesses}]
        self._went_on = False
        self._fruitful: list[str] = []
        if not wish.full:
            # The last run tried them all, or had no need of them.
            self._guesses, self._parts = [], []
            last_ones = wish.memory.get(FOUND_AT, "").split()
            self._starts += [last for last in last_ones if last not in self._starts]
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
        self._piecewise = False
        self._folder = ""
        self._second: str | None = None
        self._probing = False

    @property
    def complete(self) -> bool:
        """Whether a listing was read to its end."""
        return self._ended > 0 and not self._broken and (self._conclusive or not self._wish.full)

    @property
    def _conclusive(self) -> bool:
        """One page alone may be a choice of articles, unless what was found before has all that it shows."""
        return self._went_on or (bool(self._seen) and self._seen <= self._known)

    def start(self, known: AbstractSet[str]) -> Found:
        self._known = known
        return self._next_start()

    def _next_start(self) -> Found:
        if not self._starts and not self._guesses and not self._conclusive:
            self._starts += self._parts
            self._parts = []
        while self._starts or (self._guesses and not self._conclusive):
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
        tree = answer.tree
        if self._piecewise and number > 1 and answer.ok and _is_data(answer):
            tree = fragment(answer.body, self._folder)
        if not answer.ok or tree is None:
            if number == 1:
                return self._next_start()
            gone = answer.status in {400, 404, 410}
            if self._probing:
                self._probing = False
                if gone:
                    return self._end()
                return Found((Fetch(self._second or self._start, Kind.LISTING, number=2),))
            if self._piecewise and answer.ok:
                return self._end(notes=(NO_WAY,) if number == 2 else ())
            skipped = answer.failure == SKIPPED
            self._broken = self._broken or not (gone or skipped)
            notes = () if gone or skipped else (f"listing breaks off: {answer.trouble}",)
            return self._end(notes=notes)
        if site_of(answer.url) != site_of(answer.fetch.url) or self._redirected_home(answer):
            return self._end() if number > 1 else self._next_start()
        self._pages += 1
        return self._read(answer, read_listing(tree, answer.url, self._is_article, self._start), tree)

    def _redirected_home(self, answer: Answer) -> bool:
        """Some sites answer a page too far with their first page."""
        return answer.fetch.number > 1 and canonicalize(answer.url) != canonicalize(answer.fetch.url)

    def _read(self, answer: Answer, listing: Listing, tree: HtmlElement) -> Found:
        number = answer.fetch.number
        if (
            number == 1
            and (data := islands(tree, _folder_of([link.url for link in listing.links]))) is not None
        ):
            listing = replace(
                listing, links=_more_links(listing, read_listing(data, answer.url, self._is_article))
            )
        ids = frozenset(article_id(link.url) for link in listing.links)
        fresh = ids - self._seen
        self._seen |= ids
        candidates = tuple(
            Candidate(link.url, self.name, title=link.text or None, sure=self._is_article(link.url) is True)
            for link in listing.links
            if article_id(link.url) in fresh
        )
        self._stale = 0 if fresh else self._stale + 1
        self._went_on = self._went_on or (number > 1 and bool(fresh))
        if not ids:
            notes = (NO_WAY,) if self._piecewise and number == 2 else ()
            return self._end(notes=notes) if number > 1 else self._next_start()
        if ids == self._previous or self._stale >= STALE_PAGES or self._pages >= MAX_PAGES:
            # A site may show its last page for any number; one that links on from there is a trap.
            notes = (CIRCLES,) if number > 1 and listing.next_page not in {None, *self._asked} else ()
            return self._end(candidates, notes)
        self._previous = ids
        if number == 1:
            self._size = len(ids)
            self._folder = _folder_of([link.url for link in listing.links])
        following = self._following(listing, number, tree, answer.url)
        if self._probing:
            self._probing = False
            expected = len(self._known) - (number - 1) * self._size
            if ids <= self._known and len(ids) <= expected and listing.next_page is None:
                return self._end(candidates)
            number, following = 1, self._second
        elif (
            self._wish.full and number == 1 and following is not None and ids <= self._known and len(ids) > 1
        ):
            probe = len(self._known) // self._size + 1
            url = self._numbered(following, probe)
            if url is not None and probe > 2:
                self._probing, self._second = True, following
                return Found((Fetch(url, Kind.LISTING, number=probe),), candidates)
        if following is None or following in self._asked:
            return self._end(candidates)
        self._asked.add(following)
        fetch = Fetch(following, Kind.LISTING, number=number + 1, if_news=not self._wish.full)
        if self._wish.since is not None:
            fetch = replace(fetch, if_recent=True)
        return Found((fetch,), candidates)

    def _following(self, listing: Listing, number: int, tree: HtmlElement, url: str) -> str | None:
        following = listing.next_page
        if following is None and self._piecewise:
            return _next_piece(url, self._size)
        if following is None and self._page is not None and (number == 1 or self._page_made):
            self._page_made = True
            return self._page(self._start, number + 1, self._size)
        if following is None and number == 1 and (more := load_more(tree, url)) is not None:
            self._piecewise = True
            return more
        return following

    def _numbered(self, second: str, number: int) -> str | None:
        """The address of another page of a listing whose second page stands at `second`."""
        if self._page is not None and self._page(self._start, 2, self._size) == second:
            return self._page(self._start, number, self._size)
        # The second page may be called 2, 1 (Drupal counts from 0), or by the offset of its first entry.
        told = {2: number, 1: number - 1, self._size: (number - 1) * self._size}.get(page_number(second) or 0)
        return None if told is None else with_page_number(second, told)

    def _end(self, candidates: tuple[Candidate, ...] = (), notes: tuple[str, ...] = ()) -> Found:
        self._ended += 1
        if self._conclusive or self._fruitful:
            self._fruitful.append(self._start)
        remember = ((FOUND_AT, "\n".join(self._fruitful)),)
        self._page_made = self._piecewise = False
        following = self._next_start()
        return Found(
            following.fetches,
            candidates + following.candidates,
            notes=notes + following.notes,
            remember=remember + following.remember,
        )


def _is_data(answer: Answer) -> bool:
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


def _next_piece(url: str, size: int) -> str | None:
    """The piece after the one at `url`: by number, or by offset where that is what it counts."""
    number = page_number(url)
    if number is None:
        return None
    step = size if OFFSET.search(url) else 1
    return with_page_number(url, number + step)
