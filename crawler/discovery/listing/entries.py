"""Entries of a listing page by structure: repeated parts of the page, each with one target.

An entry is the largest element around the links to one target that contains no link to another one. Its
headline may be the link's text, a heading beside the link, or the alternative text of its image; link texts
that occur for several targets ("Selengkapnya") are not headlines.

form | seen on
-----|--------
`<div class="card"><a href="/berita/show/11"><img></a><h5>Headline</h5></div>` | Laravel themes
`<div><img><div class="title">Headline</div><a href="/berita/slug">Selengkapnya</a></div>` | PPID portals
`<h5>Headline</h5><p>...</p><a href="/berita/slug">Read more</a><h5>...` | tables and flat lists
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.discovery.listing.date_order import DateOrder
from crawler.discovery.listing.entry_dates import one_time, time_of_entry
from crawler.discovery.page.url_patterns import HEADLINE, WORDS, url_pattern

MIN_ENTRIES = 2
"""Minimum number of entries with the same structure."""
MAX_HEADLINE = 300
"""Characters of a headline that are kept."""
MAX_ENTRY = 4000
"""Characters of an entry from which on it is the page itself."""
MAX_SIBLINGS = 6
"""Preceding siblings of a bare link in which its headline is searched."""
LONG_TEXT = 25
"""Characters from which on a link's text reads like a headline."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ROOTS = frozenset({"body", "html", "main"})
NO_TEXT = frozenset({"script", "style", "noscript", "template"})
DIGITS = re.compile(r"\d+")
DATE = re.compile(r"[\W\d]*(?:[^\W\d]+[\W\d]+){0,3}(?:19|20)\d\d\b[\W\d]*(?:wi[bt]a?)?\W*", re.IGNORECASE)


@dataclass(slots=True)
class Anchor:
    """A link of the page; `key` is the canonical form of its target, `chrome` if it is in navigation."""

    element: HtmlElement
    url: str
    key: str
    text: str
    chrome: bool
    in_heading: bool


@dataclass(slots=True)
class Entry:
    """What the page shows of one target: its headline, and the structure of its entry.

    `is_headline`: a link to it reads like a headline, or has one beside it. `places` are the structures of
    all links to it. `time` is the one that the entry prints, ISO 8601 and perhaps only its day.
    """

    text: str
    is_headline: bool
    structure: tuple[str, ...]
    places: frozenset[tuple[str, ...]] = frozenset()
    time: str | None = None


def read_entries(anchors: Sequence[Anchor]) -> dict[str, Entry]:
    """Return the entry of each target among the links, which lead to possible articles only."""
    targets: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        targets.setdefault(anchor.key, []).append(anchor)
    generic = _generic_texts(anchors)
    owners = _owners(anchors)
    entries: dict[str, Entry] = {}
    beside: dict[str, tuple[str, tuple[str, ...]]] = {}
    for key, links in targets.items():
        best = max(links, key=lambda one: _rank(one, generic))
        text = _best_text(links, generic)
        structure = structure_of(best.element)
        places = frozenset(structure_of(one.element) for one in links)
        entries[key] = Entry(text, _is_headline(best, generic), structure, places)
        if not entries[key].is_headline:
            box = _box(best.element, owners)
            found = _headline_in(box, links) or _headline_before(box, owners)
            if found:
                beside[key] = found, structure_of(box)
    counts = Counter(structure for _, structure in beside.values())
    texts = Counter(text for text, structure in beside.values() if counts[structure] >= MIN_ENTRIES)
    for key, (text, structure) in beside.items():
        if counts[structure] >= MIN_ENTRIES and texts[text] == 1:
            entries[key] = Entry(text, True, structure, entries[key].places)
    # The newest article may stand above the others in a form of its own.
    patterns = Counter(
        url_pattern(targets[key][0].url) for key, entry in entries.items() if entry.is_headline
    )
    for key, (text, structure) in beside.items():
        alone = counts[structure] < MIN_ENTRIES and texts[text] == 0
        if alone and patterns[url_pattern(targets[key][0].url)] >= MIN_ENTRIES:
            entries[key] = Entry(text, True, structure, entries[key].places)
    headed = _owners([one for one in anchors if one.in_heading])
    order = DateOrder()
    times = {
        key: time
        for key, links in targets.items()
        if (time := _time(links, owners, headed, order)) is not None
    }
    times = dict(zip(times, order.corrected([*times.values()]), strict=True))
    dated = Counter(entries[key].structure for key in times)
    for key, time in times.items():
        several = dated[entries[key].structure] >= MIN_ENTRIES
        # Others may be links in the text of an entry, or the only entry of the page.
        if several or (len(times) >= MIN_ENTRIES and any(one.in_heading for one in targets[key])):
            entries[key].time = time
    return entries


def _time(
    links: Sequence[Anchor],
    owners: dict[HtmlElement, str | None],
    headed: dict[HtmlElement, str | None],
    order: DateOrder,
) -> str | None:
    """The time that the entry around one of the links prints.

    The text of an entry may link to other articles: then it is the element around the one headline.
    """
    boxes = {_box(one.element, owners): None for one in links if not one.chrome}
    times = {
        time
        for box in boxes
        if (time := time_of_entry(box, order) or _time_after(box, owners, order)) is not None
    }
    if not times and len(set(headed.values()) - {None}) >= MIN_ENTRIES:
        around = {_box(one.element, headed): None for one in links if one.in_heading}
        times = {time for box in around if (time := time_of_entry(box, order)) is not None}
    return one_time(times)


