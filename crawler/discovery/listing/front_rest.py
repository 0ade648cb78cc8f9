"""The further pages of a front page that is a selection: read after the sections, as far as needed.

The sections list what such a front page selects. After them, its last page shows whether it also has articles
that no section lists. Without this order, all its pages are read first and lead to articles that the
sections list again.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.entry_order import article_number
from crawler.discovery.listing.page import Link, Listing
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.urls.canonical import article_id

MIN_NUMBERS = 5
"""Articles with a number in their URL that show whether a page lists all of them."""
MOST_LISTED = 0.6
"""Share of the numbers between the least and the highest one that a selection has at most."""


class FrontRest:
    """Decides whether the front page's further pages wait for the sections, and how they are read then.

    The decision is about the order only: whatever the sections lack is read in either order. Where articles
    have previous/next links, the front page's articles lead into more sections than those of one section, so
    the pages do not wait.
    """

    def __init__(self, options: CrawlOptions) -> None:
        self._may_wait = options.full and not options.verify and not options.bounded and options.limit is None
        self._last: str | None = None
        self.first: FetchResult | None = None
        """The first page of the list that waits, or has waited."""
        self.waiting: str | None = None
        """URL of its last page, while that is requested."""

    def postpones(self, first: FetchResult, listing: Listing, last: str | None) -> bool:
        """Whether the pages after the first one, `listing`, wait; `last` is the last one."""
        if not self._may_wait or last is None or not is_selection(listing.links):
            return False
        self._may_wait = False  # once: its pages are read in their order if the last one has something new
        self.first, self._last = first, last
        return True

    @property
    def is_open(self) -> bool:
        """Whether pages wait."""
        return self._last is not None

    def cancel(self) -> None:
        """Let no page wait any longer."""
        self._last = None

    def check(self, *, after_articles: bool) -> Fetch | None:
        """Return the request for the last page, once, if pages wait."""
        self.waiting, self._last = self._last, None
        return self.again(after_articles=after_articles) if self.waiting is not None else None

    def again(self, *, after_articles: bool) -> Fetch:
        """Return the same request: articles in flight led to new ones."""
        assert self.waiting is not None
        return Fetch(self.waiting, Kind.LISTING, number=2, after_articles=after_articles)

    def is_known(self, listing: Listing | None, known: AbstractSet[str]) -> bool:
        """Record the last page, None for an error; whether it only has `known` articles."""
        self.waiting = None
        ids = {article_id(link.url) for link in listing.links} if listing is not None else set()
        return listing is not None and listing.next_page is None and bool(ids) and ids <= known


def is_selection(links: Sequence[Link]) -> bool:
    """Whether numbers are missing between those of the articles, as on a list of featured ones."""
    numbers = {number for link in links if (number := article_number(link.url)) is not None}
    if len(numbers) < MIN_NUMBERS:
        return False
    return len(numbers) <= MOST_LISTED * (max(numbers) - min(numbers) + 1)
