"""The texts of a page outside the article's element, kept with the reason why they are not part of it."""

from __future__ import annotations

from collections.abc import Iterable, Set

from lxml.html import HtmlElement

from crawler.extraction.blocks import OUTSIDE, Removed
from crawler.extraction.content.survey import Landscape, Place

_LONGEST = 5000
"""Characters of one part of the page that are kept."""
_DISCOUNTED = 0.5
_BESIDE = frozenset({"aside", "footer", "nav", "form", "figure", "dialog"})


def outside_texts(
    texts: Iterable[tuple[HtmlElement, str]],
    land: Landscape,
    container: Place,
    taken: Set[HtmlElement | None],
) -> list[Removed]:
    """The running text outside `container`, one entry for each part of the page, in document order.

    `texts` are the page's runs of text; the labels of links are not among them. `taken` are elements whose
    text is not left out: that of the title, and a lead's.
    """
    around: set[Place] = set()
    above = container.parent
    while above is not None:
        around.add(above)
        above = above.parent
    known: dict[Place, Place | None] = {container: None}
    parts: dict[Place, list[str]] = {}
    for element, text in texts:
        place = land.places.get(element)
        if place is None or element in taken:
            continue
        part = _part(place, around, known)
        if part is not None:
            parts.setdefault(part, []).append(text)
    return [
        Removed(" ".join(" ".join(pieces).split())[:_LONGEST], f"{OUTSIDE}{_reason(part)}")
        for part, pieces in parts.items()
    ]


def _part(place: Place, around: set[Place], known: dict[Place, Place | None]) -> Place | None:
    """The largest element around `place` without the article, None for the article's own text.

    `around` are the elements around the article; text straight in one of them is a part of its own.
    """
    path: list[Place] = []
    part: Place | None = place
    while part is not None and part not in known:
        path.append(part)
        if part in around or part.parent in around:
            break
        part = part.parent
    answer = known.get(part, part) if part is not None else None
    known.update(dict.fromkeys(path, answer))
    return answer


def _reason(part: Place) -> str:
    """Why a part of the page was not taken for the article, as far as one sign says it."""
    if part.card:
        return ", teaser of another article"
    if part.beside and part.believed:
        tag = str(part.element.tag)
        return f", in <{tag}>" if tag in _BESIDE else ", named as boilerplate"
    if part.apart:
        return f", {part.apart}"
    if part.side < 0:
        return ", before the title"
    return ", far from the title" if part.factor < _DISCOUNTED else ""
