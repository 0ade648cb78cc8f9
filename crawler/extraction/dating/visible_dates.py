"""Dates that a page prints: its `<time>` elements and the lines about its title and body.

A header clock shows the day of the crawl, a list of related articles shows theirs: only what stands between
title and body, right before the title, or after the body in the same part of the page dates the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import chain

from lxml.html import HtmlElement

from crawler.dates import DateMention, find_dates, parse_date
from crawler.extraction.blocks import Body
from crawler.extraction.boilerplate.phrases import CLOCK_TIME
from crawler.extraction.dating.publication import Stamp, read_stamp
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import ContextElement, is_chrome, line_of, name_of
from crawler.items import Dateline

MAX_LINE = 160
MAX_BESIDE = 3
"""Lines with a date before the title, and after the body, that are looked at."""

_HINT = re.compile(r"(?:19|20)\d\d|\d[/.-]\d{1,2}[/.-]\d\d|\blalu\b|\bago\b|kemarin|hari ini", re.I)
_UPDATED = re.compile(r"updated|modified|diperbarui|diubah|pembaruan|update", re.I)
_PUBLISHED = re.compile(r"published|entry-date|post-date|pubdate|datepublished|tanggal|posted|date", re.I)
_OF_OTHERS = ("related", "headline", "recurs")
_NOT_THIS = re.compile(r"copyright|©|jadwal|sholat|shalat|subuh|dzuhur|hak cipta|terakhir login", re.I)


def time_signals(
    facts: Metadata, heading: HtmlElement | None, container: HtmlElement | None
) -> tuple[list[Signal], list[Signal], list[str]]:
    """Publication stamps, modification stamps, and the printed texts of the article's own `<time>`
    elements.
    """
    own = [element for element in facts.times if not _in_chrome(element, container)]
    own = _nearest_first(own, heading, container)
    published: list[Signal] = []
    modified: list[Signal] = []
    texts: list[str] = []
    for element in own:
        name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        changed = _UPDATED.search(name) and not _PUBLISHED.search(_UPDATED.sub("", name))
        stamp = element.get("datetime")
        text = clean("".join(element.itertext())[:MAX_LINE])
        if changed:
            if stamp and not modified:
                modified.append(Signal("time", stamp))
            continue
        if published or texts:
            continue
        if stamp:
            published.append(Signal("time", stamp))
        if text:
            texts.append(text)
    return published, modified, texts


def _in_chrome(element: HtmlElement, container: HtmlElement | None) -> bool:
    for above in element.iterancestors():
        if above is container or above.tag in {"body", "main", "article"}:
            return False
        if above.tag in {"aside", "nav"} or is_chrome(name_of(above)):
            return True
    return False


def _nearest_first(
    times: list[HtmlElement], heading: HtmlElement | None, container: HtmlElement | None
) -> list[HtmlElement]:
    """Those between title and body, then those named as publication dates, then in order of the page."""
    if len(times) < 2 or (heading is None and container is None):
        return times
    anchor = heading if heading is not None else container
    assert anchor is not None
    tag = str(anchor.tag)
    wanted = {"time", tag} if tag.isalnum() else ()  # no search for a name that HTML allows and XML does not
    order = {element: number for number, element in enumerate(anchor.getroottree().iter(*wanted))}
    start = order.get(anchor, 0)
    parent = anchor.getparent()

    def rank(element: HtmlElement) -> tuple[bool, bool, int]:
        after = order[element] > start
        beside = parent is not None and any(above is parent for above in element.iterancestors())
        return (not after and not beside, False, order[element] if after else -order[element])

    return sorted(times, key=rank)


def printed_stamps(
    surroundings: Callable[[], Iterable[ContextElement]],
    body: Body,
    texts: list[str],
    signals: list[Signal],
    zone: tzinfo,
    fetched_at: datetime,
) -> list[Stamp]:
    """What the page prints about its publication in local time, nearest to the title first.

    Only read when the machine-readable `signals` leave something open: none usable, no time, or no offset.
    """
    latest = (fetched_at + timedelta(days=1)).date()
    stamps = [stamp for signal in signals if (stamp := read_stamp(signal, zone)) is not None]
    if any(stamp.zone == "offset" and stamp.moment and stamp.day <= latest for stamp in stamps):
        return []
    found: list[Stamp] = []
    for line in chain(texts, _lines(surroundings()), _removed(body)):
        mention = read_line(line, zone, fetched_at)
        if mention is not None:
            stamp = _stamp(mention, "line", zone)
            if stamp is not None:
                found.append(stamp)
                if stamp.moment is not None or len(found) >= 3:
                    break
    return found


def read_line(line: str, zone: tzinfo, fetched_at: datetime | None) -> DateMention | None:
    """The date of a line that is about publication: the line is a date, or a short line that holds one."""
    if len(line) > MAX_LINE or _NOT_THIS.search(line):
        return None
    mention = parse_date(line, reference=fetched_at, timezone=zone)
    if mention is None:
        mention = next(iter(find_dates(line, reference=fetched_at, timezone=zone)), None)
    if (
        mention is None
        or mention.precision not in {"day", "minute", "second"}
        or "/" in mention.iso
        or mention.iso[:1] == "-"
    ):
        return None
    return mention


def _stamp(mention: DateMention, source: str, zone: tzinfo) -> Stamp | None:
    stamp = read_stamp(Signal(source, mention.iso), zone)
    if stamp is None:
        return None
    if stamp.moment is not None:
        named = "label" if mention.zone_source in {"label", "offset"} else None
        return Stamp(source, stamp.day, stamp.moment, named)
    return stamp


def _removed(body: Body) -> list[str]:
    """Lines that were taken out of the body's head for being dates or bylines; none of other articles."""
    return [
        removed.text
        for removed in body.removed[:12]
        if len(removed.text) <= MAX_LINE
        and not removed.reason.startswith(_OF_OTHERS)
        and _HINT.search(removed.text)
    ]


