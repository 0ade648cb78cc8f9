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

from crawler.dates import DateMention
from crawler.extraction.blocks import Body
from crawler.extraction.dating.date_lines import (
    MAX_LINE,
    is_update_label,
    read_dated_line,
)
from crawler.extraction.dating.publication import Stamp, read_stamp
from crawler.extraction.dating.time_elements import (
    HINT,
    MAX_LABEL_LENGTH,
    attribute_line,
    clock_after,
    is_headline,
)
from crawler.extraction.dom.class_patterns import is_called_caption
from crawler.extraction.metadata.byline_lines import may_introduce_name
from crawler.extraction.metadata.fields import Signal
from crawler.extraction.metadata.page_context import ContextElement, line_of
from crawler.extraction.metadata.portal_facts import swapped_day

MAX_STAMPS = 3
MAX_BESIDE = 3
"""Lines with a date before the title, and after the body, that are looked at."""

_BEGINS_WITH_DAY = re.compile(r"\W*(?:\d|(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b)", re.I)
_HEADLINES = ("h2", "h3", "h4", "h5", "h6")
_HEADLINE_WORDS = 4
"""Words of a headline; `Informasi Berita` heads a box about this article."""
_CARD_DEPTH = 4
_MONTH_AND_YEAR = re.compile(r"[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d\d")
_OF_OTHERS = ("related", "headline", "recurs", "caption", "image credit")


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
        and HINT.search(removed.text)
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
        line = attribute_line(element) or _own_line(element, heading)
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
        if any(len(head.split()) >= _HEADLINE_WORDS and not HINT.search(head) for head in heads):
            return True
    return False


def _own_line(element: HtmlElement, heading: HtmlElement | None) -> str | None:
    """The element's line if the date is in its own text or between its inline children."""
    if not any(
        HINT.search(text) for text in (element.text, *(c.tail for c in element.iterchildren())) if text
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
    clock = clock_after(element)
    return " ".join(part for part in (label, line, clock) if part)


def _day_before(element: HtmlElement) -> str | None:
    """The day in the element before month and year: `<b>12</b><p>Mar 2024</p>`."""
    before = element.getprevious()
    text = line_of(before) if before is not None and isinstance(before.tag, str) else ""
    return text if len(text) <= 2 and text.isdecimal() else None


def _label_beside(element: HtmlElement, heading: HtmlElement | None) -> str | None:
    """The label of a date in the element before it: `<td>Terakhir diubah</td><td>12 Maret 2024</td>`."""
    for before in islice(element.itersiblings(preceding=True), 2):
        if is_headline(before, heading):
            return None
        text = line_of(before) if isinstance(before.tag, str) else ""
        if text.strip(" :"):
            known = element.tag in ("td", "dd") or text.endswith(":") or is_update_label(text)
            fits = len(text) <= MAX_LABEL_LENGTH and not any(char.isdigit() for char in text)
            return text if known and fits else None
    return None
