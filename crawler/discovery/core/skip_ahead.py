"""Skips listing and feed pages whose articles are already known from previous/next links."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from crawler.discovery.messages import Fetch, Kind

FURTHEST = 10
"""Pages that one skip passes over at most. The first passes one; each confirmed skip doubles the number."""

Links = Mapping[int, tuple[int, ...]]
"""Article id -> the ids in its previous/next links; ids of `crawler.urls.canonical` as numbers."""


class SkipAhead:
    """Decides which page of a listing to fetch next. Contract:

    1. It skips pages only where previous/next links join the articles of the last page, in their order.
    2. It follows these links and predicts the articles of a page further on; that page is fetched instead.
    3. If that page holds exactly the predicted articles, the skipped pages held the articles between.
    4. If it holds others, or does not exist, each skipped page is fetched after all (`filling`).
    5. After one wrong prediction, no more pages of this listing are skipped.
    6. The first skip passes one page; each confirmed one allows twice as many, up to `FURTHEST`.
    7. The articles of skipped pages are found by their previous/next links alone.
    8. It misses an article only if the links leave it out and, within one skip, lead to one that the listing
       leaves out.
    9. With `enabled=False` (setting `SKIP_AHEAD`, or `mode=full`) each page is fetched in its order.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._links: Links = {}
        self.begin()

    def begin(self) -> None:
        """Start with the first page of another listing."""
        self._number = 0
        self._shown: Sequence[int] = ()
        self._expected: Sequence[int] | None = None
        self._differs = False
        self._reach = 1
        self.skipped: deque[int] = deque()
        """Numbers of the skipped pages that no later page has confirmed yet."""
        self.filling = False
        """Whether the skipped pages are being fetched after all."""

    def tell(self, links: Links) -> None:
        """Take the previous/next links that article pages have shown so far."""
        self._links = links

    def target(self, number: int) -> int:
        """The page to fetch instead of page `number`, the next one; `number` itself where none is skipped."""
        self._expected = None
        if not self.enabled or self.filling or number != self._number + 1 or self._differs:
            return number
        size = len(self._shown)
        if size < 2 or not self._is_chain(self._shown):
            return number
        ahead = self._chain((self._reach + 1) * size)
        pages = max(0, len(ahead) - 1) // size
        if pages:
            self._expected = ahead[pages * size :]
        return number + pages

    def _is_chain(self, items: Sequence[int]) -> bool:
        """Whether each two articles in a row are linked by a previous/next link."""
        none: tuple[int, ...] = ()
        return all(
            one in self._links.get(other, none) or other in self._links.get(one, none)
            for one, other in pairwise(items)
        )

    def _chain(self, most: int) -> list[int]:
        """The articles after the last one shown, as long as each links to exactly one other."""
        chain: list[int] = []
        before = {*self._shown}
        now = self._shown[-1]
        while len(chain) <= most:
            ways = {*self._links.get(now, ())} - before
            if len(ways) != 1:
                break
            before = {now}
            (now,) = ways
            chain.append(now)
        return chain[:most]

    def skip(self, number: int, target: int) -> None:
        """Note that page `target` is fetched instead of page `number`."""
        self.skipped.extend(range(number, target))

    def show(self, number: int, items: Sequence[int]) -> bool:
        """Take the articles of page `number`, in order. False where the skipped pages must be fetched."""
        if self.filling:
            return True
        expected, self._expected = self._expected, None
        self._number, self._shown = number, items
        if not self.skipped:
            return True
        if expected is not None and [*items] == [*expected]:
            self.skipped.clear()
            self._reach = min(2 * self._reach, FURTHEST)
            return True
        return self.miss()

    def fill(self, address: Callable[[int], str | None], kind: Kind) -> Fetch | None:
        """The fetch of the next skipped page, whose URL `address` gives; None after the last."""
        while self.skipped:
            number = self.skipped.popleft()
            url = address(number)
            if url is not None:
                return Fetch(url, kind, number=number)
        self.filling = False
        return None

    def miss(self) -> bool:
        """The target page is missing or holds other articles. False where skipped pages must be fetched."""
        self._differs = True
        self._reach = 1
        self.filling = bool(self.skipped)
        return not self.filling