def _time_after(box: HtmlElement, owners: dict[HtmlElement, str | None], order: DateOrder) -> str | None:
    """The time in a flat list: between a headline and the next one."""
    if box.tag not in HEADINGS:
        return None
    times: set[str] = set()
    for number, sibling in enumerate(box.itersiblings()):
        if sibling in owners or number >= MAX_SIBLINGS:
            break
        if isinstance(sibling.tag, str) and (time := time_of_entry(sibling, order)) is not None:
            times.add(time)
    return one_time(times)


def _generic_texts(anchors: Iterable[Anchor]) -> frozenset[str]:
    """Link texts that occur for several targets; two articles may share a headline, but not three."""
    targets: dict[str, set[str]] = {}
    for anchor in anchors:
        targets.setdefault(anchor.text.casefold(), set()).add(anchor.key)
    return frozenset(
        text
        for text, keys in targets.items()
        if len(keys) > 2 or (len(keys) > 1 and len(WORDS.findall(text)) < HEADLINE)
    )


def _is_headline(anchor: Anchor, generic: frozenset[str]) -> bool:
    text = anchor.text
    return text.casefold() not in generic and bool(WORDS.search(text)) and (
        anchor.in_heading or len(text) >= LONG_TEXT
    )  # fmt: skip


def _rank(anchor: Anchor, generic: frozenset[str]) -> tuple[bool, bool, int]:
    return _is_headline(anchor, generic), anchor.in_heading, len(anchor.text)


def _best_text(links: Sequence[Anchor], generic: frozenset[str]) -> str:
    """The text of the link in a heading, else the longest one; "Read more: X" is X if X is there too."""
    texts = [one for one in links if one.text.casefold() not in generic] or links
    headings = [one.text for one in texts if one.in_heading and one.text]
    if headings:
        return max(headings, key=len)
    longest = max((one.text for one in texts), key=len)
    inner = [one.text for one in texts if one.text != longest and longest.endswith(one.text)]
    return max((text for text in inner if len(WORDS.findall(text)) >= HEADLINE), key=len, default=longest)


def _owners(anchors: Iterable[Anchor]) -> dict[HtmlElement, str | None]:
    """The target of each element that contains links to one target only; None for several targets."""
    owners: dict[HtmlElement, str | None] = {}
    for anchor in anchors:
        node: HtmlElement | None = anchor.element
        while node is not None:
            if node not in owners:
                owners[node] = anchor.key
            elif owners[node] is None:
                break  # so are all of its ancestors
            elif owners[node] != anchor.key:
                owners[node] = None
            node = node.getparent()
    return owners


def _box(element: HtmlElement, owners: dict[HtmlElement, str | None]) -> HtmlElement:
    """The largest element around the link without a link to another target."""
    box = element
    while (parent := box.getparent()) is not None and owners.get(parent) is not None:
        if parent.tag in ROOTS:
            break
        box = parent
    return box


def structure_of(element: HtmlElement) -> tuple[str, ...]:
    """Return tag and classes of an element and its ancestors, without numbers: equal for parts of a list."""
    parts: list[str] = []
    node: HtmlElement | None = element
    while node is not None and len(parts) < 4 and node.tag not in ROOTS:
        names = sorted(DIGITS.sub("", name) for name in (node.get("class") or "").split()[:4])
        parts.append(".".join([str(node.tag), *names]))
        node = node.getparent()
    return tuple(parts)


def _headline_in(box: HtmlElement, links: Sequence[Anchor]) -> str:
    """The headline in an entry: its heading, its first line that reads like one, or its image's text."""
    for node in box.iter():
        if node.tag in HEADINGS and _reads_like_headline(text := _text_of(node)):
            return text
    lines = list(_lines(box, {one.element for one in links}))
    if sum(map(len, lines)) > MAX_ENTRY:
        return ""
    named = next((line for line in lines if _reads_like_headline(line)), "")
    return named or next((name for one in links for name in _names(one.element)), "")


def _headline_before(box: HtmlElement, owners: dict[HtmlElement, str | None]) -> str:
    """The headline before a link in a flat list: between it and the link before."""
    lines: list[str] = []
    for sibling in box.itersiblings(preceding=True):
        if sibling in owners or len(lines) >= MAX_SIBLINGS:
            break
        if not isinstance(sibling.tag, str) or sibling.tag in NO_TEXT:
            continue
        text = _text_of(sibling)
        if sibling.tag in HEADINGS and _reads_like_headline(text):
            return text
        lines.append(text)
    return next((line for line in reversed(lines) if _reads_like_headline(line)), "")


def _names(anchor: HtmlElement) -> Iterator[str]:
    """Texts that name the target: title of the link, alternative text of its image."""
    for text in (
        anchor.get("title"),
        anchor.get("aria-label"),
        *(one.get("alt") for one in anchor.iter("img")),
    ):
        if text and _reads_like_headline(plain := " ".join(text.split())[:MAX_HEADLINE]):
            yield plain


def _lines(box: HtmlElement, links: set[HtmlElement]) -> Iterator[str]:
    """The texts of the entry's elements in document order, without those of its links."""
    for node in box.iter():
        if not isinstance(node.tag, str) or node.tag in NO_TEXT or node in links:
            continue
        if node.text and (plain := " ".join(node.text.split())):
            yield plain[:MAX_HEADLINE]
        for child in node:
            if child.tail and (plain := " ".join(child.tail.split())):
                yield plain[:MAX_HEADLINE]


def _text_of(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())[:MAX_HEADLINE]


def _reads_like_headline(text: str) -> bool:
    return len(WORDS.findall(text)) >= HEADLINE and not DATE.fullmatch(text)
