"""The elements around an article: between its title and its body, and right before and after.

These hold bylines, dates, sections and tags. The walk is bounded and skips elements classed as comments,
related articles, sidebars or navigation: their dates and names are not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.dom.class_patterns import one_of
from crawler.extraction.metadata.icons import is_ligature
from crawler.extraction.metadata.json_ld import clean

Where = Literal["between", "shared", "before", "outside", "after", "tail", "beyond"]
"""`shared`: between title and body, in an aside or what is named a share bar or menu; `outside`: before the
smallest element around title and body; `tail`: the last elements of the body itself;
`beyond`: behind the smallest element around title and body."""

MAX_BETWEEN = 80
MAX_BEFORE = 30
MAX_OUTSIDE = 12
MAX_INSIDE = 40
MAX_HEAD = 25
MAX_IN_HEADING = 6
MAX_TAIL = 20
MAX_AFTER = 80
MAX_LINE = 160
_PARAGRAPH = 100
"""Characters of its own text from which on an element between title and text is the text."""

_SKIPPED_TAGS = frozenset(
    [
        "script", "style", "noscript", "nav", "form", "select", "iframe", "button",
        "template", "textarea", "video", "audio", "object", "map",
    ]
)  # fmt: skip
_OTHERS = r"""
    comment komentar related terkait sidebar side-bar widget recent popul[ae]r terpopuler terbaru
    lainnya rekomendasi clock jam-digital ticker marquee header-date date-?now current-date
    today sh[ao]lat breaking navbar copyright prev-post next-post post-navigation respond banner
    iklan\b(?<!\wiklan) ads\b(?<!\wads) ad\b(?<!\wad)
"""
"""Class names of elements about other things than the article."""
_BARS = r"top-?bar nav\b(?<!\wnav) menu share(?<!\wshare) sosmed social"
"""Names of bars: themes print the article's date in them too."""
CHROME = re.compile(one_of(f"{_OTHERS} {_BARS}"))
_OTHER = re.compile(one_of(_OTHERS))
_META_LINE = 120
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BYLINE = re.compile(
    r"\W*(?:di\s?(?:posting|post|tulis|unggah|publikasikan|terbitkan)(?:kan)?\s+oleh|(?:penulis|oleh|pewarta|reporter|editor)\s*:"
    r"|(?:posted|written)\s+by)\b",
    re.I,
)
_CLOCK_NAME = re.compile(
    r"clock|ticker|marquee|today|date-?now|current|sh[ao]lat|related|terkait|popul|recent", re.I
)
_LAYOUT = re.compile(
    one_of(
        r"""
        has-?sidebar no-?sidebar without-?sidebar with-?sidebar right-?sidebar left-?sidebar main-?content
        page-?content site-?content post-?content entry-?content single-?content article entry-
        post-(?:meta|info|footer|header|date|author)
        elementor-widget-(?:container|wrap|theme-post-[a-z-]+|heading|image|text-editor|icon-list)
        """
    )
)
"""Names of the article's own parts, of layouts that mention the side bar beside it, and of the boxes from
which a page builder makes everything.
"""


class ContextElement(NamedTuple):
    """One element near the article; `name` is its class and id."""

    element: HtmlElement
    name: str
    where: Where


def read_page_context(heading: HtmlElement | None, container: HtmlElement | None) -> list[ContextElement]:
    """The elements between title and body, then those before the title (nearest first), then those after the
    body, each in bounded number. Empty without a body.
    """
    if container is None:
        return []
    region = _region(heading, container)
    found: list[ContextElement] = []
    if heading is not None:
        found += _walk(heading.iterchildren(), "between", MAX_IN_HEADING, None)
    if heading is not None and region is not container:
        found += _walk(_forward(heading, region), "between", MAX_BETWEEN, container)
        found += _walk(container.iterchildren(), "between", MAX_HEAD, _EndOfHead())
        found += _walk(_backward(heading, region), "before", MAX_BEFORE, container)
    elif heading is not None:
        found += _walk(_forward(heading, container), "between", MAX_INSIDE, _EndOfHead())
        found += _walk(_backward(heading, container), "before", MAX_BEFORE, None)
    else:
        found += _walk(_backward(container, region), "before", MAX_BEFORE, None)
    found += _walk(_outside(region), "outside", MAX_OUTSIDE, None)
    found += _walk(_forward(container, region), "after", MAX_AFTER, None)
    found += _walk(container.iterchildren(reversed=True), "tail", MAX_TAIL, None)
    found += _walk(_beyond(region), "beyond", MAX_OUTSIDE, None)
    return found


def loose_lines(heading: HtmlElement | None, container: HtmlElement | None) -> list[str]:
    """Lines between headline and text in no element of their own: `<h3>T</h3> 3 Mei 2024<br>Oleh: X<br>`."""
    if heading is None or container is None:
        return []
    region, found = _region(heading, container), [heading.tail]
    around = {container, *container.iterancestors()}
    for sibling in islice(_forward(heading, region), MAX_HEAD):
        if sibling in around or (region is container and _begins_text(sibling)):
            break
        found.append(sibling.tail)
    return [line for text in found if text and len(text) <= MAX_LINE and (line := clean(text))]


def _begins_text(element: HtmlElement) -> bool:
    inside = islice(element.itertext(), MAX_INSIDE) if isinstance(element.tag, str) else ()
    return max(sum(map(len, inside)), len(element.tail or "")) > MAX_LINE


