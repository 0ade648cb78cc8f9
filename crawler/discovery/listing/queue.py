"""Chooses the listings of a site to read, and their order: sections first, guesses last."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.coverage import COVERS
from crawler.discovery.listing.date_archives import month_archives, year_archives
from crawler.discovery.listing.page import Listing
from crawler.discovery.listing.sections import category_key, key_of
from crawler.discovery.page.url_patterns import is_never_article, url_pattern

FOUND_AT = "listing"
"""Memory key: one line per listing that listed articles, with the URL at which to start the next run.

That is its first page; for a listing that starts with the oldest article its last page, a space, and the
first.
"""


TURN = "listing turn"
"""Memory key: which of the listings that the front page covers is read next in spite of that."""


class ListingQueue:
    """The listings still to be read, by the URLs of their first pages.

    The `guesses` are tried one by one if no start has a second page, until one has; if none has, all
    `parts` of the site are read, and its archives by month or year. A later run reads the starts and what
    the last run found: that run had tried all others, or did not need them.
    """

    def __init__(
        self,
        starts: Sequence[str],
        options: CrawlOptions,
        *,
        guesses: Sequence[str] = (),
        parts: Sequence[str] = (),
        checks: int = 0,
    ) -> None:
        self._options = options
        self._starts = deque(dict.fromkeys(starts))
        self._guesses = [url for url in dict.fromkeys(guesses) if url not in self._starts]
        self._parts = [url for url in dict.fromkeys(parts) if url not in {*self._starts, *self._guesses}]
        if not options.full:
            self._guesses, self._parts = [], []
        self._found: dict[str, str] = {}  # start URL of this run -> memory line for the next run
        self._first_pages: dict[str, str] = {}
        self._any_conclusive = False
        for line in () if options.full else options.memory.get(FOUND_AT, "").splitlines():
            last, _, first = line.partition(" ")
            self._found[last] = line
            if first:
                self._first_pages[last] = first
        # The first page too: the order of the listing may have changed, or been detected wrongly.
        is_update = dict.fromkeys([*self._found, *self._first_pages.values()])
        found = [one for one in is_update if one not in self._starts]
        self._covered: set[str] = set()
        """Listings whose newest articles are on the front page; read after it, if that has something new."""
        self._turn = 0
        if not options.full and options.memory.get(COVERS) and self._starts:
            self._covered = set(found)
            turn = options.memory.get(TURN, "")
            self._turn = int(turn) if turn.isdecimal() else 0
            self._starts = deque([self._starts[0], *found, *[*self._starts][1:]])
        else:
            self._starts += found
        self._sections: dict[str, str] = {}  # folder -> URL of a section by structure
        self._by_structure: set[str] = set()
        self._checks = checks
        self._is_selection = checks > 0
        self._is_incomplete = False
        self._is_checked = False
        self._read_parts: set[str] = set()
        self.is_check = False
        """Whether the last URL returned only serves to check that no article is missing."""
        self._archives: dict[str, str] = {}  # archive URL -> group of archives of one listing
        self._archive_parts: list[str] = []
        self._rows: set[str] = set()  # groups of archives that have been started
        self._with_archives: set[str] = set()
        self._years: set[str] = set()
        self._shapes: set[str] = set()
        self._folders: set[str] = set()
        self.is_older_archive = False
        """Whether the last URL returned is an archive older than another one of the same listing."""
        self.asked: set[str] = set()
        """The URLs that were requested, first pages and further ones."""

    def pop(
        self,
        *,
        conclusive: bool,
        chained: bool = False,
        explored: AbstractSet[str] = frozenset(),
        guess: bool = True,
    ) -> str | None:
        """Return the next one; `conclusive` if what was read so far shows that there is no more.

        `explored` are the folders of known articles; with `chained` previous/next links lead to all others in
        them. A front page may list a selection of articles only: sections without a known article are read in
        any case, and one of the others is checked. Without `guess` no guess is returned yet.
        """
        self.is_check = False
        conclusive = conclusive or (chained and not self._is_incomplete and self._has_parts)
        if not self._starts:
            self._add_parts(conclusive=conclusive, chained=chained, explored=explored)
        while self._starts or (self._guesses and guess and not conclusive):
            start = self._starts.popleft() if self._starts else self._guesses.pop(0)
            if start not in self.asked:
                self.asked.add(start)
                row = self._archives.get(start)
                self.is_older_archive = row in self._rows
                if row is not None:
                    self._rows.add(row)
                return start
        return None

    def _add_parts(self, *, conclusive: bool, chained: bool, explored: AbstractSet[str]) -> None:
        if not conclusive:
            self._add(self._sections.values())
            self._sections = {}
            if not self._starts and (len(self._parts) > 1 or not self._guesses):
                self._add(self._parts)
                self._parts = []
            if not self._starts and not self._guesses:
                self._add(self._archive_parts)
                self._archive_parts = []
            return
        unexplored = [url for folder, url in self._sections.items() if folder not in explored]
        self._sections = {folder: url for folder, url in self._sections.items() if folder in explored}
        self._add(unexplored)
        parts = [one for one in [*self._sections.values(), *self._parts] if one not in self.asked]
        if chained and self._is_selection:
            # An article may be new there and not on the front page.
            self._found |= {
                one: one for one in parts if category_key(one) in explored and one not in self._found
            }
        if chained and self._is_selection and self._is_checked:
            # Previous/next links join the articles of one category; its URL may not show which those are.
            parts = [
                one for one in self._parts if one not in self.asked and category_key(one) not in explored
            ]
            self._checks = len(parts)
        if not self._starts and parts and (self._checks > 0 or (chained and not self._is_checked)):
            self.is_check = True
            self._add(parts[:1])

    @property
    def is_selection(self) -> bool:
        """Whether the front page may be a selection of what several sections list."""
        return self._is_selection and len(self._sections) + len(self._parts) > 1

    @property
    def _has_parts(self) -> bool:
        return bool(self._sections or self._parts)

    def checked(self, start: str, *, missing: bool) -> tuple[tuple[str, str], ...]:
        """Record the result of the check of `start`; if articles are missing, read all parts.

        Returns the data to store for the next run: an article may be new there and not on the front page.
        """
        self._checks -= 1
        self._is_checked = True
        if not missing:
            if not self._is_selection:
                return ()
            self._found.setdefault(start, start)
            return self._memory
        self._is_incomplete = True
        self._add([*self._sections.values(), *self._parts])
        self._sections, self._parts = {}, []
        return ()

    def _add(self, urls: Iterable[str]) -> None:
        """Add parts of the site to those to read."""
        fresh = [url for url in urls if url not in self.asked and url not in self._starts]
        self._starts += fresh
        self._read_parts.update(fresh)

    def put_back(self, start: str) -> None:
        """Decide again whether this part of the site and those after it are to be read."""
        self.asked.discard(start)
        parts = [start, *(one for one in self._starts if one in self._read_parts)]
        self._starts = deque(one for one in self._starts if one not in self._read_parts)
        self._sections |= {key_of(url): url for url in parts if url in self._by_structure}
        self._parts = [*(url for url in parts if url not in self._by_structure), *self._parts]

    def is_part(self, start: str) -> bool:
        """Whether the listing is a part of the site: its length is unknown."""
        return start in self._read_parts

    def add_part(self, start: str) -> None:
        """Let the listing be a part of the site."""
        self._read_parts.add(start)

    def add_sections(self, urls: Iterable[str]) -> None:
        """Add the sections that a page links to."""
        if self._options.full:
            for url in urls:
                self._by_structure.add(self._sections.setdefault(key_of(url), url))
                if self._is_selection:
                    self._found.setdefault(url, url)  # an article may be new there and not on the front page

    def first_page(self, start: str) -> str:
        """Return the first page of the listing that this run starts at `start`."""
        return self._first_pages.get(start, start)

    def is_archive(self, start: str) -> bool:
        """Whether the URL is a month or year archive."""
        return start in self._archives

    def is_covered(self, start: str) -> bool:
        """Whether the listing is only read if the front page, read just before, has something new."""
        return start in self._covered

    def read_covered(self) -> None:
        """Read all of them: the front page has something new."""
        self._covered.clear()

    def drop_covered(self) -> tuple[tuple[str, str], ...]:
        """Drop them but one, another in each run; return the data to store for the next run."""
        names = [one for one in self._found if one in self._covered]
        dropped, self._covered = self._covered, set()
        if not dropped:
            return ()
        kept = names[self._turn % len(names)] if names else None
        self._starts = deque(one for one in self._starts if one not in dropped or one == kept)
        if kept is not None and kept in self.asked:  # its request was skipped just now
            self.asked.discard(kept)
            self._starts.appendleft(kept)
        return ((TURN, str(self._turn + 1)),)

    @property
    def found(self) -> list[str]:
        """The first pages of the listings that later runs read besides the starts."""
        return [self.first_page(start) for start in self._found]

    def drop_older_archives(self, start: str) -> None:
        """Drop the archives before `start` of the same listing: nothing is new in `start`."""
        row = self._archives[start]
        self._starts = deque(one for one in self._starts if self._archives.get(one) != row)

    def add_archives(self, tree: HtmlElement, url: str, start: str) -> None:
        """Add the archives that the only page of the listing `start`, at `url`, links to.

        Later runs start with the newest archive, and go on as long as something is new.
        """
        latest = self._options.now.year
        found = month_archives(tree, url, latest)
        if not found:
            found = year_archives(tree, url, latest)
            self._years.update(found)
        fresh = [one for one in found if one not in self._archives and one not in self.asked]
        self._archives |= {one: f"{start} {url_pattern(one)}" for one in fresh}
        self._archive_parts += fresh
        if fresh:
            self._with_archives.add(start)

    def add_folder(self, urls: Sequence[str]) -> None:
        """Add the common folder of a page's articles as a guess: it may be the section that lists all of
        them.
        """
        folders = {urljoin(url.rstrip("/"), ".") for url in urls}
        if len(urls) > 1 and len(folders) == 1 and self._options.full:
            (folder,) = folders
            section = folder.rstrip("/")
            if self.asked.isdisjoint({folder, section}) and not is_never_article(section):
                self._guesses = [section, *(url for url in self._guesses if url.rstrip("/") != section)]

    def keep_similar(self, start: str, listing: Listing, is_article: Callable[[str], bool | None]) -> Listing:
        """Restrict a year archive to links that look like the site's other articles.

        Sites also list budgets and laws by year.
        """
        if start in self._years and self._shapes:
            links = tuple(one for one in listing.links if is_article(one.url) or self._is_alike(one.url))
            return replace(listing, links=links)
        shapes = {url_pattern(one.url) for one in listing.links}
        self._shapes |= shapes
        self._folders |= {shape.rpartition("/")[0] for shape in shapes}
        return listing

    def _is_alike(self, url: str) -> bool:
        shape = url_pattern(url)
        folder = shape.rpartition("/")[0]
        # A short headline forms a pattern of its own: `/berita/hut-ri`.
        return shape in self._shapes or (folder != "" and folder in self._folders)

    def on_found(self, start: str, newest: str, *, conclusive: bool) -> tuple[tuple[str, str], ...]:
        """Record that the listing `start` listed articles, and return the data to store for the next run.

        `newest` is the URL of the page with the newest entries. A later run sees less of the site than the
        run that found the listings, so listings found before are kept.
        """
        self._any_conclusive = self._any_conclusive or conclusive
        known = start in self._found or start in self._with_archives
        if known or (self._any_conclusive and not self.is_archive(start)):
            first = self.first_page(start)
            self._found[start] = newest if newest == first else f"{newest} {first}"
        return self._memory

    @property
    def _memory(self) -> tuple[tuple[str, str], ...]:
        return ((FOUND_AT, "\n".join(dict.fromkeys(self._found.values()))),)
