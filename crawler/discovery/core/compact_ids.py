"""A set of article ids that needs 12 to 24 bytes per id; a set of strings needs 110 and more.

A run keeps the ids of all URLs of a portal to detect duplicates, also on portals with 100,000 articles.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

FIRST_SIZE = 64
"""Slots of a new table; a power of two."""
BITS = 64
"""Bits of an id: 16 hexadecimal digits (`crawler.urls.canonical.article_id`)."""
EMPTY = 0

_MASK = (1 << BITS) - 1


class ArticleIds(AbstractSet[str]):
    """Add-only set of ids: an open-addressing hash table of 64-bit integers with a load factor of at most
    2/3.

    The hash uses a random factor of the process, so that no site can choose URLs whose ids collide.
    """

    __slots__ = ("_count", "_has_zero", "_shift", "_table")

    _factor = secrets.randbits(BITS) | 1

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._make(FIRST_SIZE)
        self._count = 0
        self._has_zero = False
        for id_ in ids:
            self.add(id_)

    def __contains__(self, id_: object) -> bool:
        """Whether the id was added. Raises ValueError for a string that is not an id."""
        number = int(str(id_), 16)
        return self._table[self._place(number)] == number if number != EMPTY else self._has_zero

    def __iter__(self) -> Iterator[str]:
        if self._has_zero:
            yield f"{EMPTY:016x}"
        yield from (f"{number:016x}" for number in self._table if number != EMPTY)

    def __len__(self) -> int:
        return self._count

    def add(self, id_: str) -> bool:
        """Add an id; False if it is already in the set. Raises ValueError or OverflowError for a string that
        is not an id.
        """
        number = int(id_, 16)
        if number == EMPTY:
            added, self._has_zero = not self._has_zero, True
            self._count += added
            return added
        place = self._place(number)
        if self._table[place] == number:
            return False
        self._table[place] = number
        self._count += 1
        if 3 * self._count > 2 * len(self._table):
            before = self._table
            self._make(2 * len(before))
            for one in before:
                if one != EMPTY:
                    self._table[self._place(one)] = one
        return True

    def copy(self) -> ArticleIds:
        """Return an independent copy."""
        other = ArticleIds()
        other._table, other._shift = self._table[:], self._shift
        other._count, other._has_zero = self._count, self._has_zero
        return other

    @property
    def size(self) -> int:
        """Size of the table in bytes."""
        return len(self._table) * self._table.itemsize

    def _make(self, places: int) -> None:
        self._table = array("Q", bytes(places * BITS // 8))
        self._shift = BITS + 1 - places.bit_length()

    def _place(self, number: int) -> int:
        """Return the slot that holds the number, or the free slot for it."""
        table, last = self._table, len(self._table) - 1
        place = (number * self._factor & _MASK) >> self._shift
        while table[place] not in (number, EMPTY):
            place = (place + 1) & last
        return place
