"""The lead: the sentences between the title and the text that many themes set outside the text's element."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.characters import clean
from crawler.extraction.container import Landscape, Place
from crawler.extraction.hints import INLINE, is_lead

_LONGEST = 900
_SHORTEST = 40


def prepend_lead(body: Body, tree: HtmlElement, land: Landscape, container: Place, title: str | None) -> None:
    """Put the lead in front of the blocks of `body`, where the page has one outside the container."""
    described = _described(tree)
    inside = _is_inside(container)
    before: list[Place] = []
    for run in land.runs:
        if inside(run.place):
            break
        block = run.place
        while block.element.tag in INLINE and block.parent is not None:
            block = block.parent
        if not before or before[-1] is not block:
            before.append(block)
    known = {item.text for item in body.blocks[:3]}
    found: list[Block] = []
    for place in before[-12:]:
        if place.link or _is_beside(place) or place.element.tag in ("h1", "title", "figcaption"):
            continue
        if not _is_called_lead(place) and not described:
            continue
        text = clean("".join(place.element.itertext()))
        if not _SHORTEST <= len(text) <= _LONGEST or text in known:
            continue
        key = text[:60]
        if any(item.startswith(key) for item in known) or (title and text == title):
            continue
        if _is_called_lead(place) or (described and _same(text, described)):
            found.append(Block("paragraph", text, place.element))
            known.add(text)
    body.blocks[:0] = found


def _described(tree: HtmlElement) -> str | None:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:description", "description"):
            text = clean(meta.get("content") or "")
            if len(text) >= _SHORTEST:
                return text
    return None


def _same(text: str, described: str) -> bool:
    length = min(len(text), len(described), 80)
    return length >= 40 and text[:length] == described[:length]


def _is_inside(container: Place) -> Callable[[Place], bool]:
    known: dict[Place, bool] = {container: True}

    def inside(place: Place) -> bool:
        chain = []
        current: Place | None = place
        while current is not None and current not in known:
            chain.append(current)
            current = current.parent
        answer = known[current] if current is not None else False
        for item in chain:
            known[item] = answer
        return answer

    return inside


def _is_called_lead(place: Place) -> bool:
    current: Place | None = place
    for _ in range(3):
        if current is None or current.element.tag in ("body", "article", "main"):
            return False
        if is_lead(current.named):
            return True
        current = current.parent
    return False


def _is_beside(place: Place) -> bool:
    current: Place | None = place
    for _ in range(8):
        if current is None:
            return False
        if current.beside and not is_lead(current.named):
            return True
        current = current.parent
    return False
