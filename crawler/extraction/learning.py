"""Learn a portal's template from its pages, and notice when the portal no longer fits it.

What the generic extraction finds is counted over the pages: the elements that held the text, the elements
and lines that recur among it. A sentence may recur too (a spokesman's favourite), so a line must recur on
nearly every page, or on many at the same place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.body import locate_body
from crawler.extraction.furniture import strip_boilerplate
from crawler.extraction.template import Layout, Template, label_of, mask

ENOUGH = 20
"""Pages after which a template is worth learning."""
WINDOW = 20
"""Pages within which a change of layout is noticed."""

_LEAST_PAGES = 3
_LAYOUT_SHARE = 0.05
_EVERYWHERE = 0.8
_OFTEN = 0.4
_SAME_PLACE = 0.8
_SMALL_PART = 0.4
_MISSES = 0.5
_LONGEST_LINE = 400
_NAME = re.compile(r"-?[A-Za-z_][A-Za-z_-]*(?:\d{1,2})?(?:[A-Za-z_-]+\d{0,2})*")
_NUMBERED = re.compile(r"\d{3,}|^(?:css|sc|jsx)-")
_CREDIT = re.compile(
    r"(?:penulis|editor|reporter|pewarta|sumber|laporan|oleh|foto|redaktur|kontributor|fotografer|author|source|by"
    r"|wartawan|peliput|penyunting|narasumber)\b",
    re.IGNORECASE,
)
_OPENS_QUOTE = tuple("“\"‘'«")


@dataclass(slots=True)
class _Seen:
    """What one page showed."""

    body: str
    lead: str | None
    title: str | None
    date: str | None
    author: str | None
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Masked text of each block -> its place counted from the head and from the tail."""
    labels: set[str] = field(default_factory=set)
    elements: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    """Selector of the named elements among the text -> first line and share of the text of each."""


class Learner:
    """Counts what a portal's article pages show; keeps a few short strings of each page, not the page."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self._pages: list[_Seen] = []

    def __len__(self) -> int:
        return len(self._pages)

    def observe(self, tree: HtmlElement) -> None:
        """Look at one article page by the generic way; one without running text is passed over."""
        seen = _look_at(tree)
        if seen is not None:
            self._pages.append(seen)

    def learn(self) -> Template | None:
        """The template, or None where the pages have too little alike. Their order does not matter."""
        by_body: defaultdict[str, list[_Seen]] = defaultdict(list)
        for page in self._pages:
            by_body[page.body].append(page)
        groups = sorted(by_body.items(), key=lambda item: (-len(item[1]), item[0]))
        least = max(_LEAST_PAGES, _LAYOUT_SHARE * len(self._pages))
        layouts = tuple(
            _layout(f"layout-{number}", body, pages)
            for number, (body, pages) in enumerate(groups, 1)
            if body and len(pages) >= least
        )
        return Template(self.portal, layouts) if layouts else None


def learn_template(portal: str, trees: Iterable[HtmlElement]) -> Template | None:
    """The template of `portal` (its id) from the trees of its article pages, or None: see `Learner`.

    About 20 pages are enough; the trees are not changed.
    """
    learner = Learner(portal)
    for tree in trees:
        learner.observe(tree)
    return learner.learn()


def _look_at(tree: HtmlElement) -> _Seen | None:
    body = strip_boilerplate(locate_body(tree))
    container = body.container
    if container is None or not body.blocks:
        return None
    seen = _Seen(
        selector_of(container) or "",
        _lead(body.blocks[0], container),
        _first(tree, "h1"),
        _first(tree, "time"),
        next(
            (
                found
                for item in tree.iter("a", "span")
                if item.get("rel") == "author" and (found := selector_of(item))
            ),
            None,
        ),
    )
    last = len(body.blocks) - 1
    chars = sum(len(block.text) for block in body.blocks) or 1
    inside: defaultdict[HtmlElement, list[Block]] = defaultdict(list)
    for index, block in enumerate(body.blocks):
        if len(block.text) <= _LONGEST_LINE and block.kind not in ("row", "verse"):
            seen.lines.setdefault(mask(block.text), (index, last - index))
            label = label_of(block.text)
            if label is not None:
                seen.labels.add(label)
        element = block.element
        while element is not None and element is not container:
            inside[element].append(block)
            element = element.getparent()
    for element, blocks in inside.items():
        selector = _own_selector(element)
        if selector is not None:
            share = sum(len(block.text) for block in blocks) / chars
            seen.elements.setdefault(selector, []).append((mask(blocks[0].text), share))
    return seen


def _lead(block: Block, container: HtmlElement) -> str | None:
    """The selector of a first block that stands outside the container."""
    element = block.element
    while element is not None and element is not container:
        element = element.getparent()
    return None if element is container or block.element is None else selector_of(block.element)


def _first(tree: HtmlElement, tag: str) -> str | None:
    element = next(tree.iter(tag), None)
    return None if element is None else (selector_of(element) or tag)


def _layout(name: str, body: str, pages: list[_Seen]) -> Layout:
    count = len(pages)
    return Layout(
        name,
        body,
        _commonest(page.lead for page in pages),
        _commonest(page.title for page in pages),
        _commonest(page.date for page in pages),
        _commonest(page.author for page in pages),
        _recurring_elements(pages, count),
        _recurring_lines(pages, count),
        _recurring_labels(pages, count),
        count,
    )


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _recurring_lines(pages: list[_Seen], count: int) -> tuple[str, ...]:
    """Lines on nearly every page, or on many at one place from the head or the tail."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for line, place in page.lines.items():
            places[line].append(place)
    found = []
    for line, seen in places.items():
        often = len(seen)
        if often < max(_LEAST_PAGES, _OFTEN * count) or line.startswith(_OPENS_QUOTE) or _CREDIT.match(line):
            continue
        if sum(char.isalpha() for char in line) < 4:
            continue  # marks such as (*) are the credits' to read
        head = Counter(place[0] for place in seen).most_common(1)[0][1]
        tail = Counter(place[1] for place in seen).most_common(1)[0][1]
        if often >= _EVERYWHERE * count or max(head, tail) >= _SAME_PLACE * often:
            found.append(line)
    return tuple(sorted(found))


