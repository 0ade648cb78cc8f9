"""Reads the first page of every section before any article, for runs with a limit.

A front page that is a selection (featured articles, the newest of each section) does not begin with the
newest articles of the site: those may be on the pages of their sections alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from crawler.discovery.core.source import SourceResult
from crawler.discovery.listing.page import Listing, read_listing
from crawler.discovery.listing.sections import folder_of, section_links
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage
from crawler.urls.canonical import article_id, canonicalize, same_site

MAX_SECTIONS = 12
MIN_DATED = 3
"""Entries with a day that show the order of a list, ..."""
ORDERED = 0.8
"""... and the share of them that must not be newer than the one before."""


class SectionSurvey:
    """`site` is the front page, `sections` are those that the platform knows.

    `selection`: the platform's front page is a selection even if it has a pager.
    """

    name = "listing"
    complete = False

    def __init__(
        self,
        site: Homepage,
        sections: Sequence[str],
        is_article: Callable[[str], bool | None],
        *,
        selection: bool,
    ) -> None:
        self._site = site
        self._sections = sections
        self._is_article = is_article
        self._selection = selection
        self._waiting: set[str] = set()
        self._found: dict[str, Candidate] = {}
        self.entries: dict[str, int] = {}

    def start(self, known: AbstractSet[str]) -> SourceResult:
        """Request the sections at once; nothing if the front page is a listing itself."""
        site = self._site
        if site.tree is None:
            return SourceResult()
        front = read_listing(site.tree, site.address, self._is_article)
        if front.next_page is not None and not self._selection:
            return SourceResult()
        folders = {folder_of(link.url) for link in front.links} - {""}
        own = canonicalize(site.address)
        urls = [*self._sections, *section_links(site.tree, site.address, folders)]
        several = {canonicalize(url): url for url in urls if canonicalize(url) != own}
        fetches = [Fetch(url, Kind.LISTING, before_articles=True) for url in several.values()][:MAX_SECTIONS]
        self._waiting = {fetch.url for fetch in fetches}
        self._add(front)  # a section may give the day that the front page does not
        return SourceResult(tuple(fetches)) if fetches else self._all()

    def receive(self, answer: FetchResult) -> SourceResult:
        """Collect the articles of a section; deliver all of them after the last section."""
        self._waiting.discard(answer.fetch.url)
        if answer.ok and answer.tree is not None and same_site(answer.url, answer.fetch.url):
            self._add(read_listing(answer.tree, answer.url, self._is_article))
        return self._all() if not self._waiting else SourceResult()

    def _add(self, listing: Listing) -> None:
        for link, day in zip(listing.links, _days(listing), strict=True):
            id_ = article_id(link.url)
            before = self._found.get(id_)
            if before is None or (before.about is None and day is not None):
                sure = self._is_article(link.url) is True
                self._found[id_] = Candidate(
                    link.url, self.name, title=link.text or None, sure=sure, listed=link.day, about=day
                )

    def _all(self) -> SourceResult:
        return SourceResult(candidates=tuple(self._found.values()))


def _days(listing: Listing) -> list[str | None]:
    """The days of the links, in order. An entry that prints none lies between its neighbours of the list."""
    days = [link.day for link in listing.links]
    known = [day for day in days if day is not None]
    counts = Counter(place for link in listing.links if link.day is not None for place in link.places)
    places = {place for place, count in counts.items() if 2 * count >= len(known)}  # not those of boxes
    falling = sum(before >= after for before, after in pairwise(known))
    if len(known) < MIN_DATED or falling < ORDERED * (len(known) - 1):
        return days
    following = None
    for at in range(len(days) - 1, -1, -1):
        if days[at] is not None:
            following = days[at]
        elif not places.isdisjoint(listing.links[at].places):
            days[at] = following or known[-1]
    return days
