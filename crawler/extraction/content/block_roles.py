"""The role of an element among the paragraphs: a caption, a table, or not part of the article."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.dom.class_patterns import (
    HEADINGS,
    INLINE,
    is_called_boilerplate,
    is_called_caption,
    is_called_hidden,
    is_called_lead,
    is_called_media,
    is_called_other_text,
    is_cipher,
    is_surely_boilerplate,
    marks,
)
from crawler.extraction.dom.image_source import leads_to_image

_BESIDE = frozenset({"aside", "footer", "nav", "form"})
_TEXT_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li"})
"""Tags whose identifier is an anchor of the text and says nothing of what they are."""
_NO_CAPTION = frozenset({
    "li", "blockquote", "pre", "tr", "tbody", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip

Weigh = Callable[[HtmlElement], float]
"""The share of the article's text that is below an element, 0 to 1."""


def reason_against(
    element: HtmlElement, tag: str, share: Weigh, believed: float, within_line: Callable[[HtmlElement], bool]
) -> str | None:
    """Why `element` is not part of the article, by its tag, style or class; None if it may be part.

    Classes do not exclude an inline element within a line of text (`within_line`): links and highlighted
    code also have classes such as `tag`, `keyword` or `comment`.
    """
    inline = tag in INLINE
    if inline and tag not in ("a", "span"):
        return None
    named, hidden = marks(element, by_id=tag not in _TEXT_TAGS)
    if hidden or tag in _BESIDE:
        if is_cipher(named):
            return "in cipher"
        if share(element) >= believed:
            return None
        return "hidden" if hidden else f"in <{tag}>"
    if not named or not is_called_boilerplate(named) or leads_to_image(element):
        return None
    if inline and not is_called_hidden(named):
        return None if within_line(element) else "named as boilerplate"
    if is_called_lead(named) or share(element) >= believed or _is_card_of_text(element, named):
        return None
    return "named as boilerplate"


def _is_card_of_text(element: HtmlElement, named: str) -> bool:
    """Whether an element classed as a card of links holds a sentence, and neither a link nor a heading."""
    if is_surely_boilerplate(named) or is_called_other_text(named):
        return False
    if next(element.iter("a", "img", "button", *HEADINGS), None) is not None:
        return False
    return any(
        ends_sentence(" ".join("".join(line.itertext()).split())) for line in element.iter("p", "blockquote")
    )


def is_caption(element: HtmlElement, tag: str, share: Weigh, believed: float) -> bool:
    """Whether the text of `element` is a caption: in a figure, or in a small block classed as caption."""
    if tag == "figcaption" or tag == "caption":
        return True
    if tag == "figure":
        return share(element) < believed and not holds(element, "table", "blockquote", "pre")
    if tag in _NO_CAPTION:
        return False
    named = element.get("class")
    if not named:
        return False
    if tag == "td" or tag == "table":
        return tag == "td" and is_called_caption(named) and share(element) < believed
    if is_called_caption(named):
        return share(element) < believed and not is_called_lead(named)
    return (
        is_called_media(named)
        and share(element) < 0.5 * believed
        and next(element.iter("h2", "h3", "h4", "h5", "h6"), None) is None
        and holds(element, "img", "video", "iframe", "picture", "amp-img")
    )


def is_whole_heading(button: HtmlElement) -> bool:
    """Whether a button is all of a heading: a click unfolds the chapter below it."""
    heading = button.getparent()
    return (
        heading is not None
        and heading.tag in HEADINGS
        and len(heading) == 1
        and not (heading.text or "").strip()
        and not (button.tail or "").strip()
    )


def holds(element: HtmlElement, *tags: str) -> bool:
    """Whether an element of one of `tags` is at most three levels below `element`."""
    level = [element]
    for _ in range(3):
        level = [child for item in level for child in item]
        if any(child.tag in tags for child in level):
            return True
    return False


def is_captioned_image(link: HtmlElement) -> bool:
    """Whether a link holds an image (and perhaps its caption) and is not part of a paragraph.

    With a heading it is the teaser of another article.
    """
    if not len(link) or next(link.iter(*HEADINGS), None) is not None:
        return False
    parent = link.getparent()
    return holds(link, "img") and parent is not None and parent.tag not in ("p", "h1", "h2", "h3", "h4", "li")


def table_of(row: HtmlElement) -> HtmlElement | None:
    parent = row.getparent()
    while parent is not None and parent.tag in ("tbody", "thead", "tfoot"):
        parent = parent.getparent()
    return parent