def _recurring_labels(pages: list[_Seen], count: int) -> tuple[str, ...]:
    """Labels before a colon on many pages, but not the credits of those who made the article."""
    counts = Counter(label for page in pages for label in page.labels)
    return tuple(
        sorted(
            label
            for label, often in counts.items()
            if often >= max(_LEAST_PAGES, _OFTEN * count)
            and len(label.split()) >= 2
            and not _CREDIT.match(label)
            and not label.startswith(_OPENS_QUOTE)
        )
    )


def _recurring_elements(pages: list[_Seen], count: int) -> tuple[str, ...]:
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
            shown[selector] < max(_LEAST_PAGES, _OFTEN * count)
            or max(share for _, share in what) > _SMALL_PART
        ):
            continue
        if Counter(line for line, _ in what).most_common(1)[0][1] >= _SAME_PLACE * often:
            found.append(selector)
    return tuple(sorted(found))


def selector_of(element: HtmlElement) -> str | None:
    """A CSS selector for `element`: its own names, or the way down from the nearest named element above."""
    steps: list[str] = []
    current: HtmlElement | None = element
    for _ in range(4):
        if current is None or not isinstance(current.tag, str):
            return None
        own = _own_selector(current)
        steps.append(own or current.tag)
        if own is not None or current.tag in ("article", "main", "body"):
            return " > ".join(reversed(steps))
        current = current.getparent()
    return None


def _own_selector(element: HtmlElement) -> str | None:
    """`tag.class` of names that a theme gives, not those numbered for one page."""
    if not isinstance(element.tag, str) or not element.tag.isalnum():
        return None
    if element.get("itemprop") == "articleBody":
        return f'{element.tag}[itemprop="articleBody"]'
    names = [name for name in (element.get("class") or "").split() if _is_theme_name(name)]
    if names:
        return ".".join([element.tag, *names[:3]])
    label = element.get("id")
    return f"{element.tag}#{label}" if label and _is_theme_name(label) else None


def _is_theme_name(name: str) -> bool:
    return len(name) <= 50 and _NAME.fullmatch(name) is not None and _NUMBERED.search(name) is None


@dataclass(slots=True)
class Drift:
    """Watches whether a portal's pages still fit its template."""

    fits: list[bool] = field(default_factory=list)

    def note(self, fit: bool) -> bool:
        """Take down one page; True once half of a window's pages did not fit: the portal has changed."""
        self.fits = [*self.fits[-(WINDOW - 1) :], fit]
        return self.fits.count(False) >= WINDOW * _MISSES
