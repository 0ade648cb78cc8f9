"""Skips listing and feed pages whose articles are already known from previous/next links."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from crawler.discovery.messages import Fetch, Kind

MAX_SKIP = 10
"""Maximum pages per skip. The first skip has one page; each confirmed skip doubles the limit."""

Links = Mapping[int, tuple[int, ...]]
"""The previous/next links of each article; ids of `crawler.urls.canonical` as integers."""


class SkipAhead:
    """Decides which page of a listing to fetch next. Contract:

    1. It skips pages only where previous/next links join the articles of the last page, in their order.
    2. It follows these links and predicts the articles of a page further on; that page is fetched instead.
    3. If that page holds exactly the predicted articles, the skipped pages held the articles between.
    4. If it holds others, or does not exist, each skipped page is fetched after all (`filling`).
    5. After one wrong prediction, no more pages of this listing are skipped.
    6. The first skip passes one page; each confirmed one allows twice as many, up to `MAX_SKIP`.
    7. The articles of skipped pages are found by their previous/next links alone.
    8. It misses an article only if the links leave it out and, within one skip, lead to one that the listing
       leaves out.
    9. With `enabled=False` (setting `SKIP_AHEAD`, or `mode=full`) each page is fetched in its order.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._links: Links = {}
        self.reset()

    def reset(self) -> None:
        """Start another listing."""
        self._number = 0
        self._listed: Sequence[int] = ()
        self._expected: Sequence[int] | None = None
        self._failed = False
        self._limit = 1
        self.skipped: deque[int] = deque()
        """Numbers of the skipped pages that are not confirmed yet."""
        self.filling = False
        """Whether the skipped pages are being requested."""
        self._held_back: Fetch | None = None

    def update_links(self, links: Links) -> None:
        """Update the previous/next links."""
        self._links = links

    def target(self, number: int) -> int:
        """Return the page to request instead of page `number`, which follows the last page read."""
        self._expected = None
        if not self.enabled or self.filling or number != self._number + 1 or self._failed:
            return number
        size = len(self._listed)
        if size < 2 or not self._are_linked(self._listed):
            return number
        ahead = self._articles_after((self._limit + 1) * size)
        pages = max(0, len(ahead) - 1) // size
        if pages:
            self._expected = ahead[pages * size :]
        return number + pages

    def _are_linked(self, items: Sequence[int]) -> bool:
        """Whether the page's articles, in its order, are connected by previous/next links."""
        none: tuple[int, ...] = ()
        return all(
            one in self._links.get(other, none) or other in self._links.get(one, none)
            for one, other in pairwise(items)
        )

    def _articles_after(self, most: int) -> list[int]:
        """Return the articles after the last one listed, as long as each links to exactly one further
        article.
        """
        chain: list[int] = []
        before = {*self._listed}
        now = self._listed[-1]
        while len(chain) <= most:
            ways = {*self._links.get(now, ())} - before
            if len(ways) != 1:
                break
            before = {now}
            (now,) = ways
            chain.append(now)
        return chain[:most]

    def skip(self, number: int, target: int) -> None:
        """Record that page `target` is requested instead of page `number`."""
        self.skipped.extend(range(number, target))

    def on_page(self, number: int, items: Sequence[int]) -> bool:
        """Compare page `number` with the expected articles. False if the skipped pages are needed."""
        if self.filling:
            return True
        expected, self._expected = self._expected, None
        self._number, self._listed = number, items
        if not self.skipped:
            return True
        if expected is not None and [*items] == [*expected]:
            self.skipped.clear()
            self._limit = min(2 * self._limit, MAX_SKIP)
            return True
        return self.on_mismatch()

    def hold_back(self, fetch: Fetch | None) -> None:
        """Send this request after those for the skipped pages."""
        self._held_back = fetch

    def next_skipped(self, page_url: Callable[[int], str | None], kind: Kind) -> Fetch | None:
        """Return the request for the next skipped page; after the last, the request that was held back."""
        while self.skipped:
            number = self.skipped.popleft()
            url = page_url(number)
            if url is not None:
                return Fetch(url, kind, number=number)
        self.filling = False
        held_back, self._held_back = self._held_back, None
        return held_back

    def on_mismatch(self) -> bool:
        """Record that the target page does not exist or lists other articles. False if skipped pages are
        needed.
        """
        self._failed = True
        self._limit = 1
        self.filling = bool(self.skipped)
        return not self.filling
