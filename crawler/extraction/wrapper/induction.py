"""Learns a portal's template from its pages.

Counts results of the generic extraction over the pages: the elements that held the text, and the elements and
lines that recur in it. A sentence may recur too (a spokesman's favourite), so a line must recur on nearly
every page, or on many at the same position.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import count
from typing import Any

from crawler.extraction.wrapper.template import MAX_FIGURES, OPENS_QUOTE, PROVEN, Layout

ENOUGH = 20
"""Pages after which a template is worth learning."""

_MIN_PAGES = 3
_LAYOUT_SHARE = 0.05
_SURE_PAGES = 5
_EVERYWHERE = 0.8
_OFTEN = 0.4
_MOSTLY = 0.6
"""Share of the pages with a label or an element whose further text is another one on each."""
_SAME_PLACE = 0.8
_SMALL_PART = 0.4
_EDGE = 2
"""Lines from the head or the tail within which a counter stands."""
_SAME_OPENING = 0.95
_CREDIT = re.compile(
    r"(?:penulis|editor|reporter|pewarta|sumber|laporan|oleh|foto|redaktur|kontributor|fotografer|author|source|by"
    r"|wartawan|peliput|penyunting|narasumber)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PageFeatures:
    """Features of one page, a few short texts, kept until there are enough. `key` is its address: a page
    that comes again replaces its features. `body` is the selector of the element that held the text.
    """

    key: str
    body: str
    chars: int = 0
    """Characters of the text."""
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Masked text of each block -> its place counted from the head and from the tail."""
    labels: list[str] = field(default_factory=list)
    """Labels of blocks that may announce another article."""
    elements: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    """Selector of the named elements among the text -> first line and share of the text of each."""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> PageFeatures:
        """Read the output of `asdict`, or JSON of it; ignores fields of earlier versions."""
        known = {item.name for item in fields(cls)}
        seen = cls(**{name: value for name, value in data.items() if name in known})
        seen.lines = {line: (head, tail) for line, (head, tail) in seen.lines.items()}
        seen.chars = seen.chars or sum(map(len, seen.lines))
        seen.elements = {
            selector: [(line, share) for line, share in what] for selector, what in seen.elements.items()
        }
        return seen


@dataclass(frozen=True, slots=True)
class Learned:
    """The learned layouts; if there are none, `why` gives the reason."""

    layouts: tuple[Layout, ...] = ()
    why: str = ""


class WrapperInducer:
    """Counts features of a portal's article pages; keeps a few short texts of each page, not the page."""

    def __init__(self, pages: Iterable[PageFeatures] = ()) -> None:
        self._pages = {page.key: page for page in pages}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, seen: PageFeatures) -> None:
        """Add the features of a page, replacing earlier ones of the same page."""
        self._pages[seen.key] = seen

    def to_data(self) -> list[dict[str, Any]]:
        """The observations as plain data for JSON."""
        return [asdict(page) for page in self._pages.values()]

    def learn(self) -> Learned:
        """The layouts of the pages seen. The result does not depend on the order of the pages."""
        by_body: defaultdict[str, list[PageFeatures]] = defaultdict(list)
        for page in self._pages.values():
            by_body[page.body].append(page)
        nameless = len(by_body.pop("", ()))
        groups = sorted(by_body.items(), key=lambda item: (-len(item[1]), item[0]))
        least = max(_MIN_PAGES, _LAYOUT_SHARE * len(self._pages))
        layouts = [_layout(body, pages) for body, pages in groups if len(pages) >= least]
        if layouts:
            return Learned(named(layouts))
        if nameless:
            return Learned(
                why=f"the text of {nameless} of {len(self._pages)} pages stands in no element with a name"
            )
        return Learned(
            why=f"the text of {len(self._pages)} pages stands in {len(by_body)} different elements"
        )


