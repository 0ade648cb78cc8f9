"""Which listings of a site are read, and in what order: what is sure first, what is guessed last."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.date_archives import month_archives, year_archives
from crawler.discovery.listing.page import Listing
from crawler.discovery.page.url_patterns import is_never_article, template

FOUND_AT = "listing"
"""What the next run is told: where to begin the listings that showed something, a line each.

That is the first page; of one that begins with the oldest the last page, a space, and the first.
"""


class ListingQueue:
    """The listings still to be read, by the addresses of their first pages.

    The `guesses` are tried one by one where no start goes on beyond its first page, until one does; where
    none does, all `parts` of the site are read, and its archives by month or year. A later run reads the
    starts and what the last one found: that had tried all others, or had no need of them.
    """

    def __init__(
        self,
        starts: Sequence[str],
        options: CrawlOptions,
        *,
        guesses: Sequence[str] = (),
        parts: Sequence[str] = (),
    ) -> None:
        self._options = options
        self._starts = deque(dict.fromkeys(starts))
        self._guesses = [url for url in dict.fromkeys(guesses) if url not in self._starts]
        self._parts = [url for url in dict.fromkeys(parts) if url not in {*self._starts, *self._guesses}]
        if not options.full:
            self._guesses, self._parts = [], []
        self._found: dict[str, str] = {}  # by where this run begins them: where the next one does
        self._first_pages: dict[str, str] = {}
        self._any_conclusive = False
        for line in () if options.full else options.memory.get(FOUND_AT, "").splitlines():
            last, _, first = line.partition(" ")
            self._found[last] = line
            if first:
                self._first_pages[last] = first
        # The first page too: the site may have turned the listing round, or it may have seemed so.
        is_update = dict.fromkeys([*self._found, *self._first_pages.values()])
        self._starts += [one for one in is_update if one not in self._starts]
        self._archives: dict[str, str] = {}  # which of them stand in one row
        self._rows: set[str] = set()  # of archives of which the first was taken
        self._with_archives: set[str] = set()
        self._years: set[str] = set()
        self._shapes: set[str] = set()
        self._folders: set[str] = set()
        self.is_older_archive = False
        """Whether the last one taken is a month or a year behind a later one of the same listing."""
        self.asked: set[str] = set()
        """The addresses that were asked for, first pages and further ones."""

    def take(self, *, conclusive: bool) -> str | None:
        """The next one; `conclusive` where what was read so far shows that there is no more than that."""
        if not self._starts and not self._guesses and not conclusive:
            self._starts += self._parts
            self._parts = []
        while self._starts or (self._guesses and not conclusive):
            start = self._starts.popleft() if self._starts else self._guesses.pop(0)
            if start not in self.asked:
                self.asked.add(start)
                row = self._archives.get(start)
                self.is_older_archive = row in self._rows
                if row is not None:
                    self._rows.add(row)
                return start
        return None

    def first_page(self, start: str) -> str:
        """The first page of the listing that this run begins at `start`."""
        return self._first_pages.get(start, start)

    def is_archive(self, start: str) -> bool:
        """Whether it is a month or a year of an archive."""
        return start in self._archives

    def drop_older_archives(self, start: str) -> None:
        """Nothing is new in the month or year `start`: those before it of the same listing are not read."""
        row = self._archives[start]
        self._starts = deque(one for one in self._starts if self._archives.get(one) != row)

    def add_archives(self, tree: HtmlElement, url: str, start: str) -> None:
        """The first page of the listing `start`, at `url`, is its only one, but may link to months or years.

        Later runs begin with the last of them, and go on where something is new.
        """
        latest = self._options.now.year
        found = month_archives(tree, url, latest)
        if not found:
            found = year_archives(tree, url, latest)
            self._years.update(found)
        fresh = [one for one in found if one not in self._archives and one not in self.asked]
        self._archives |= {one: f"{start} {template(one)}" for one in fresh}
        self._parts += fresh
        if fresh:
            self._with_archives.add(start)

    def add_folder(self, urls: Sequence[str]) -> None:
        """Where all articles of a page stand in one folder, that may be the section that lists them all."""
        folders = {urljoin(url.rstrip("/"), ".") for url in urls}
        if len(urls) > 1 and len(folders) == 1 and self._options.full:
            (folder,) = folders
            section = folder.rstrip("/")
            if self.asked.isdisjoint({folder, section}) and not is_never_article(section):
                self._guesses = [section, *(url for url in self._guesses if url.rstrip("/") != section)]

    def keep_similar(self, start: str, listing: Listing, is_article: Callable[[str], bool | None]) -> Listing:
        """What a page of the listing `start` shows, of a page of years only what stands as other articles do.

        What sites list by years may be budgets and laws.
        """
        if start in self._years and self._shapes:
            links = tuple(one for one in listing.links if is_article(one.url) or self._is_alike(one.url))
            return replace(listing, links=links)
        shapes = {template(one.url) for one in listing.links}
        self._shapes |= shapes
        self._folders |= {shape.rpartition("/")[0] for shape in shapes}
        return listing

    def _is_alike(self, url: str) -> bool:
        shape = template(url)
        folder = shape.rpartition("/")[0]
        # A short headline is in no shape but its own: `/berita/hut-ri`.
        return shape in self._shapes or (folder != "" and folder in self._folders)

    def found(self, start: str, newest: str, *, conclusive: bool) -> tuple[tuple[str, str], ...]:
        """The listing `start` showed something: what the next run is told of all so far.

        At `newest` it shows what is newest. A later run shows less of the site than the one that found the
        listings: those stay.
        """
        self._any_conclusive = self._any_conclusive or conclusive
        known = start in self._found or start in self._with_archives
        if known or (self._any_conclusive and not self.is_archive(start)):
            first = self.first_page(start)
            self._found[start] = newest if newest == first else f"{newest} {first}"
        return ((FOUND_AT, "\n".join(dict.fromkeys(self._found.values()))),)
