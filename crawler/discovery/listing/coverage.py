"""Whether the front page shows the newest article of every section.

Then a later run need not read the sections while the front page lists nothing new. A front page that is a
selection (featured or promoted articles) lacks the newest article of some section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from crawler.discovery.listing.page import Link
from crawler.urls.canonical import article_id

COVERS = "front page covers"
"""Memory key: whether it did when the whole site was read last."""
MIN_SECTIONS = 2


class FrontCoverage:
    """The newest article of each listing, and the articles of the front page.

    A day after `now` is none: `03/12/2026` may be the 12th of March.
    """

    def __init__(self, now: datetime) -> None:
        self._latest = (now + timedelta(days=1)).date().isoformat()
        self._front_page = ""
        self._front: set[str] = set()
        self._newest: dict[str, tuple[str, str]] = {}  # first page of a listing -> day and id

    def on_page(self, start: str, links: Iterable[Link], *, front: bool) -> None:
        """Record a page of the listing that starts at `start`. Boxes beside the listing count on the front
        page only.
        """
        if front:
            self._front_page = start
            self._front.update(article_id(link.url) for link in links)
            return
        for link in links:
            if link.aside:
                continue
            day = link.day if link.day is not None and link.day <= self._latest else ""
            before = self._newest.get(start)
            if before is None or day > before[0]:
                self._newest[start] = day, article_id(link.url)

    def covers(self, listings: Collection[str]) -> bool:
        """Whether the front page shows the newest article of each of the listings."""
        others = [start for start in listings if start != self._front_page]
        newest = {self._newest[start][1] for start in others if start in self._newest}
        # The same article on several pages is in a box beside their listings.
        return MIN_SECTIONS <= len(newest) == len(others) and newest <= self._front