def _lines(surroundings: Iterable[ContextElement]) -> Iterator[str]:
    """Short lines that hold a date: between title and body, then before the title, then after the body."""
    before = after = 0
    for element, _, where in surroundings:
        if (where == "before" and before >= MAX_BESIDE) or (where == "after" and after >= MAX_BESIDE):
            continue
        if element.tag == "time" or (line := _own_line(element)) is None:
            continue
        before += where == "before"
        after += where == "after"
        yield line


def _own_line(element: HtmlElement) -> str | None:
    """The element's line when the date is in its own text or between its inline children."""
    if not any(
        _HINT.search(text) for text in (element.text, *(c.tail for c in element.iterchildren())) if text
    ):
        return None
    line = line_of(element)
    parent = element.getparent()
    if len(line) <= 5 and parent is not None:
        # `<b>27</b> <i>Mar</i> <i>2022</i>`: the year alone is no date, the line around it is.
        line = line_of(parent)
    if len(line) <= 5:
        return None
    clock = _clock_after(element)
    return f"{line} {clock}" if clock else line


def _clock_after(element: HtmlElement) -> str | None:
    """The time of day in the element after `element`, or after the one around it: `<li>date<li>time`."""
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


_TODAY = re.compile(r"hari ini", re.I)


def dated_by_text(dateline: Dateline | None, paragraphs: list[str], zone: tzinfo) -> tuple[str, str] | None:
    """A day that the article's own text gives, and where: its dateline, or `hari ini, Kamis (17/11/2022)`."""
    if dateline is not None:
        for mention in find_dates(dateline.text, timezone=zone):
            if mention.precision == "day" and len(mention.iso) == 10:
                return mention.iso, "dateline"
    for text in paragraphs[:12]:
        for match in _TODAY.finditer(text):
            for mention in find_dates(text[match.start() : match.start() + 60], timezone=zone):
                if mention.precision == "day" and len(mention.iso) == 10 and mention.start <= 14:
                    return mention.iso, "text"
    return None
