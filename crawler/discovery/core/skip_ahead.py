"""Leaping over pages of a listing or feed that hold nothing but what articles name as their neighbours.

Where each article links to the one before it, the articles on the first page lead to those on the next, and
these further on. So a page some way behind tells enough: when it holds the very articles that stand there
along the chain, one after the other, the pages between hold those between. When it holds others (the chain
leaves some out, or leads to what is listed nowhere), the pages between are asked for after all.

An article that the chain leaves out is overlooked only where in the same leap another one stands in the chain
and not in the listing. So leaps begin short, from pages that follow the chain, and there are none any more
once one was in vain. A run that verifies reads every page.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from crawler.discovery.messages import Fetch, Kind

FURTHEST = 10
"""Pages that one leap passes over at most. The first passes one; each that held true allows twice as many."""

Links = Mapping[int, tuple[int, ...]]
"""What articles name as the ones before and after them; ids of `crawler.urls.canonical` as numbers."""


class SkipAhead:
    """The way through one listing after the other; with `never` page by page."""

    def __init__(self, *, never: bool = False) -> None:
        self._never = never
        self._links: Links = {}
        self.begin()

    def begin(self) -> None:
        """Another listing begins."""
        self._number = 0
        self._shown: Sequence[int] = ()
        self._expected: Sequence[int] | None = None
        self._differs = False
        self._reach = 1
        self.skipped: deque[int] = deque()
        """The numbers of the pages that were leapt over, and are not proven needless yet."""
        self.filling = False
        """Whether these are being asked for after all."""

    def tell(self, links: Links) -> None:
        """What articles have named so far."""
        self._links = links

    def target(self, number: int) -> int:
        """The page to ask for instead of page `number`, the one behind what was shown last."""
        self._expected = None
        if self._never or self.filling or number != self._number + 1 or self._differs:
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
        """Whether the page's articles, in its order, are neighbours by their own word."""
        none: tuple[int, ...] = ()
        return all(
            one in self._links.get(other, none) or other in self._links.get(one, none)
            for one, other in pairwise(items)
        )

    def _chain(self, most: int) -> list[int]:
        """The articles behind the last one shown, as far as each names one other."""
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

    def leap(self, number: int, target: int) -> None:
        """Page `target` is asked for instead of page `number`."""
        self.skipped.extend(range(number, target))

    def show(self, number: int, items: Sequence[int]) -> bool:
        """Page `number` holds these, in order. False where that tells that the skipped ones are needed."""
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
        """The request for the next of the skipped pages, by `address`; None behind the last."""
        while self.skipped:
            number = self.skipped.popleft()
            url = address(number)
            if url is not None:
                return Fetch(url, kind, number=number)
        self.filling = False
        return None

    def miss(self) -> bool:
        """There is no such page as was leapt to, or it holds something else. False: some must be asked."""
        self._differs = True
        self._reach = 1
        self.filling = bool(self.skipped)
        return not self.filling
