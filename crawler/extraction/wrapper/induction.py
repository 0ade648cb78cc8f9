"""Learn a portal's template from its pages.

What the generic extraction finds is counted over the pages: the elements that held the text, the elements
and lines that recur among it. A sentence may recur too (a spokesman's favourite), so a line must recur on
nearly every page, or on many at the same place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.wrapper.selector_builder import own_selector, selector_of
from crawler.extraction.wrapper.template import SEARCHES, Layout, Template, label_of, mask

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft

ENOUGH = 20
"""Pages after which a template is worth learning."""

_LEAST_PAGES = 3
_LAYOUT_SHARE = 0.05
_EVERYWHERE = 0.8
_OFTEN = 0.4
_SAME_PLACE = 0.8
_SMALL_PART = 0.4
_EDGE = 2
"""Lines from the head or the tail within which a counter stands."""
_LEADS = 0.1
_SEARCH_FOR = {"date": "lines", "author": "surroundings", "section": "surroundings", "tags": "surroundings"}
"""Fact -> the search that finds it where it stands at no place of its own."""
_LONGEST_LINE = 400
_SAME_OPENING = 0.95
_MOST_LINES = 150
"""Blocks of one page that are remembered."""
_CREDIT = re.compile(
    r"(?:penulis|editor|reporter|pewarta|sumber|laporan|oleh|foto|redaktur|kontributor|fotografer|author|source|by"
    r"|wartawan|peliput|penyunting|narasumber)\b",
    re.IGNORECASE,
)
_OPENS_QUOTE = tuple("“\"‘'«")


@dataclass(slots=True)
class PageFeatures:
    """What one page showed: a few short texts, to be kept until there are enough pages. `key` is its address:
    a page that comes again shows nothing new."""

    key: str
    body: str
    lead: str | None
    title: str | None
    printed_date: str | None
    author: str | None
    section: str | None = None
    tags: str | None = None
    needs: list[str] | None = None
    """What no metadata gave, as in FactPlaces; None where that was not noted."""
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Masked text of each block -> its place counted from the head and from the tail."""
    labels: list[str] = field(default_factory=list)
    elements: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    """Selector of the named elements among the text -> first line and share of the text of each."""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> PageFeatures:
        """What `asdict` made of it, and JSON of that."""
        seen = cls(**data)
        seen.lines = {line: (head, tail) for line, (head, tail) in seen.lines.items()}
        seen.elements = {
            selector: [(line, share) for line, share in what] for selector, what in seen.elements.items()
        }
        return seen


class WrapperInducer:
    """Counts what a portal's article pages show; keeps a few short texts of each page, not the page."""

    def __init__(self, portal: str, pages: Iterable[PageFeatures] = ()) -> None:
        self.portal = portal
        self._pages = {page.key: page for page in pages}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, seen: PageFeatures) -> None:
        """Remember what a page showed; what the same page showed before is forgotten."""
        self._pages[seen.key] = seen

    def to_data(self) -> list[dict[str, Any]]:
        """What was observed, as plain data for JSON."""
        return [asdict(page) for page in self._pages.values()]

    def learn(self) -> Template | None:
        """The template, or None where the pages have too little alike. Their order does not matter."""
        by_body: defaultdict[str, list[PageFeatures]] = defaultdict(list)
        for page in self._pages.values():
            by_body[page.body].append(page)
        groups = sorted(by_body.items(), key=lambda item: (-len(item[1]), item[0]))
        least = max(_LEAST_PAGES, _LAYOUT_SHARE * len(self._pages))
        layouts = [_layout(body, pages) for body, pages in groups if body and len(pages) >= least]
        return Template(self.portal, named(layouts)) if layouts else None


