"""Dates printed on the page: `<time>` elements and lines near the title and body.

A header clock shows the current day, related articles show their own dates: only dates between title and
body, right before the title, or after the body in the same part of the page date the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain, islice
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.dates import DateMention, parse_date
from crawler.extraction.blocks import Body
from crawler.extraction.boilerplate.phrases import CLOCK_TIME
from crawler.extraction.dating.date_lines import (
    MAX_LINE,
    is_publication_label,
    is_update_label,
    is_update_name,
    read_dated_line,
)
from crawler.extraction.dating.publication import Stamp, read_stamp
from crawler.extraction.dom.class_patterns import is_called_caption
from crawler.extraction.dom.text import text_of
from crawler.extraction.metadata.byline_lines import may_introduce_name
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import ContextElement, line_of, name_of, tells_of_others
from crawler.extraction.metadata.portal_facts import swapped_day

_MAX_STAMP_LENGTH = 100
_MAX_LABEL_LENGTH = 40
_LABEL_TAGS = frozenset({"span", "b", "strong", "i", "em", "small", "label", "p", "div"})
MAX_STAMPS = 3
MAX_BESIDE = 3
"""Lines with a date before the title, and after the body, that are looked at."""

_HINT = re.compile(
    r"(?:19|20)\d\d|\d[/.-]\d{1,2}[/.-]['’‘`]?\d\d|\d[\s./-]+[a-z]{3,9}[\s.,/-]+['’‘`]?\d\d\b"
    r"|\blalu\b|\bago\b|kemarin|hari ini|年|[٠-٩۰-۹]{4}",
    re.I,
)
_DURATION = re.compile(r"\s*P[T\d]", re.I)
_DATE_ATTRIBUTE = re.compile(
    r"(?:title|datetime|data-.*(?:title|date|time|published|stamp|tooltip|tippy-content))$"
)
_BEGINS_WITH_DAY = re.compile(r"\W*(?:\d|(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b)", re.I)
_HEADLINES = ("h2", "h3", "h4", "h5", "h6")
_HEADLINE_WORDS = 4
"""Words of a headline; `Informasi Berita` heads a box about this article."""
_TITLES = frozenset({"h1", "h2"})
_CARD_DEPTH = 4
_NAMED_DAY = re.compile(r"(?<!\d)\d{1,2}\s+[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d\d(?!\d)")
"""A day whose month is a word: no other reading of it is possible."""
_MONTH_AND_YEAR = re.compile(r"[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d\d")
_OF_OTHERS = ("related", "headline", "recurs", "caption", "image credit")


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
        text = _attribute_line(element) or clean(text_of(element, MAX_LINE))
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
            clock = _clock_after(element) if not stamp else None
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


def _is_headline(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element prints the headline; `Rapat APBD Perubahan` is no label of the date below it."""
    return element.tag in _TITLES or (
        heading is not None and (element is heading or element in set(heading.iterancestors()))
    )


def _label_before(element: HtmlElement, heading: HtmlElement | None) -> str:
    """The words right before an element: `Diperbarui: <time>`."""
    before = element.getprevious()
    if before is not None:
        if _is_headline(before, heading):
            return (before.tail or "")[-_MAX_LABEL_LENGTH:]
        text = before.tail or ""
        if not text.strip() and isinstance(before.tag, str) and before.tag in _LABEL_TAGS:
            text = "".join(before.itertext())
        return text[-_MAX_LABEL_LENGTH:]
    parent = element.getparent()
    return (parent.text or "")[-_MAX_LABEL_LENGTH:] if parent is not None else ""


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


class PrintedStamps(NamedTuple):
    """Printed publication and modification dates, nearest to the title first."""

    published: list[Stamp]
    modified: list[Stamp]
    warnings: list[str]


def printed_stamps(
    page_context: Callable[[], Iterable[ContextElement]],
    body: Body,
    texts: list[str],
    signals: list[Signal],
    zone: tzinfo,
    fetched_at: datetime,
    *,
    month_first: bool = False,
    heading: HtmlElement | None = None,
) -> PrintedStamps:
    """Printed publication dates in local time, nearest to the title, which `heading` prints, first.

    Used only if the machine-readable `signals` leave a gap: no usable signal, no time, or no offset.
    `month_first`: the portal prints numeric dates in US order.
    """
    latest = (fetched_at + timedelta(days=1)).date()
    stamps = [stamp for signal in signals if (stamp := read_stamp(signal, zone)) is not None]
    found = PrintedStamps([], [], [])
    if any(stamp.zone == "offset" and stamp.moment and stamp.day <= latest for stamp in stamps):
        return found
    lines = chain(
        ((text, "between") for text in texts),
        _lines(page_context(), heading, body.container),
        ((text, "body") for text in _removed(body)),
    )
    complete = False
    for line, where in lines:
        if complete and where not in ("between", "shared"):
            break
        if complete and not is_update_label(line):
            continue
        dated = read_dated_line(line, zone, fetched_at)
        if dated.unusable:
            found.warnings.append("published_unusable:line")
        change = _stamp(dated.modified, zone, month_first) if dated.modified is not None else None
        if change is not None:
            found.modified.append(change)
        if complete:
            continue
        stamp = _stamp(dated.published, zone, month_first) if dated.published is not None else None
        if stamp is None or (where == "outside" and abs(stamp.day - fetched_at.date()) <= timedelta(days=1)):
            continue  # above the article a page prints the current day
        if stamp.day > latest:
            found.warnings.append("published_in_future:line")
            continue
        found.published.append(stamp)
        # A change may be printed in a line of its own below the publication.
        complete = stamp.moment is not None or len(found.published) >= MAX_STAMPS
    return found


