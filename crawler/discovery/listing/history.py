"""The pages of one listing read so far: detects loops, boxes, and listings with the oldest first."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.listing.page import Link, Listing
from crawler.urls.canonical import article_id

STALE_PAGES = 3
"""Consecutive pages without a new article after which the listing is considered a loop."""

Places = frozenset[tuple[str, ...]]


class ListingHistory:
    """The articles on the pages of one listing after the other."""

    def __init__(self) -> None:
        self._front: frozenset[str] = frozenset()  # on the first page of all
        self.reset()

    def reset(self) -> None:
        """Start another listing."""
        self._first: frozenset[str] = frozenset()
        self._previous: frozenset[str] = frozenset()
        self._places: dict[str, Places] = {}  # of the links on page 1
        self._last: dict[str, Places] = {}  # of the links on the last page read
        self._listed = ArticleIds()
        self._stale = 0
        self.own: dict[str, Link] = {}
        """The links of the last page by id, without those in boxes that are on each page of the site."""
        self.has_new = False
        """Whether the last page has articles that no page of this listing before it has."""

    def on_page(self, listing: Listing, number: int) -> None:
        """Record page `number`.

        A box ("latest news") has the same links in the same place on page 1 of the listing.
        """
        links = {article_id(link.url): link for link in listing.links}
        places = {id_: link.places for id_, link in links.items()}
        self._last = places
        if number == 1:
            self._places = places
        elif number == 2:
            boxes = {id_ for id_, before in self._places.items() if before <= places.get(id_, frozenset())}
            self._listed = ArticleIds(self._places.keys() - boxes)
        own = {id_: one for id_, one in links.items() if number == 1 or not self._is_in_box(id_, one)}
        self.own = own or links
        new = [id_ for id_ in self.own if self._listed.add(id_)]
        self.has_new = bool(new)

    def is_loop(self, *, has_new: bool) -> bool:
        """Whether the last page repeats the one before, or several in a row had nothing new."""
        self._stale = 0 if has_new else self._stale + 1
        return frozenset(self.own) == self._previous or self._stale >= STALE_PAGES

    def keep(self, listing: Listing, number: int) -> None:
        """Accept the last page as a page of the listing."""
        self._previous = frozenset(self.own)
        self._front = self._front or frozenset(article_id(link.url) for link in listing.links)
        if number == 1:
            self._first = self._previous

    def first_size(self) -> int:
        """Number of articles on page 1 without those in boxes: the last page read shows them too."""
        boxes = {id_ for id_, before in self._places.items() if before <= self._last.get(id_, frozenset())}
        return len(self._places.keys() - boxes)

    def is_on_front(self, ids: AbstractSet[str]) -> bool:
        """Whether the site's first page shows one of these articles."""
        return not ids.isdisjoint(self._front)

    @property
    def is_oldest_first(self) -> bool:
        """Whether the articles of the front page are on the last page of the listing, not on its first."""
        front = self._front
        return len(front & self._previous) > max(len(front) // 2, len(front & self._first))

    def _is_in_box(self, id_: str, link: Link) -> bool:
        return link.places <= self._places.get(id_, frozenset())
