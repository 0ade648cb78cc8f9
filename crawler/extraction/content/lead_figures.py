"""Images of the article outside the text's container, with their captions.

Most themes print the lead image between headline and text, some above the headline. An image between the two,
of any class, is the article's unless it is boilerplate, as small as an icon, or a link to another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body, Figure
from crawler.extraction.content.lead_captions import MAX_CAPTION_LENGTH, caption_of
from crawler.extraction.content.picture_boxes import (
    UPLOADED,
    hero,
    is_set_off,
    is_wide,
    is_wide_below,
    is_wordless,
)
from crawler.extraction.dom.class_patterns import (
    HEADINGS,
    INLINE,
    NEVER,
    is_called_boilerplate,
    is_called_caption,
    is_called_media,
    marks,
)
from crawler.extraction.dom.image_source import (
    IMAGE_TAGS,
    background_source,
    image_source,
    is_icon,
    leads_to_image,
)
from crawler.extraction.dom.text import clean
from crawler.extraction.metadata.images import absolute, alike
from crawler.extraction.metadata.page_context import is_chrome
from crawler.extraction.metadata.picture_identity import is_picture, picture_identity
from crawler.urls.parsing import resolve

MAX_FIGURES = 100
_VISITED = 300
"""Elements between headline and text that are looked at."""
_ABOVE = 60
"""Elements above the headline that are looked at."""
_ADJOINING = 2
_BELOW = 3
"""Elements beside the text's, below it, that are looked at."""
_CLIMB = 6
_SKIPPED = frozenset({"nav", "aside", "form", "footer", "select", "button", "map", "object"})
_FRAME = re.compile(r"carousel|slide|swiper|splide|galler|galeri|(?:^|\s)card", re.I)
"""Names of boxes around pictures: the article's own, where they print no headline."""
_TEXTS = 2
_LEFT_OVER = re.compile(r"[\w-]+\.html?")
"""A link that a theme's sample page has left: `<a href="blog-post.html">`."""
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
    text, second = _first_texts(body, container, heading)
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
        if not figures and second is not None:
            # `standfirst, picture, text`: the picture is beside the element of the text
            around.update(second.iterancestors())
            below = _walk(_after(text, region), second, around, _ABOVE)
            figures = [
                figure
                for element in below
                if (figure := figure_of(element)) is not None
                and (is_named(figure) or is_wide(element) or is_set_off(element, around))
            ][:1]
        figures = (
            figures or [behind for above in heading.iterancestors() if (behind := hero(above, text, url))][:1]
        )
        if figures:
            return figures[:MAX_FIGURES]
    above = _before(heading if region is not None and heading is not None else text, region, around)
    adjoins = heading is None
    if region is None and heading is not None and text in heading.iterancestors():
        region = text  # headline and text in one element
    outer = region.getparent() if region is not None else None
    box_adjoins = outer is not None and outer.tag not in ("body", "html")
    clear = True
    for element, inside in islice(above, _ABOVE):
        figure = figure_of(element)
        near = inside or box_adjoins
        if figure is not None and (
            is_named(figure)
            or adjoins
            or (near and ((clear and is_wide(element)) or is_set_off(element, around)))
            or (
                near
                and (element.tag not in IMAGE_TAGS or element.getparent() is outer)
                and UPLOADED.search(figure.src) is not None
            )
        ):
            return [figure]
        clear = clear and is_wordless(element)
        adjoins = adjoins and is_wordless(element)
        box_adjoins = box_adjoins and (inside or (element.tag != "header" and is_wordless(element)))
    for element in _walk(islice(container.itersiblings(), _BELOW), None, around, _ABOVE):
        figure = figure_of(element)
        if figure is not None and is_named(figure):
            return [figure]
    return []


def _first_texts(
    body: Body, container: HtmlElement, heading: HtmlElement | None
) -> tuple[HtmlElement, HtmlElement | None]:
    """The elements of the first two texts in the body's container, below `heading` if that is in it too: a
    lead above it has no images of its own.
    """
    found: list[HtmlElement] = []
    for block in body.blocks:
        element = block.element
        if element is not None and heading is not None and (element is heading or element in heading.iter()):
            continue
        while element is not None and element.tag in INLINE:
            element = element.getparent()
        if element is not None and (element is container or container in element.iterancestors()):
            found.append(element)
            if len(found) == _TEXTS:
                break
    return (found[0] if found else container), (found[1] if len(found) == _TEXTS else None)


def _region(
    heading: HtmlElement | None, container: HtmlElement, around: set[HtmlElement]
) -> HtmlElement | None:
    """The smallest common ancestor of heading and text, if the heading is above the text."""
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

    Includes the siblings of the region, or of the element around it in which it stands first; without a
    region, the siblings of the parent of `element`.
    """
    at: HtmlElement | None = element
    inside = region is not None and region.tag != "body"
    leaving = False
    for _ in range(_CLIMB if region is not None else _ADJOINING):
        if at is None or at.tag == "body":
            return
        if at is region:
            inside = False
            leaving = True
        for sibling in at.itersiblings(preceding=True):
            for found in reversed(list(_walk(iter([sibling]), None, around, _ABOVE))):
                yield found, inside
        if leaving and at.getprevious() is not None:
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
            if not isinstance(tag, str) or tag in _SKIPPED or (tag in NEVER and tag != "noscript"):
                continue
            limit -= 1
            if limit < 0:
                return
            named, hidden = marks(element)
            if element not in around and (hidden or (named and _is_beside(element, named))):
                continue
            yield element
            stack.extend(element.iterchildren(reversed=True))


def _tells_of_nothing_else(element: HtmlElement) -> bool:
    """Whether a box holds pictures and perhaps their captions: no headline, no link with text."""
    return next(element.iter(*HEADINGS), None) is None and not any(
        piece and not piece.isspace() for link in element.iter("a") for piece in link.itertext()
    )


def _is_beside(element: HtmlElement, named: str) -> bool:
    if not (is_chrome(named) or is_called_boilerplate(named)):
        return False
    if is_called_media(named) or is_called_caption(named) or leads_to_image(element):
        return False
    return not (_FRAME.search(named) and _tells_of_nothing_else(element))


def _figure(element: HtmlElement, around: set[HtmlElement], url: str) -> Figure | None:
    """The figure of an image, or of an element with a background image; None for any other element."""
    if element.tag in IMAGE_TAGS:
        src = None if is_icon(element) else image_source(element)
    elif element not in around and (not len(element) or is_called_media(element.get("class") or "")):
        src = background_source(element)
    else:
        return None
    found = absolute(src, url) if src else None
    if src is None or found is None or not is_picture(found):
        return None
    alt = clean((element.get("alt") or "")[:MAX_CAPTION_LENGTH]) or None
    caption, credit = caption_of(element, around)
    return Figure(src, alt, caption or None, element, credit)


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
            target = urlsplit(resolve(url, href))
        except ValueError:
            return True
        own = urlsplit(url)
        if _LEFT_OVER.fullmatch(href) and not own.path.endswith((".html", ".htm")) and is_wide_below(above):
            return False
        same = target.path.rstrip("/") == own.path.rstrip("/") and target.query == own.query
        return not (same or _FILE.search(target.path) or _FILE.search(target.query))
    return False