def _stamp(mention: DateMention, zone: tzinfo, month_first: bool) -> Stamp | None:
    iso = mention.iso
    if month_first and (day := swapped_day(mention.text, date.fromisoformat(iso[:10]))) is not None:
        iso = day.isoformat() + iso[10:]
    stamp = read_stamp(Signal("line", iso), zone)
    if stamp is None:
        return None
    if stamp.moment is not None:
        named = "label" if mention.zone_source in {"label", "offset"} else None
        return Stamp("line", stamp.day, stamp.moment, named, mention.text)
    return Stamp("line", stamp.day, text=mention.text)


def _removed(body: Body) -> list[str]:
    """Lines removed from the head of the body as dates or bylines; none of other articles."""
    return [
        removed.text
        for removed in body.removed_inside(12)
        if len(removed.text) <= MAX_LINE
        and not removed.reason.startswith(_OF_OTHERS)
        and _HINT.search(removed.text)
    ]


def _lines(
    page_context: Iterable[ContextElement], heading: HtmlElement | None, container: HtmlElement | None
) -> Iterator[tuple[str, str]]:
    """Short lines that hold a date, each with its position: between title and body, then before the title,
    then after the body; none of the cards of other articles.
    """
    around = {
        above for own in (heading, container) if own is not None for above in (own, *own.iterancestors())
    }
    read: dict[str, int] = {}
    for element, name, where in page_context:
        if where in ("tail", "beyond") or (name != " " and is_called_caption(name)):
            continue
        if where not in ("between", "shared") and read.get(where, 0) >= MAX_BESIDE:
            continue
        if element.tag == "time":
            continue
        line = _attribute_line(element) or _own_line(element, heading)
        if line is not None and element.tag == "figcaption" and not _is_signed(element, line):
            continue
        if line is None or (where != "between" and _is_on_card(element, around)):
            continue
        read[where] = read.get(where, 0) + 1
        yield line, where


def _is_signed(caption: HtmlElement, line: str) -> bool:
    """Whether a caption is a line about the article: it begins with a date, a byline or an icon."""
    own = (caption.text or "").strip()
    return not own or _BEGINS_WITH_DAY.match(own) is not None or may_introduce_name(line)


def _is_on_card(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an element is in a box with a headline, which is not one of those around the article."""
    for above in islice(element.iterancestors(), _CARD_DEPTH):
        if above in around:
            return False
        heads = map(line_of, islice(above.iter(*_HEADLINES), 2))
        if any(len(head.split()) >= _HEADLINE_WORDS and not _HINT.search(head) for head in heads):
            return True
    return False


def _attribute_line(element: HtmlElement) -> str | None:
    """A date in an attribute of an element that prints an age: `<span title="12 Maret 2024">kemarin`."""
    for name, value in element.items():
        if name == "datetime" and element.tag == "time":
            continue  # read as a timestamp
        if _DATE_ATTRIBUTE.match(name) and _HINT.search(value[:MAX_LINE]) and parse_date(value[:MAX_LINE]):
            return clean(value[:MAX_LINE])
    return None


def _own_line(element: HtmlElement, heading: HtmlElement | None) -> str | None:
    """The element's line if the date is in its own text or between its inline children."""
    if not any(
        _HINT.search(text) for text in (element.text, *(c.tail for c in element.iterchildren())) if text
    ):
        return None
    line = line_of(element)
    parent = element.getparent()
    if len(line) <= 5 and parent is not None:
        # `<b>27</b> <i>Mar</i> <i>2022</i>`: the year alone is no date, the whole line is.
        line = line_of(parent)
    if len(line) <= 5:
        return None
    if _MONTH_AND_YEAR.fullmatch(line) and (day := _day_before(element)) is not None:
        return f"{day} {line}"
    label = _label_beside(element, heading)
    clock = _clock_after(element)
    return " ".join(part for part in (label, line, clock) if part)


def _day_before(element: HtmlElement) -> str | None:
    """The day in the element before month and year: `<b>12</b><p>Mar 2024</p>`."""
    before = element.getprevious()
    text = line_of(before) if before is not None and isinstance(before.tag, str) else ""
    return text if len(text) <= 2 and text.isdecimal() else None


def _label_beside(element: HtmlElement, heading: HtmlElement | None) -> str | None:
    """The label of a date in the element before it: `<td>Terakhir diubah</td><td>12 Maret 2024</td>`."""
    for before in islice(element.itersiblings(preceding=True), 2):
        if _is_headline(before, heading):
            return None
        text = line_of(before) if isinstance(before.tag, str) else ""
        if text.strip(" :"):
            known = element.tag in ("td", "dd") or text.endswith(":") or is_update_label(text)
            fits = len(text) <= _MAX_LABEL_LENGTH and not any(char.isdigit() for char in text)
            return text if known and fits else None
    return None


def _clock_after(element: HtmlElement) -> str | None:
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