def named(layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """The layouts with names: `layout-1`, ...; hand-given names are kept."""
    taken: set[str] = set()
    found: list[Layout] = []
    for number, layout in enumerate(layouts, 1):
        name = layout.name
        if not name or name in taken:
            name = next(made for n in count(number) if (made := f"layout-{n}") not in taken)
        taken.add(name)
        found.append(replace(layout, name=name))
    return tuple(found)


def _layout(body: str, pages: Sequence[PageFeatures]) -> Layout:
    """The layout of pages whose text is in `body`, with what recurs on most pages and on those held back.

    A quarter of the pages is held back, chosen by address. Too few pages give no reliable result.
    """
    if len(pages) < PROVEN:
        return Layout("", body, pages=len(pages))
    mixed = sorted(pages, key=lambda page: (zlib.crc32(page.key.encode("utf-8", "replace")), page.key))
    at = len(mixed) - len(mixed) // 4
    taught, held = _found(mixed[:at], _SURE_PAGES, 1.0), _found(mixed[at:], 1, 0.0)
    lines, labels, furniture = (tuple(sorted(one & other)) for one, other in zip(taught, held, strict=True))
    lines = tuple(line for line in lines if line not in _openings(pages, furniture))
    if any(_figures(page, lines) > MAX_FIGURES * page.chars for page in pages):
        lines = tuple(line for line in lines if "#" not in line)  # reports, not counters
    return Layout("", body, furniture=furniture, lines=lines, labels=labels, pages=len(pages))


def _openings(pages: Sequence[PageFeatures], furniture: Sequence[str]) -> set[str]:
    """First lines of boxes that stay: a heading is removed only with its box."""
    return {
        line
        for page in pages
        for selector, boxes in page.elements.items()
        for line, share in boxes
        if selector not in furniture
        and len(line) < 0.9 * share * page.chars <= 0.9 * _SMALL_PART * page.chars
    }


def _figures(page: PageFeatures, lines: Sequence[str]) -> int:
    """Characters of the page's lines with numbers that are among `lines`."""
    return sum(len(line) for line in lines if "#" in line and line in page.lines)


def _found(pages: Sequence[PageFeatures], least: int, share: float) -> tuple[set[str], set[str], set[str]]:
    """Recurring lines, labels and elements: on `least` pages, and on `share` of the usual number."""
    return (
        _recurring_lines(pages, max(least, share * _OFTEN * len(pages))),
        _recurring_labels(pages, max(least, share * _MOSTLY * len(pages))),
        _recurring_elements(pages, max(least, share * _MOSTLY * len(pages))),
    )


def _recurring_lines(pages: Sequence[PageFeatures], least: float) -> set[str]:
    """Lines on nearly every page, or on many at the same position from the head or the tail."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for line, place in page.lines.items():
            places[line].append(place)
    found = set()
    for line, seen in places.items():
        often = len(seen)
        if often < least or line.startswith(OPENS_QUOTE) or _CREDIT.match(line):
            continue
        if "#" in line and sum(min(place) <= _EDGE for place in seen) < _SAME_PLACE * often:
            continue  # a row of figures within a daily report
        if sum(char.isalpha() for char in line) < 4:
            continue  # marks such as (*) are read as credits
        head = Counter(place[0] for place in seen).most_common(1)[0][1]
        tail = Counter(place[1] for place in seen).most_common(1)[0][1]
        if often >= _EVERYWHERE * len(pages) or max(head, tail) >= _SAME_PLACE * often:
            found.add(line)
    return found


def _recurring_labels(pages: Sequence[PageFeatures], least: float) -> set[str]:
    """Labels before a colon on most pages, except credit labels."""
    counts = Counter(label for page in pages for label in page.labels)
    return {label for label, often in counts.items() if often >= least and not _CREDIT.match(label)}


def _recurring_elements(pages: Sequence[PageFeatures], least: float) -> set[str]:
    """Classed elements within the text on most pages, a small part of it, that open with the same line."""
    seen: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    shown: Counter[str] = Counter()
    for page in pages:
        for selector, what in page.elements.items():
            seen[selector].extend(what)
            shown[selector] += 1
    return {
        selector
        for selector, what in seen.items()
        if shown[selector] >= least
        and max(share for _, share in what) <= _SMALL_PART
        and Counter(line for line, _ in what).most_common(1)[0][1] >= _SAME_OPENING * len(what)
    }
