"""Whether the front page shows the newest article of every section.

Then a later run need not read the sections while the front page lists nothing new. A front page that is a
selection (featured or promoted articles) lacks the newest article of some section. One with a short list of
the site's newest articles lacks those of sections without news, but it has the newest of all sections.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from crawler.discovery.listing.page import Link
from crawler.urls.canonical import article_id

COVERS = "front page covers"
"""Memory key: whether it did when the whole site was read last."""
MIN_SECTIONS = 2
MIN_NEWEST = 5
"""Articles that must be on the front page, newer than all others of the sections, ..."""
MIN_DAYS = 3
"""... and the different days that they must have."""
MAX_DATED = 200
"""Articles with the newest days that are kept for this."""


class FrontCoverage:
    """The newest article of each listing, and the articles of the front page.

    A day after `now` is none: `03/12/2026` may be the 12th of March.
    """

    def __init__(self, now: datetime) -> None:
        self._latest = (now + timedelta(days=1)).date().isoformat()
        self._front_page = ""
        self._front: set[str] = set()
        self._newest: dict[str, tuple[str, str]] = {}  # first page of a listing -> day and id
        self._first_front: frozenset[str] | None = None  # on the first page of the front page's list
        self._dated: dict[str, tuple[str, str]] = {}  # id -> day and first page of a listing

    def on_page(self, start: str, links: Iterable[Link], *, front: bool) -> None:
        """Record a page of the listing that starts at `start`. Boxes beside the listing count on the front
        page only.
        """
        if front:
            self._front_page = start
            shown = frozenset(article_id(link.url) for link in links)
            self._front.update(shown)
            self._first_front = self._first_front or shown
            return
        for link in links:
            if link.aside:
                continue
            day = link.day if link.day is not None and link.day <= self._latest else ""
            before = self._newest.get(start)
            if before is None or day > before[0]:
                self._newest[start] = day, article_id(link.url)
            if day:
                self._dated.setdefault(article_id(link.url), (day, start))
        if len(self._dated) > 2 * MAX_DATED:
            self._dated = dict(self._by_day()[:MAX_DATED])

    def covers(self, listings: Collection[str]) -> bool:
        """Whether the front page shows the newest article of each of the listings."""
        others = [start for start in listings if start != self._front_page]
        newest = {self._newest[start][1] for start in others if start in self._newest}
        # The same article on several pages is in a box beside their listings.
        return (MIN_SECTIONS <= len(newest) == len(others) and newest <= self._front) or (
            all(self._newest[start][0] for start in others if start in self._newest)
            and self._has_newest_of_all()
        )

    def _by_day(self) -> list[tuple[str, tuple[str, str]]]:
        return sorted(self._dated.items(), key=lambda item: item[1][0], reverse=True)

    def _has_newest_of_all(self) -> bool:
        """Whether the front page shows several articles that are newer than all others of the sections."""
        front = self._first_front or frozenset()
        latest = max((day for id_, (day, _) in self._dated.items() if id_ not in front), default="")
        newest = [(day, start) for id_, (day, start) in self._dated.items() if id_ in front and day > latest]
        days, sections = {day for day, _ in newest}, {start for _, start in newest}
        return len(newest) >= MIN_NEWEST and len(days) >= MIN_DAYS and len(sections) >= MIN_SECTIONS