class _EndOfHead:
    """Whether the text begins at an element: at its second paragraph, since the first may be a standfirst."""

    def __init__(self) -> None:
        self._paragraphs = 0

    def __call__(self, element: HtmlElement) -> bool:
        pieces = (element.text, *(child.tail for child in element.iterchildren()))
        self._paragraphs += sum(len(piece.strip()) for piece in pieces if piece) > _PARAGRAPH
        return self._paragraphs > 1


def _outside(region: HtmlElement) -> Iterator[HtmlElement]:
    """The content before `region` in its three nearest ancestors, nearest first."""
    at: HtmlElement | None = region
    for _ in range(3):
        if at is None or at.tag in ("body", "html", "main"):
            return
        parent = at.getparent()
        siblings = at.itersiblings(preceding=True)
        yield from islice(siblings, 1) if parent is not None and parent.tag == "body" else siblings
        at = parent


@lru_cache(maxsize=8192)
def is_chrome(name: str) -> bool:
    """Whether a class or id marks an element outside the article."""
    low = name.lower()
    return CHROME.search(low) is not None and _LAYOUT.search(low) is None


def _is_meta_line(element: HtmlElement) -> bool:
    """Whether an element between title and text is one short line with a date, of any class."""
    if _CLOCK_NAME.search(name_of(element)):
        return False
    line = line_of(element)
    return 0 < len(line) <= _META_LINE and (_YEAR.search(line) or _BYLINE.match(line)) is not None


def _is_byline(element: HtmlElement) -> bool:
    """Whether an element is one short line that begins like a byline."""
    return _BYLINE.match(line_of(element)[:_META_LINE]) is not None


@lru_cache(maxsize=8192)
def tells_of_others(name: str) -> bool:
    """Whether a class or id marks other content: comments, related articles, clocks."""
    low = name.lower()
    return _OTHER.search(low) is not None and _LAYOUT.search(low) is None


def line_of(element: HtmlElement) -> str:
    """The element's text on one line, without icons printed by their names, at most `MAX_LINE` characters.

    A longer text gives an empty string.
    """
    icons = [icon.text for icon in element.iter("span", "i") if is_ligature(icon)]
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        if icons and piece == icons[0]:
            del icons[0]
            continue
        size += len(piece)
        if size > 4 * MAX_LINE:
            return ""
        pieces.append(piece)
    line = clean(" ".join(pieces))
    return line if len(line) <= MAX_LINE else ""


def name_of(element: HtmlElement) -> str:
    """Class and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _region(heading: HtmlElement | None, container: HtmlElement) -> HtmlElement:
    """The smallest common ancestor; without a title, the body's grandparent."""
    if heading is None:
        parent = container.getparent()
        if parent is None or parent.tag == "html":
            return container
        above = parent.getparent()
        return above if above is not None and above.tag != "html" else parent
    around = {container, *container.iterancestors()}
    return next((above for above in heading.iterancestors() if above in around), container)


def _forward(element: HtmlElement, region: HtmlElement) -> Iterator[HtmlElement]:
    """The content after `element` inside `region`: its siblings, then those of its ancestors."""
    at: HtmlElement | None = element
    while at is not None and at is not region:
        yield from at.itersiblings()
        at = at.getparent()


def _backward(element: HtmlElement, region: HtmlElement) -> Iterator[HtmlElement]:
    at: HtmlElement | None = element
    while at is not None and at is not region:
        yield from at.itersiblings(preceding=True)
        at = at.getparent()


def _beyond(region: HtmlElement) -> Iterator[HtmlElement]:
    """The content after `region` and its parent, nearest first, without the page footer."""
    at: HtmlElement | None = region
    for _ in range(2):
        if at is None or at.tag in ("body", "html", "main"):
            return
        yield from islice((item for item in at.itersiblings() if item.tag not in ("footer", "aside")), 4)
        at = at.getparent()


def _walk(
    starts: Iterator[HtmlElement],
    where: Where,
    limit: int,
    stop: HtmlElement | Callable[[HtmlElement], bool] | None,
) -> list[ContextElement]:
    """The elements below `starts` in order, at most `limit`, without page chrome, up to `stop` or the first
    for which it is true. What holds `stop` is no chrome, whatever its name.
    """
    stops = stop if callable(stop) else lambda element: element is stop
    around = set(stop.iterancestors()) if isinstance(stop, HtmlElement) else frozenset()
    found: list[ContextElement] = []
    visited = 0
    for start in starts:
        stack: list[tuple[HtmlElement, Where]] = [(start, where)]
        while stack:
            element, place = stack.pop()
            tag = element.tag
            if not isinstance(tag, str) or tag in _SKIPPED_TAGS:
                continue
            if stops(element):
                return found
            if tag == "aside":
                if where != "between":
                    continue
                place = "shared"
            visited += 1
            if visited > limit:
                return found
            name = name_of(element)
            if name != " " and element not in around and is_chrome(name):
                if where not in ("between", "before", "outside"):
                    continue
                if where != "between" and not _is_byline(element):
                    continue
                if not _is_meta_line(element):
                    if tells_of_others(name):
                        continue
                    place = "shared"
            found.append(ContextElement(element, name, place))
            if tag != "svg":
                stack.extend((child, place) for child in element.iterchildren(reversed=True))
    return found
