"""Dates of the `<time>` elements of a page: those of the article, and what each is about."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lxml.html import HtmlElement

from crawler.dates import parse_date
from crawler.extraction.boilerplate.phrases import CLOCK_TIME
from crawler.extraction.dating.date_lines import (
    MAX_LINE,
    is_publication_label,
    is_update_label,
    is_update_name,
)
from crawler.extraction.dom.anchors import self_and_ancestors
from crawler.extraction.dom.text import text_of
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import line_of, name_of, tells_of_others

_MAX_STAMP_LENGTH = 100
MAX_LABEL_LENGTH = 40
"""Characters of the label of a date."""
_LABEL_TAGS = frozenset({"span", "b", "strong", "i", "em", "small", "label", "p", "div"})
_TITLES = frozenset({"h1", "h2"})

HINT = re.compile(
    r"(?:19|20)\d\d|\d[/.-]\d{1,2}[/.-]['’‘`]?\d\d|\d[\s./-]+[a-z]{3,9}[\s.,/-]+['’‘`]?\d\d\b"
    r"|\blalu\b|\bago\b|kemarin|hari ini|年|[٠-٩۰-۹]{4}",
    re.I,
)
"""What a line with a date has."""
_DURATION = re.compile(r"\s*P[T\d]", re.I)
_DATE_ATTRIBUTE = re.compile(
    r"(?:title|datetime|data-.*(?:title|date|time|published|stamp|tooltip|tippy-content))$"
)
_NAMED_DAY = re.compile(r"(?<!\d)\d{1,2}\s+[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d\d(?!\d)")
"""A day whose month is a word: no other reading of it is possible."""


def time_signals(
    facts: Metadata, heading: HtmlElement | None, container: HtmlElement | None
) -> tuple[list[Signal], list[Signal], list[str]]:
    """Publication and modification timestamps and printed texts of the article's own `<time>`
    elements.
    """
    own = [element for element in facts.times if not _in_chrome(element, container)]
    own = _nearest_first(own, heading, container)
    published: list[Signal] = []
    modified: list[Signal] = []
    texts: list[str] = []
    first = lone = False
    for element in own:
        name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        stamp = element.get("datetime") or element.get("content")
        if stamp and _DURATION.match(stamp):
            continue  # `<time datetime=PT7M>7 menit baca</time>`
        text = attribute_line(element) or clean(text_of(element, MAX_LINE))
        label = _label_before(element, heading)
        if is_update_label(label) or (is_update_name(name) and not is_publication_label(label)):
            if stamp and not modified:
                modified.append(Signal("time", stamp[:_MAX_STAMP_LENGTH]))
                lone = "updated" in (element.get("class") or "").split() and not is_update_label(label)
            if is_update_label(text):
                texts.append(text)  # `1 Mei 2024 | Diperbarui 2 Mei 2024`
            elif text and not stamp:
                texts.append(f"Updated {text}")
            continue
        if first:
            continue
        first = bool(stamp or text)
        if stamp and not (text and _contradicts(text, stamp)):
            published.append(Signal("time", stamp[:_MAX_STAMP_LENGTH]))
        if text:
            clock = clock_after(element) if not stamp else None
            texts.append(f"{text} {clock}" if clock else text)
    if lone and not published and not texts:
        published = modified  # hAtom requires only `updated`: themes that print one date use that name
    return published, modified, texts


def _contradicts(text: str, stamp: str) -> bool:
    """Whether a `<time>` prints another day than its attribute, which its theme's sample page has left."""
    if _NAMED_DAY.search(text) is None or is_update_label(text):
        return False
    printed, declared = parse_date(text), parse_date(stamp[:10])
    if printed is None or declared is None or len(declared.iso) != 10:
        return False
    return abs(date.fromisoformat(printed.iso[:10]) - date.fromisoformat(declared.iso)) > timedelta(days=1)


def is_headline(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element prints the headline; `Rapat APBD Perubahan` is no label of the date below it."""
    return element.tag in _TITLES or (heading is not None and element in self_and_ancestors(heading))


def _label_before(element: HtmlElement, heading: HtmlElement | None) -> str:
    """The words right before an element: `Diperbarui: <time>`."""
    before = element.getprevious()
    if before is not None:
        if is_headline(before, heading):
            return (before.tail or "")[-MAX_LABEL_LENGTH:]
        text = before.tail or ""
        if not text.strip() and isinstance(before.tag, str) and before.tag in _LABEL_TAGS:
            text = "".join(before.itertext())
        return text[-MAX_LABEL_LENGTH:]
    parent = element.getparent()
    return (parent.text or "")[-MAX_LABEL_LENGTH:] if parent is not None else ""


def _in_chrome(element: HtmlElement, container: HtmlElement | None) -> bool:
    for above in element.iterancestors():
        if above is container or above.tag in {"body", "main", "article"}:
            return False
        if above.tag in {"aside", "nav"} or tells_of_others(name_of(above)):
            return True
    return False


def _nearest_first(
    times: list[HtmlElement], heading: HtmlElement | None, container: HtmlElement | None
) -> list[HtmlElement]:
    """Those between title and body, then those classed as publication dates, then in document order."""
    if len(times) < 2 or (heading is None and container is None):
        return times
    anchor = heading if heading is not None else container
    assert anchor is not None
    tag = str(anchor.tag)
    wanted = {"time", tag} if tag.isalnum() else ()  # lxml cannot search such names
    order = {element: number for number, element in enumerate(anchor.getroottree().iter(*wanted))}
    start = order.get(anchor, 0)
    parent = anchor.getparent()

    def rank(element: HtmlElement) -> tuple[bool, bool, int]:
        after = order[element] > start
        beside = parent is not None and any(above is parent for above in element.iterancestors())
        return (not after and not beside, False, order[element] if after else -order[element])

    return sorted(times, key=rank)


def attribute_line(element: HtmlElement) -> str | None:
    """A date in an attribute of an element that prints an age: `<span title="12 Maret 2024">kemarin`."""
    for name, value in element.items():
        if name == "datetime" and element.tag == "time":
            continue  # read as a timestamp
        if _DATE_ATTRIBUTE.match(name) and HINT.search(value[:MAX_LINE]) and parse_date(value[:MAX_LINE]):
            return clean(value[:MAX_LINE])
    return None


def clock_after(element: HtmlElement) -> str | None:
    """The time of day in the element after `element` or after its parent: `<li>date<li>time`."""
    at: HtmlElement | None = element
    for _ in range(2):
        if at is None:
            return None
        following = at.getnext()
        if following is not None and isinstance(following.tag, str):
            text = line_of(following)
            return text if 4 <= len(text) <= 20 and CLOCK_TIME.fullmatch(text) else None
        at = at.getparent()
    return None
