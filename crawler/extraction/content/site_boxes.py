"""Boxes of the site below the text under the title: comments, rules, opening hours, an address."""

from __future__ import annotations

from collections import Counter

from lxml.html import HtmlElement

from crawler.extraction.content.survey import Children, Place, role_of, signature
from crawler.extraction.content.title_words import TitleWords
from crawler.extraction.dom.anchors import link_of_heading
from crawler.extraction.dom.class_patterns import HEADINGS, INLINE

REASON = "box below the text"
_LEAST = 25.0
"""Least weight of the text above a box; a line with the date has less."""
_ENOUGH = 60.0
_CHAPTERS = 3
"""Parts of the same markup from which on they are chapters of an article."""
_REGIONS = frozenset({"footer", "aside", "address", "form"})
_LINES = frozenset({*HEADINGS, "p"})
_PARAGRAPH = ("p", "")
_DEEPEST = 4


def find_boxes(parts: list[Place], words: TitleWords, *, of_page: bool) -> set[Place]:
    """The boxes among `parts`, an element's children from the title on, in reading order.

    A box has other markup than the text and hardly a word of the title. It has its own heading, or is a part
    of the page as a whole (`of_page`), or has the same markup as another box. Below a text of several
    paragraphs in one element it may stand anywhere; else only after the last paragraph, and not in a row.
    """
    text = [part for part in parts if part.side and part.good >= _LEAST][:1]
    if not text or text[0].element.tag in HEADINGS:
        return set()
    make = signature(text[0])
    several = text[0].runs > 1 and text[0].good >= _ENOUGH
    last = max(number for number, part in enumerate(parts) if signature(part) in (make, _PARAGRAPH))
    members = Counter(map(signature, parts))
    ours: int | None = None
    found: set[Place] = set()
    makes: set[tuple[str, str]] = set()
    for number, part in enumerate(parts):
        own = signature(part)
        if own == make and part is not text[0]:
            text.append(part)
            ours = None
        if own == make or not part.side or not _is_region(part):
            continue
        if not of_page and members[own] >= _CHAPTERS and _is_chapter(part):
            continue
        if ours is None:
            ours = words.count(text)
        few = members[own] < _CHAPTERS
        if own in makes or (
            (several or (few and number > last))
            and (_has_heading(part) or (of_page and few))
            and words.clearly_prefer(ours, [part])
        ):
            found.add(part)
            makes.add(own)
    return found


def _is_region(part: Place) -> bool:
    tag = part.element.tag
    return tag not in _LINES and (bool(part.named) or tag in _REGIONS) and not _is_folded_text(part)


def find_chapters(parts: list[Place]) -> set[Place]:
    """The parts below a text that are its chapters: several of the same markup, each with a heading."""
    if len(parts) < _CHAPTERS:
        return set()
    members = Counter(map(signature, parts))
    return {
        part
        for part in parts
        if members[signature(part)] >= _CHAPTERS
        and part.good >= 0.5 * part.weight
        and _is_region(part)
        and _is_chapter(part)
        and _has_heading(part)
    }


def _is_chapter(part: Place) -> bool:
    """Whether one of several like parts may be a chapter: no boilerplate by its class, and without links."""
    return not part.beside and next(part.element.iter("a", "form", "input", "button"), None) is None


def _is_folded_text(part: Place) -> bool:
    """Whether a part unfolds its chapters on a click, in the landmark that holds the title."""
    if "accordion" not in part.named.lower():
        return False
    above = part.parent
    while above is not None and not role_of(above):
        above = above.parent
    return above is not None and above.side == 0


def _has_heading(part: Place) -> bool:
    """Whether a part begins with a heading, or its first parts do: also one that is a bold line."""
    top: HtmlElement | None = part.element
    for _ in range(_DEEPEST):
        if top is None or top.tag in HEADINGS or (top.text or "").strip():
            break
        top = next((child for child in top if child.tag.__class__ is str and child.tag != "img"), None)
    return top is not None and (top.tag in HEADINGS or _is_bold_line(top))


def _is_bold_line(element: HtmlElement) -> bool:
    """Whether an element is bold and a line of its own above a block."""
    following = element.getnext()
    return (
        element.tag in ("b", "strong")
        and not (element.tail or "").strip()
        and following is not None
        and following.tag not in INLINE
    )


def teasers_within(container: Place, children: Children, words: TitleWords) -> dict[HtmlElement, str]:
    """The boxes with a linked headline in a container without the title, with the reason to skip them.

    Fact boxes of an article have headings without links.
    """
    if not container.side:
        return {}
    found = find_boxes(children.get(container, []), words, of_page=False)
    return {part.element: REASON for part in found if _is_linked(part.element)}


def _is_linked(element: HtmlElement) -> bool:
    heading = next(element.iter(*HEADINGS), None)
    return heading is not None and link_of_heading(heading) is not None
