"""The structure of the body as annotations: the kind of each paragraph and the offsets of its links.

`body` alone holds the text. Links are located again in the final paragraphs, from which dateline, credits and
related lines may have been removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.dom.class_patterns import INLINE, NEVER
from crawler.extraction.dom.text import clean
from crawler.extraction.metadata.images import absolute
from crawler.items import BodyBlock, BodyLink

MAX_LINKS = 500
"""Links of one article that are kept."""
MAX_URL = 2_000
LINKS_CUT = "links_cut"
"""Warning of an article with more links than `MAX_LINKS`."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 10
_CONTEXT = 40
"""Characters before a link by which it is found again among equal words."""
_DISTINCT = 12
"""Characters of a link's text from which on it is found without the preceding text."""
_ENTERED = -1
_AHEAD = 50
"""Links of an element of several paragraphs that are looked for in one of them."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link's text, the same text with the preceding text of its line, and its address."""

    text: str
    in_context: str
    url: str


@dataclass(slots=True)
class _Element:
    """The links of an element that holds text, and the search position; `shared`: several blocks share it."""

    links: list[_Link]
    shared: bool = False
    used: set[int] = field(default_factory=set)


def annotate(blocks: Iterable[Block], base: str) -> tuple[list[BodyBlock], list[str]]:
    """An annotation for each block with text, and warnings. Links are http and https only.

    `base` is the base address for relative links.
    """
    listed = [block for block in blocks if block.text]
    homes = [_home(block) for block in listed]
    elements: dict[HtmlElement, _Element] = {}
    for home in homes:
        if home is not None:
            known = elements.get(home)
            if known is None:
                elements[home] = _Element([])
            else:
                known.shared = True
    left = MAX_LINKS
    warnings: list[str] = []
    for home, element in elements.items():
        element.links = _links_of(home, base, left + 1)
        if len(element.links) > left:
            del element.links[left:]
            warnings = [LINKS_CUT]
        left -= len(element.links)
    found: list[BodyBlock] = []
    for block, home in zip(listed, homes, strict=True):
        links = _place(block.text, elements[home]) if home is not None else []
        found.append(
            BodyBlock("table_row" if block.kind == "row" else block.kind, _level(block, home), links)
        )
    return found, warnings


def _home(block: Block) -> HtmlElement | None:
    """The element of a whole block: a paragraph, a table row, a list item, a division of loose text."""
    element = block.element
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    if element is not None and block.kind == "row":
        return next((above for above in (element, *element.iterancestors()) if above.tag == "tr"), element)
    return element


def _level(block: Block, home: HtmlElement | None) -> int | None:
    """1 to 6 for a heading; the nesting depth of a list item, from 1."""
    if home is None or block.kind not in ("heading", "list_item"):
        return None
    around = (home, *islice(home.iterancestors(), _DEEPEST))
    if block.kind == "heading":
        return next((_HEADINGS[above.tag] for above in around if above.tag in _HEADINGS), None)
    if block.kind == "list_item":
        return sum(above.tag in ("ul", "ol", "dl") for above in around) or 1
    return None


def _links_of(home: HtmlElement, base: str, most: int) -> list[_Link]:
    """The links in the lines of an element, or the link around it, in document order."""
    around = next((above for above in islice(home.iterancestors(), 3) if above.tag == "a"), None)
    if around is not None:
        target, whole = _address(around, base), clean("".join(home.itertext()))
        return [_Link(whole, whole, target)] if target is not None and whole else []
    if next(home.iter("a"), None) is None:
        return []
    pieces: list[str] = []
    size = 0
    spans: list[tuple[int, int, str]] = []
    row = home.tag == "tr"
    stack: list[tuple[HtmlElement, int]] = [(home, _ENTERED)]
    while stack and len(spans) < most:
        element, start = stack.pop()
        text: str | None
        if start != _ENTERED:
            target = _address(element, base) if element.tag == "a" else None
            if target is not None:
                spans.append((start, size, target))
            text = element.tail if element is not home else None
        elif not isinstance(element.tag, str) or element.tag in NEVER or element.tag == "br":
            text = ("\n" if element.tag == "br" else "") + (element.tail or "")
        elif element is not home and element.tag not in INLINE and not row:
            text = "\n" + (element.tail or "")  # a block of its own
        else:
            stack.append((element, size))
            stack.extend((child, _ENTERED) for child in reversed(element))
            text = element.text
        if text:
            pieces.append(text)
            size += len(text)
    raw = "".join(pieces)
    links = []
    for start, end, url in sorted(spans):
        words = clean(raw[start:end])
        if words:
            line = raw[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
            links.append(_Link(words, clean(line + raw[start:end]), url))
    return links


def _address(link: HtmlElement, base: str) -> str | None:
    href = (link.get("href") or "").strip()
    if not href or href[0] == "#" or len(href) > MAX_URL:
        return None
    return absolute(href, base)


def _place(text: str, element: _Element) -> list[BodyLink]:
    """Offsets of the element's links in one of its paragraphs, in order."""
    found: list[BodyLink] = []
    cursor = looked = 0
    for number, link in enumerate(element.links):
        if number in element.used:
            continue
        looked += 1
        if looked > _AHEAD and element.shared:
            break
        start = text.find(link.in_context, max(0, cursor - len(link.in_context)))
        if start >= 0:
            start += len(link.in_context) - len(link.text)
        unsure = element.shared and len(link.text) < _DISTINCT
        if start < cursor or (unsure and link.in_context == link.text and start > 0):
            # The text before it was removed; short words may belong to another paragraph.
            start = -1 if unsure else text.find(link.text, cursor)
        if start < cursor:
            continue
        cursor = start + len(link.text)
        element.used.add(number)
        found.append(BodyLink(start, cursor, link.url))
    return found
