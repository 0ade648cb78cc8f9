"""Which listings of a site are read, and in what order: what is sure first, what is guessed last."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.archives import months, years
from crawler.discovery.listing import Listing
from crawler.discovery.shapes import is_never, template
from crawler.discovery.wish import Wish

FOUND_AT = "listing"
"""What the next run is told: the first pages of the listings that showed something, a line each."""


class Listings:
    """The listings still to be read, by the addresses of their first pages.

    The `guesses` are tried one by one where no start goes on beyond its first page, until one does; where
    none does, all `parts` of the site are read, and its archives by month or year. A later run reads the
    starts and what the last one found: that had tried all others, or had no need of them.
    """

    def __init__(
        self, starts: Sequence[str], wish: Wish, *, guesses: Sequence[str] = (), parts: Sequence[str] = ()
    ) -> None:
        self._wish = wish
        self._starts = deque(dict.fromkeys(starts))
        self._guesses = [url for url in dict.fromkeys(guesses) if url not in self._starts]
        self._parts = [url for url in dict.fromkeys(parts) if url not in {*self._starts, *self._guesses}]
        if not wish.full:
            self._guesses, self._parts = [], []
            last_ones = wish.memory.get(FOUND_AT, "").split()
            self._starts += [last for last in last_ones if last not in self._starts]
        self._archives: set[str] = set()
        self._years: set[str] = set()
        self._shapes: set[str] = set()
        self._fruitful: list[str] = []
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
                return start
        return None

    def is_archive(self, start: str) -> bool:
        """Whether it is a month or a year of an archive."""
        return start in self._archives

    def leave_archives(self) -> None:
        """Nothing is new in a month or year: those before it are not read."""
        self._starts = deque(one for one in self._starts if one not in self._archives)

    def add_archives(self, tree: HtmlElement, url: str) -> None:
        """The first page of a listing is its only one, but may link to what is older by months or years.

        Later runs begin with the last of them, and go on where something is new.
        """
        latest = self._wish.now.year
        found = months(tree, url, latest)
        if not found:
            found = years(tree, url, latest)
            self._years.update(found)
        fresh = [one for one in found if one not in self._archives and one not in self.asked]
        self._archives.update(fresh)
        self._parts += fresh

    def add_folder(self, urls: Sequence[str]) -> None:
        """Where all articles of a page stand in one folder, that may be the section that lists them all."""
        folders = {urljoin(url.rstrip("/"), ".") for url in urls}
        if len(urls) > 1 and len(folders) == 1 and self._wish.full:
            (folder,) = folders
            section = folder.rstrip("/")
            if self.asked.isdisjoint({folder, section}) and not is_never(section):
                self._guesses = [section, *(url for url in self._guesses if url.rstrip("/") != section)]

    def alike(self, start: str, listing: Listing) -> Listing:
        """What a page of the listing `start` shows, of a page of years only what is shaped as other articles.

        What sites list by years may be budgets and laws.
        """
        if start in self._years and self._shapes:
            links = tuple(one for one in listing.links if template(one.url) in self._shapes)
            return replace(listing, links=links)
        self._shapes.update(template(one.url) for one in listing.links)
        return listing

    def found(self, url: str, *, conclusive: bool) -> tuple[tuple[str, str], ...]:
        """A listing showed something, at `url` what is newest: what the next run is told of all so far."""
        if conclusive or self._fruitful:
            self._fruitful.append(url)
        return ((FOUND_AT, "\n".join(self._fruitful)),)
