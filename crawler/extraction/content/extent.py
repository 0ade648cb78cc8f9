"""Extends the container to text of the article beside it.

The first and last paragraphs may stand beside that element: directly in its parent, in siblings with the same
markup, or in siblings without a class.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extraction.content.site_boxes import find_chapters
from crawler.extraction.content.survey import Children, Place, signature
from crawler.extraction.dom.class_patterns import HEADINGS, INLINE, NEVER, is_called_body, is_called_lead

_LEAVES = INLINE | {
    "p", "blockquote", "pre", "ul", "ol", "dl", "table", "h2", "h3", "h4", "h5", "h6", "figure", "center",
}  # fmt: skip
BESIDE = "beside the text"
"""The reason to skip what stands between the title and the text."""
_LISTS = frozenset({"ul", "ol", "dl"})
"""Never an article alone: a line beside one, however short, is more of it."""
_LEVELS = 4
_LEAST = 30.0
_PROSE = 0.8


def widen(container: Place, children: Children) -> tuple[Place, dict[HtmlElement, str]]:
    """Widen `container`, which holds most of the article, to the element that holds all. Also returns what
    in it does not belong to the article, with the reason.
    """
    chosen, skip = container, dict[HtmlElement, str]()
    inner, passed = container, dict[HtmlElement, str]()
    for _ in range(_LEVELS):
        outer = inner.parent
        if outer is None or inner.element.tag in ("main", "body") or outer.element.tag in NEVER:
            break
        gained, left_out = _take_in(inner, outer, children.get(outer, []))
        passed |= left_out
        if gained:
            chosen, skip = outer, dict(passed)
        elif is_called_body(inner.named):
            break
        inner = outer
    return chosen, skip


def _take_in(inner: Place, outer: Place, below: list[Place]) -> tuple[bool, dict[HtmlElement, str]]:
    """Whether `outer` holds more of the article beside `inner`, and its parts that are not the article's.

    If `inner` is classed as body, only parts with the same markup and leads count as more of it.
    """
    named = is_called_body(inner.named)
    least = _LEAST if inner.element.tag not in _LISTS else 0.0
    gained = not named and outer.own >= max(least, 1.0)
    left_out: dict[HtmlElement, str] = {}
    at = below.index(inner)
    makes: set[tuple[str, str]] = set()
    for part in reversed(below[:at]):
        if inner.side > 0 and part.side == 0:
            continue  # the title is in it
        if _belongs(part, inner, named) or (
            part.side > 0 and (_is_lead(part) or (not named and _is_prose(part)))
        ):
            gained = gained or part.good >= least
            makes.add(signature(part))
        elif part.side >= 0:
            left_out[part.element] = BESIDE
    gained = gained or (inner.element.tag in _LISTS and _is_introduced(inner.element))
    ended = False
    chapters = set() if named else find_chapters(below[at + 1 :])
    for part in below[at + 1 :]:
        if (
            part in chapters
            or _belongs(part, inner, named or ended)
            or (not named and not ended and (part.runs > 1 or signature(part) in makes) and _is_prose(part))
        ):
            gained = gained or part.good >= least
        else:
            ended = True
            left_out[part.element] = "below the text"
    return gained, left_out


def _is_introduced(items: HtmlElement) -> bool:
    """Whether a line above a list ends with a colon."""
    before = items.getprevious()
    above = items.getparent() if before is None else before
    if above is None or not isinstance(above.tag, str):
        return False
    line = above.text if before is None else before.tail
    if not (line or "").strip() and before is not None:
        line = "".join(before.itertext())
    return (line or "").rstrip().endswith(":")


def _belongs(part: Place, inner: Place, named: bool) -> bool:
    """Whether a part beside `inner` belongs to the article: same markup or, unless `named`, a paragraph."""
    if part.good < 0.5 * part.weight or part.side < 0:
        return False
    return signature(part) == signature(inner) or (
        not named and (part.element.tag in _LEAVES or _is_paragraph(part))
    )


def _is_paragraph(part: Place) -> bool:
    """Whether a part is a division without a name that holds sentences: texts are pasted as rows of them."""
    return part.element.tag == "div" and not part.named and _is_prose(part)


def _is_prose(part: Place) -> bool:
    """Whether a part holds sentences, and neither a link nor a heading."""
    return (
        part.side > 0
        and part.runs > 0
        and part.good >= _PROSE * part.weight
        and part.element.find(".//a[@href]") is None
        and not any(child.tag in HEADINGS for child in part.element.iter(*HEADINGS))
    )


def _is_lead(part: Place) -> bool:
    return is_called_lead(part.named) and part.good >= 0.5 * part.weight
