"""Images of the article outside the text's container, with their captions.

Most themes print the lead image between headline and text, some above the headline. An image between the two,
of any class, is the article's unless it is boilerplate, as small as an icon, or a link to another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body, Figure
from crawler.extraction.boilerplate.phrases import ends_sentence, is_boilerplate_line
from crawler.extraction.dom.class_patterns import (
    INLINE,
    NEVER,
    is_called_boilerplate,
    is_called_caption,
    is_called_media,
    marks,
)
from crawler.extraction.dom.image_source import IMAGE_TAGS, background_source, image_source, is_icon
from crawler.extraction.dom.text import clean
from crawler.extraction.metadata.images import absolute, alike
from crawler.extraction.metadata.page_context import is_chrome
from crawler.extraction.metadata.picture_identity import is_picture, picture_identity

MOST_FIGURES = 100
_VISITED = 300
"""Elements between headline and text that are looked at."""
_ABOVE = 60
"""Elements above the headline that are looked at."""
_ADJOINING = 2
_BELOW = 3
"""Elements beside the text's, below it, that are looked at."""
_LONGEST_CAPTION = 500
_CLIMB = 6
_SKIPPED = frozenset({"nav", "aside", "form", "footer", "select", "button", "map", "object"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPHASIS = frozenset({"em", "i", "small", "cite", "figcaption", "center"})
_SET_APART = re.compile(r"center|italic|small|font-size|muted|credit|desc|ket|info", re.I)
_DETAILS = re.compile(
    r"^\W*(?:(?:oleh(?!-)|penulis|by|author|editor|reporter|kategori|category|tags?|views?|hits?|share|bagikan"
    r"|di(?:lihat|baca|terbitkan|posting|publikasikan)|posted|published|last)\b"
    r"|(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\W+\d"
    r"|\d{1,2}[\s./-]+(?:\d{1,2}|[a-z]{3,9})[\s./-]+\d{4}\b|[\d\s./:|-]+$)[^.]*$",
    re.I,
)
"""Lines about the article as a whole, set beside its picture."""
_ICON = re.compile(r"\.svgz?(?:$|[?#])|(?:^|/)icons?/", re.I)
_TEXT_TAGS = _EMPHASIS | {"p", "div", "span", "figcaption", "label", "h5", "h6"}
_FEW_WORDS = 4
_SHORT_CAPTION = 200
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|heic|tiff?)$", re.I)


def lead_figures(
    heading: HtmlElement | None,
    body: Body,
    url: str,
    *,
    title: str = "",
    declared: Iterable[str] = (),
) -> list[Figure]:
    """Images around the text of `body`, in document order, below `heading`, else above it.

    Skips images already in the body. `heading` prints the article's `title`; `declared` are the images in
    metadata. An image above the heading counts if it is declared, described by the title, or in an image
    box; without a heading, if it adjoins the text.
    """
    container = body.container
    if container is None or container.getparent() is None:
        return []
    text = _first_text(body, container)
    around = {text, *text.iterancestors()}
    taken = {figure.element for figure in body.figures}
    known = {picture_identity(found) for raw in declared if (found := absolute(raw, url)) is not None}

    def is_named(figure: Figure) -> bool:
        found = absolute(figure.src, url)
        return (found is not None and picture_identity(found) in known) or bool(
            title and figure.alt and alike(figure.alt, title)
        )

    def figure_of(element: HtmlElement) -> Figure | None:
        """The figure of an element, unless it links to another page and is not declared as the article's."""
        figure = _figure(element, around, url) if element not in taken else None
        if figure is not None and _leads_away(element, around, url) and not is_named(figure):
            return None
        return figure

    region = _region(heading, text, around)
    if region is not None and heading is not None:
        around.update(heading.iterancestors(), [heading])
        between = _walk(_after(heading, region), text, around, _VISITED)
        figures = [figure for element in between if (figure := figure_of(element)) is not None]
        if figures:
            return figures[:MOST_FIGURES]
    above = _before(heading if region is not None and heading is not None else text, region, around)
    adjoins = heading is None
    for element, inside in islice(above, _ABOVE):
        figure = figure_of(element)
        if figure is not None and (is_named(figure) or adjoins or (inside and _is_set_off(element, around))):
            return [figure]
        adjoins = adjoins and _is_wordless(element)
    for element in _walk(islice(container.itersiblings(), _BELOW), None, around, _ABOVE):
        figure = figure_of(element)
        if figure is not None and is_named(figure):
            return [figure]
    return []


def _first_text(body: Body, container: HtmlElement) -> HtmlElement:
    """The element of the first text in the body's container: a lead above it has no images of its own."""
    for block in body.blocks:
        element = block.element
        while element is not None and element.tag in INLINE:
            element = element.getparent()
        if element is not None and (element is container or container in element.iterancestors()):
            return element
    return container


def _region(
    heading: HtmlElement | None, container: HtmlElement, around: set[HtmlElement]
) -> HtmlElement | None:
    """The smallest common ancestor of heading and text, if the heading stands above the text."""
    if heading is None or heading in around or container in heading.iterancestors():
        return None
    below = heading
    for region in heading.iterancestors():
        if region in around:
            inside = next(
                child for child in (container, *container.iterancestors()) if child.getparent() is region
            )
            return region if region.index(below) < region.index(inside) else None
        below = region
    return None


def _is_wordless(element: HtmlElement) -> bool:
    """Whether an element has no text except a caption: an image above it adjoins the text below."""
    words = f"{element.text or ''}{element.tail or ''}".strip()
    return not words or (element.tag not in _HEADINGS and _is_set_apart(element))


def _is_set_off(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an image stands in a figure, or in an element classed as picture box."""
    for above in (element, *islice(element.iterancestors(), 3)):
        if above in around:
            return False
        if above.tag == "figure" or is_called_media(above.get("class") or ""):
            return True
    return False


def _after(element: HtmlElement, region: HtmlElement) -> Iterator[HtmlElement]:
    """The content after `element` inside `region`: its siblings, then those of its ancestors."""
    at: HtmlElement | None = element
    while at is not None and at is not region:
        yield from at.itersiblings()
        at = at.getparent()


def _before(
    element: HtmlElement, region: HtmlElement | None, around: set[HtmlElement]
) -> Iterator[tuple[HtmlElement, bool]]:
    """The elements before `element`, nearest first, with a flag for those inside `region`.

    Includes the siblings of the region; without a region, the siblings of the parent of `element`.
    """
    at: HtmlElement | None = element
    inside = region is not None and region.tag != "body"
    for _ in range(_CLIMB if region is not None else _ADJOINING):
        if at is None or at.tag == "body":
            return
        if at is region:
            inside = False
        for sibling in at.itersiblings(preceding=True):
            for found in reversed(list(_walk(iter([sibling]), None, around, _ABOVE))):
                yield found, inside
        if at is region:
            return
        at = at.getparent()


def _walk(
    starts: Iterator[HtmlElement], stop: HtmlElement | None, around: set[HtmlElement], limit: int
) -> Iterator[HtmlElement]:
    """The elements below `starts` in order, at most `limit`, up to `stop`, without boilerplate.

    Ancestors of the article (`around`) are never boilerplate, regardless of their class.
    """
    for start in starts:
        stack = [start]
        while stack:
            element = stack.pop()
            if element is stop:
                return
            tag = element.tag
            if not isinstance(tag, str) or tag in _SKIPPED or tag in NEVER:
                continue
            limit -= 1
            if limit < 0:
                return
            named, hidden = marks(element)
            if element not in around and (hidden or (named and _is_beside(named))):
                continue
            yield element
            stack.extend(element.iterchildren(reversed=True))


def _is_beside(named: str) -> bool:
    return (is_chrome(named) or is_called_boilerplate(named)) and not (
        is_called_media(named) or is_called_caption(named)
    )


def _figure(element: HtmlElement, around: set[HtmlElement], url: str) -> Figure | None:
    """The figure of an image, or of an element with a background image; None for any other element."""
    if element.tag in IMAGE_TAGS:
        src = None if is_icon(element) else image_source(element)
    elif element not in around and is_called_media(element.get("class") or ""):
        src = background_source(element)
    else:
        return None
    found = absolute(src, url) if src else None
    if src is None or found is None or not is_picture(found):
        return None
    alt = clean((element.get("alt") or "")[:_LONGEST_CAPTION]) or None
    return Figure(src, alt, _caption(element, around), element)


def _leads_away(element: HtmlElement, around: set[HtmlElement], url: str) -> bool:
    """Whether an image links to another page: the teaser of an article, a banner, a profile."""
    for above in islice(element.iterancestors(), _CLIMB):
        if above in around:
            return False
        if above.tag != "a":
            continue
        href = (above.get("href") or "#").strip()
        if href.startswith(("#", "javascript:")) or "attachment" in (above.get("rel") or ""):
            return False
        try:
            target = urlsplit(urljoin(url, href))
        except ValueError:
            return True
        own = urlsplit(url)
        same = target.path.rstrip("/") == own.path.rstrip("/") and target.query == own.query
        return not (same or _FILE.search(target.path) or _FILE.search(target.query))
    return False


def _caption(element: HtmlElement, around: set[HtmlElement]) -> str | None:
    """The text set with an image: in its figure, or in the largest box that holds nothing else."""
    box = element
    for above in islice(chain((element,), element.iterancestors()), _CLIMB):
        if above in around or (above is not element and _holds_several(above)):
            break
        box = above
        text = text_of(above)
        if text:
            labelled = next(above.iter("figcaption"), None)
            if labelled is not None and (caption := text_of(labelled)):
                return caption if len(caption) <= _LONGEST_CAPTION else None
            return text if _is_caption(text, above) else None
    tail = clean((box.tail or "")[:_LONGEST_CAPTION])
    if tail:
        return tail if _is_caption_like(tail) else None
    following = box.getnext()
    while following is not None and (following.tag == "br" or not isinstance(following.tag, str)):
        following = following.getnext()
    if following is None or following in around or following.tag not in _TEXT_TAGS:
        return None
    text = text_of(following)
    if not _is_caption(text, following):
        return None
    plain = next(following.iter("a"), None) is None
    return text if _is_set_apart(following) or (plain and _is_caption_like(text)) else None


def _holds_several(element: HtmlElement) -> bool:
    """Whether an element holds more than one image; icons do not count."""
    images = (image for image in islice(element.iter(*IMAGE_TAGS), MOST_FIGURES) if not is_icon(image))
    sources = (source for image in images if (source := image_source(image)) is not None)
    return sum(1 for _ in islice((one for one in sources if not _ICON.search(one)), 2)) > 1


def _is_caption_like(text: str) -> bool:
    """Whether an unmarked text beside an image describes it: some words, not a sentence."""
    return (
        len(text.split()) >= _FEW_WORDS
        and len(text) <= _SHORT_CAPTION
        and not ends_sentence(text)
        and not _DETAILS.search(text)
    )


def _is_set_apart(element: HtmlElement) -> bool:
    """Whether the element beside an image looks like a caption: by class, or italic, small or centered."""
    if element.tag in _EMPHASIS:
        return True
    named = element.get("class") or ""
    if element.tag not in {"p", "div", "span"} or next(element.iter(*IMAGE_TAGS), None) is not None:
        return False
    if is_called_caption(named) or _SET_APART.search(f"{named} {element.get('style') or ''}"):
        return True
    inner = [child for child in element if isinstance(child.tag, str)]
    return len(inner) == 1 and inner[0].tag in _EMPHASIS and text_of(inner[0]) == text_of(element)


def _is_caption(text: str, box: HtmlElement) -> bool:
    """Whether the text in a box with an image describes it, and is not a date, author or view counter."""
    if not 3 <= len(text) <= _LONGEST_CAPTION or _DETAILS.search(text):
        return False
    if is_boilerplate_line(text.lower(), edge=True, prose=True):
        return False
    return next(box.iter("time", "ul", "ol", "button", "form", "h1", "h2", "h3", "h4"), None) is None


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line, with a space between its blocks."""
    pieces: list[str] = []
    size = 0
    for item in element.iter():
        if not isinstance(item.tag, str) or item.tag in NEVER:
            text = None
        else:
            if item.tag not in INLINE:
                pieces.append(" ")
            text = item.text
        for piece in (text, item.tail if item is not element else None):
            if piece:
                pieces.append(piece)
                size += len(piece)
        if size > 4 * _LONGEST_CAPTION:
            break
    return clean("".join(pieces))
