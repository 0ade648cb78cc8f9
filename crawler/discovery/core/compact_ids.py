"""A set of article ids that costs 12 to 24 bytes an id, where a set of their text costs 110 and more.

A run remembers the addresses of a whole portal, to know which it has had; portals with a hundred thousand are
no exception.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

FIRST_SIZE = 64
"""Places of a new table; a power of two."""
BITS = 64
"""Of an id: 16 hexadecimal characters (`crawler.urls.canonical.article_id`)."""
EMPTY = 0

_MASK = (1 << BITS) - 1


class ArticleIds(AbstractSet[str]):
    """Ids that are only added: an open-addressed table of 64-bit numbers, at most two thirds of it taken.

    Where an id stands depends on a secret of the process: no site can choose addresses whose ids all meet.
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
        """Whether the id was added. Raises ValueError for what is no id."""
        number = int(str(id_), 16)
        return self._table[self._place(number)] == number if number != EMPTY else self._has_zero

    def __iter__(self) -> Iterator[str]:
        if self._has_zero:
            yield f"{EMPTY:016x}"
        yield from (f"{number:016x}" for number in self._table if number != EMPTY)

    def __len__(self) -> int:
        return self._count

    def add(self, id_: str) -> bool:
        """Add an id; False where it was there. Raises ValueError or OverflowError for what is no id."""
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
        """The same ids, in a set of its own."""
        other = ArticleIds()
        other._table, other._shift = self._table[:], self._shift
        other._count, other._has_zero = self._count, self._has_zero
        return other

    @property
    def size(self) -> int:
        """Bytes of the table."""
        return len(self._table) * self._table.itemsize

    def _make(self, places: int) -> None:
        self._table = array("Q", bytes(places * BITS // 8))
        self._shift = BITS + 1 - places.bit_length()

    def _place(self, number: int) -> int:
        """Where the number stands, or would."""
        table, last = self._table, len(self._table) - 1
        place = (number * self._factor & _MASK) >> self._shift
        while table[place] not in (number, EMPTY):
            place = (place + 1) & last
        return place
