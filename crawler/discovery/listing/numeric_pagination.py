"""Finds the next page of a listing by links with the texts `2`, `3`, `4` and any URLs.

If a number in the URLs increases with the texts, the links are a pager: by page number, by page number
minus one (Drupal), or by the offset of the first entry (CodeIgniter).

form | seen on
------|-----
`/berita/10`, `/berita/index/10` | CodeIgniter's offsets
`/berita/halaman-2`, `/berita-2.html`, `/berita/page2/` | home-made sites
`?Berita_page=2`, `?beritaPage=2`, `?page=0,2` | Yii, Livewire, Drupal with more than one pager
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.page.url_patterns import DAY_FIELDS, NEVER_FIELDS

FIRST_STEP = 100
"""The highest page number or offset that a second page may have."""
DAYS_OF_A_MONTH = 28
"""So many consecutive numbers are the days of a calendar if none exceeds `LAST_DAY`."""
LAST_DAY = 31

NEXT = re.compile(
    r"\W*(?:next(?: page)?|berikut(?:nya)?|selanjutnya|lanjut|older|›|»|>|>>|→)\W*", re.IGNORECASE
)
PATH = re.compile(
    r"(?P<lead>[/_-](?:[a-z]{1,12}[/_-]?)?)(?P<number>\d{1,6})(?P<tail>/?|\.[a-z]{3,5})", re.IGNORECASE
)
"""The part of a path after that of the first page."""
VALUE = re.compile(r"(?P<lead>(?:\d{1,2},){0,3})(?P<number>\d{1,6})")
TURNING = re.compile(r"pag|hal|hlm|laman|lembar", re.IGNORECASE)
"""Names of parameters or path segments that number pages, not days."""
FILE = re.compile(r"\.(?:html?|php\d?|aspx?|jsp)$", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """Links whose URLs differ in one number only: text, number and URL; and arrows.

    `key` is the part around the number.
    """

    key: str
    pages: dict[int, tuple[int, str]] = field(default_factory=dict)
    arrows: list[tuple[int, str]] = field(default_factory=list)

    def counts(self, current: int | None) -> bool:
        """Whether link texts and numbers increase together, starting from a first page 0 or 1.

        `current` is the number of the page with these links, if it has one.
        """
        if not self.pages:
            return False
        if current is None and self._are_days:
            return False
        pairs = [(text, number) for text, (number, _) in sorted(self.pages.items())]
        if len(pairs) == 1:
            ((text, number),) = pairs
            accepted = current is not None or (text == 2 and number <= FIRST_STEP)
            return accepted or number in {text, text - 1}
        (text, number), (later, higher) = pairs[:2]
        step, rest = divmod(higher - number, later - text)
        if rest or step < 1 or number - step * (text - 1) not in {0, 1}:
            return False
        return all(b[1] - a[1] == step * (b[0] - a[0]) for a, b in pairwise(pairs))

    @property
    def run(self) -> int:
        """Number of pages that follow the first without a gap."""
        text = 2
        while text in self.pages:
            text += 1
        return text - 2

    @property
    def may_be_a_month(self) -> bool:
        """Whether the links may be all the days of a month, judging by their URLs."""
        return len(self.pages) >= DAYS_OF_A_MONTH and self._may_be_days

    @property
    def _may_be_days(self) -> bool:
        return (
            not self.arrows
            and not TURNING.search(self.key)
            and max(self.pages) <= LAST_DAY
            and all(text == number for text, (number, _) in self.pages.items())
        )

    @property
    def _are_days(self) -> bool:
        """Whether the links on a first page are those of a calendar: all days, or the days with events.

        A pager does not link to page 1 from page 1, and it leaves out at most one range of pages, or has
        most of its links before that range.
        """
        if not self._may_be_days:
            return False
        gaps = sum(later > text + 1 for text, later in pairwise(sorted(self.pages)))
        scattered = gaps > 1 and sum(text > self.run + 1 for text in self.pages) > self.run
        return scattered or (self.may_be_a_month and 1 in self.pages)

    def beyond(self, current: int | None) -> str | None:
        """Return the URL of the page after page `current` (None for the first one) if these links are a
        pager.
        """
        lone_arrow = self.key == "/" and bool(self.arrows) and not self.pages
        if not lone_arrow and not self.counts(current):
            return None
        if current is None and 2 in self.pages:
            return self.pages[2][1]
        further = [one for one in (*self.pages.values(), *self.arrows) if one[0] > (current or 0)]
        return min(further)[1] if further and (current is not None or self.arrows) else None


def next_numbered_page(links: Iterable[tuple[str, str]], url: str, start: str) -> str | None:
    """Return the URL of the page after that at `url`, in the listing that starts at `start`; None if no link
    shows it.

    `links` are the links of the page: text and absolute URL.
    """
    base = _Base(start)
    groups: dict[str, _Group] = {}
    for text, target in links:
        arrow = bool(NEXT.fullmatch(text))
        if not arrow and not (text.isascii() and text.isdigit() and len(text) <= 5):
            continue
        if (place := base.place(target)) is None:
            continue
        key, number = place
        group = groups.setdefault(key, _Group(key))
        if arrow:
            group.arrows.append((number, target))
        else:
            group.pages.setdefault(int(text), (number, target))
    own = base.place(url)
    if own is not None and own[1] > 0:
        # Other numbers on the last page of a listing belong to another pager.
        return groups[own[0]].beyond(own[1]) if own[0] in groups else None
    ways = [(group, way) for group in groups.values() if (way := group.beyond(None)) is not None]
    return max(ways, key=lambda way: (not way[0].may_be_a_month, way[0].run))[1] if ways else None


class _Base:
    """The URL of the first page, for comparison with those of other pages."""

    def __init__(self, start: str) -> None:
        parts = urlsplit(start)
        self._host = parts.netloc.removeprefix("www.")
        self._path = _plain(parts.path)
        self._stem = FILE.sub("", self._path)
        self._fields = _fields(parts.query)

    def place(self, url: str) -> tuple[str, int] | None:
        """Return the kind of page number in a URL, and the number; None for an unrelated URL."""
        parts = urlsplit(url)
        if parts.netloc.removeprefix("www.") != self._host:
            return None
        path, fields = _plain(parts.path), _fields(parts.query)
        if path == self._path:
            return self._place_in(fields)
        if not self._stem or fields != self._fields or not path.startswith(self._stem):
            return None
        match = PATH.fullmatch(path[len(self._stem) :])
        return (match["lead"] + match["tail"], int(match["number"])) if match else None

    def _place_in(self, fields: Sequence[tuple[str, str]]) -> tuple[str, int] | None:
        more = [one for one in fields if one not in self._fields]
        if len(more) != 1 or more[0][0].lower() in NEVER_FIELDS | DAY_FIELDS:
            return None
        name, value = more[0]
        others = [one for one in fields if one[0] != name]
        match = VALUE.fullmatch(value)
        if match is None or others != [one for one in self._fields if one[0] != name]:
            return None
        return f"?{name}={match['lead']}", int(match["number"])


def _plain(path: str) -> str:
    return path.replace("/index.php", "", 1).rstrip("/")


def _fields(query: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(query, keep_blank_values=True))
