"""Boxes of the site below the text under the title: comments, rules, opening hours, an address."""

from __future__ import annotations

from collections import Counter

from crawler.extraction.content.survey import Place, signature
from crawler.extraction.content.title_words import TitleWords

REASON = "box below the text"
_LEAST = 25.0
"""Least weight of the text above a box; a line with the date has less."""
_ENOUGH = 60.0
_CHAPTERS = 3
"""Parts of the same markup from which on they are chapters of an article."""
_REGIONS = frozenset({"footer", "aside", "address", "form"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPH = ("p", "")


def find_boxes(parts: list[Place], words: TitleWords, *, of_page: bool) -> set[Place]:
    """The boxes among `parts`, an element's children from the title on, in reading order.

    A box has other markup than the text and hardly a word of the title. It has its own heading, or is a part
    of the page as a whole (`of_page`), or has the same markup as another box. Below a text of several
    paragraphs in one element it may stand anywhere; else only after the last paragraph, and not in a row.
    """
    text = [part for part in parts if part.side and part.good >= _LEAST][:1]
    if not text or text[0].element.tag in _HEADINGS:
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
        if own == make or not part.side or not (part.named or part.element.tag in _REGIONS):
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


def _has_heading(part: Place) -> bool:
    """Whether a part begins with a heading."""
    top = next((child for child in part.element if child.tag.__class__ is str), None)
    return top is not None and top.tag in _HEADINGS