def named(layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """The layouts with names of their own: `layout-1`, ...; those that a person named keep theirs."""
    taken: set[str] = set()
    found: list[Layout] = []
    for number, layout in enumerate(layouts, 1):
        name = layout.name
        if not name or name in taken:
            name = next(made for n in count(number) if (made := f"layout-{n}") not in taken)
        taken.add(name)
        found.append(replace(layout, name=name))
    return tuple(found)


def page_features(draft: Draft) -> PageFeatures | None:
    """What the page of a finished article shows that was read the general way and cleaned.

    None where there is nothing to learn from: no body, or one of several pages.
    """
    from crawler.extraction.wrapper.field_locators import locate_fields  # with the grammar of dates

    body, page = draft.body, draft.page
    container = body.container
    if container is None or not body.blocks or page.more:
        return None
    if page.body_only:
        selector, lead = "body", None
        tops = page.tree.iter("body")
        container = next(tops, container)
    else:
        selector, lead = selector_of(container) or "", _lead(body.blocks[0], container)
    places = locate_fields(draft)
    seen = PageFeatures(
        page.url,
        selector,
        lead,
        places.title,
        places.date,
        places.author,
        places.section,
        places.tags,
        list(places.needs),
    )
    last = len(body.blocks) - 1
    chars = sum(len(block.text) for block in body.blocks) or 1
    inside: defaultdict[HtmlElement, list[Block]] = defaultdict(list)
    labels: set[str] = set()
    for index, block in enumerate(body.blocks):
        if len(block.text) <= _LONGEST_LINE and block.kind not in ("row", "verse"):
            if len(seen.lines) < _MOST_LINES or last - index < _LEAST_PAGES:
                seen.lines.setdefault(mask(block.text), (index, last - index))
            label = label_of(block.text)
            if label is not None:
                labels.add(label)
        element = block.element
        while element is not None and element is not container:
            inside[element].append(block)
            element = element.getparent()
    seen.labels = sorted(labels)
    for element, blocks in inside.items():
        own = own_selector(element)
        if own is not None:
            share = sum(len(block.text) for block in blocks) / chars
            seen.elements.setdefault(own, []).append((mask(blocks[0].text)[:_LONGEST_LINE], share))
    return seen


def _lead(block: Block, container: HtmlElement) -> str | None:
    """The selector of a first block that stands outside the container."""
    element = block.element
    while element is not None and element is not container:
        element = element.getparent()
    return None if element is container or block.element is None else selector_of(block.element)


def _layout(body: str, pages: Sequence[PageFeatures]) -> Layout:
    places = {
        "date": _commonest(page.printed_date for page in pages),
        "author": _commonest(page.author for page in pages),
        "section": _commonest(page.section for page in pages if page.section),
        "tags": _commonest(page.tags for page in pages if page.tags),
    }
    return Layout(
        "",
        body,
        _commonest_lead(pages),
        _commonest(page.title for page in pages),
        **places,
        searches=_searches(pages, places),
        furniture=_recurring_elements(pages),
        lines=_recurring_lines(pages),
        labels=_recurring_labels(pages),
        pages=len(pages),
    )


def _searches(pages: Sequence[PageFeatures], places: dict[str, str | None]) -> tuple[str, ...] | None:
    """The searches that any page needed though the layout's places are known."""
    wanted: set[str] = set()
    for page in pages:
        if page.needs is None:
            return None
        own = {"date": page.printed_date, "author": page.author, "section": page.section, "tags": page.tags}
        wanted.update(
            {
                _SEARCH_FOR.get(need, need)
                for need in page.needs
                if need not in places or places[need] is None or places[need] != own[need]
            }
        )
    return tuple(search for search in SEARCHES if search in wanted)


def _commonest(values: Iterable[str | None]) -> str | None:
    """What most pages have, if most have the same; the first by name of equals."""
    counts = Counter(values)
    found = min((value for value in counts if value), key=lambda value: (-counts[value], value), default=None)
    return found if found is not None and counts[found] * 2 > counts.total() else None


def _commonest_lead(pages: Sequence[PageFeatures]) -> str | None:
    """Where a lead stands above the text on more than a few pages; the others have none."""
    counts = Counter(page.lead for page in pages if page.lead)
    found = min(counts, key=lambda lead: (-counts[lead], lead), default=None)
    return found if found is not None and counts[found] >= max(_LEAST_PAGES, _LEADS * len(pages)) else None


def _recurring_lines(pages: Sequence[PageFeatures]) -> tuple[str, ...]:
    """Lines on nearly every page, or on many at one place from the head or the tail."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for line, place in page.lines.items():
            places[line].append(place)
    found = []
    for line, seen in places.items():
        often = len(seen)
        if often < max(_LEAST_PAGES, _OFTEN * len(pages)):
            continue
        if line.startswith(_OPENS_QUOTE) or _CREDIT.match(line):
            continue
        if "#" in line and sum(min(place) <= _EDGE for place in seen) < _SAME_PLACE * often:
            continue  # a row of figures in the midst of a report that comes each day
        if sum(char.isalpha() for char in line) < 4:
            continue  # marks such as (*) are the credits' to read
        head = Counter(place[0] for place in seen).most_common(1)[0][1]
        tail = Counter(place[1] for place in seen).most_common(1)[0][1]
        if often >= _EVERYWHERE * len(pages) or max(head, tail) >= _SAME_PLACE * often:
            found.append(line)
    return tuple(sorted(found))


def _recurring_labels(pages: Sequence[PageFeatures]) -> tuple[str, ...]:
    """Labels before a colon on many pages, but not the credits of those who made the article."""
    counts = Counter(label for page in pages for label in page.labels)
    return tuple(
        sorted(
            label
            for label, often in counts.items()
            if often >= max(_LEAST_PAGES, _OFTEN * len(pages))
            and len(label.split()) >= 2
            and not _CREDIT.match(label)
            and not label.startswith(_OPENS_QUOTE)
        )
    )


def _recurring_elements(pages: Sequence[PageFeatures]) -> tuple[str, ...]:
    """Named elements among the text that recur, are a small part of it, and open with the same line."""
    seen: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    shown: Counter[str] = Counter()
    for page in pages:
        for selector, what in page.elements.items():
            seen[selector].extend(what)
            shown[selector] += 1
    found = []
    for selector, what in seen.items():
        often = len(what)
        if (
            shown[selector] < max(_LEAST_PAGES, _OFTEN * len(pages))
            or max(share for _, share in what) > _SMALL_PART
        ):
            continue
        if Counter(line for line, _ in what).most_common(1)[0][1] >= _SAME_OPENING * often:
            found.append(selector)
    return tuple(sorted(found))
