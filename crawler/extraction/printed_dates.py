"""Dates that a page prints: its `<time>` elements and the lines about its title and body.

A header clock shows the day of the crawl, a list of related articles shows theirs: only what stands between
title and body, right before the title, or after the body in the same part of the page dates the article.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from lxml.html import HtmlElement

from crawler.dates import DateMention, find_dates, parse_date
from crawler.extraction.blocks import Body
from crawler.extraction.metadata import Metadata, Signal
from crawler.extraction.publication import Stamp, read_stamp
from crawler.extraction.structured import clean
from crawler.items import Dateline

MAX_LINE = 160
MAX_ELEMENTS = 150
"""Elements after the title that are looked at before the body."""

_HINT = re.compile(r"(?:19|20)\d\d|\d[/.-]\d{1,2}[/.-]\d\d|\blalu\b|\bago\b|kemarin|hari ini", re.I)
_CHROME = re.compile(
    r"comment|komentar|related|terkait|sidebar|widget|footer|recent|popular|terpopuler|terbaru|lainnya|"
    r"clock|jam-|ticker|marquee|topbar|top-bar"
    r"|header-date|current-date|today|sholat|shalat|breaking|navbar|menu|copyright|prev-post|next-post",
    re.I,
)
_UPDATED = re.compile(r"updated|modified|diperbarui|diubah|pembaruan|update", re.I)
_PUBLISHED = re.compile(r"published|entry-date|post-date|pubdate|datepublished|tanggal|posted|date", re.I)
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
        if above.tag in {"aside", "nav"}:
            return True
        name = f"{above.get('class') or ''} {above.get('id') or ''}"
        if _CHROME.search(name) and not re.search(
            r"(?:has|no|with|right|left)-sidebar|entry-footer|post-footer|article", name, re.I
        ):
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
    wanted = {"time", str(anchor.tag)}
    order = {element: number for number, element in enumerate(anchor.getroottree().iter(*wanted))}
    start = order.get(anchor, 0)
    parent = anchor.getparent()

    def rank(element: HtmlElement) -> tuple[bool, bool, int]:
        after = order[element] > start
        beside = parent is not None and any(above is parent for above in element.iterancestors())
        return (not after and not beside, False, order[element] if after else -order[element])

    return sorted(times, key=rank)


def printed_stamps(
    tree: HtmlElement,
    heading: HtmlElement | None,
    body: Body,
    texts: list[str],
    signals: list[Signal],
    zone: tzinfo,
    fetched_at: datetime,
) -> list[Stamp]:
    """What the page prints about its publication in local time, nearest to the title first.

    Only read when the machine-readable `signals` leave something open: none usable, no time, or no offset.
    """
    stamps = [stamp for signal in signals if (stamp := read_stamp(signal, zone)) is not None]
    if any(stamp.zone == "offset" and stamp.moment for stamp in stamps):
        return []
    found: list[Stamp] = []
    for line in [*texts, *_lines(tree, heading, body.container), *_removed(body)]:
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
        return Stamp(source, stamp.day, stamp.moment, named, mention.precision == "second")
    return stamp


def _removed(body: Body) -> list[str]:
    """Lines that were taken out of the body's head for being dates or bylines."""
    return [
        removed.text
        for removed in body.removed[:12]
        if len(removed.text) <= MAX_LINE and _HINT.search(removed.text)
    ]


def _lines(tree: HtmlElement, heading: HtmlElement | None, container: HtmlElement | None) -> list[str]:
    """Short lines with a date: after the title up to the body, then before the title, then after the body."""
    if container is None:
        return []
    region = _region(heading, container)
    before: list[str] = []
    after: list[str] = []
    seen_heading = heading is None
    count = 0
    for element in region.iterdescendants():
        if element is heading:
            seen_heading = True
            continue
        if element is container:
            break
        if not isinstance(element.tag, str) or element.tag in {
            "script",
            "style",
            "noscript",
            "time",
            "select",
            "option",
        }:
            continue
        if seen_heading:
            count += 1
            if count > MAX_ELEMENTS:
                break
        line = _own_line(element)
        if line and not _in_chrome(element, None) and element.tag != "title":
            (after if seen_heading and heading is not None else before).append(line)
    tail = [line for element in _following(container, region) if (line := _own_line(element))]
    return after + before[::-1][:3] + tail[:3]


def _region(heading: HtmlElement | None, container: HtmlElement) -> HtmlElement:
    if heading is not None:
        around = set(container.iterancestors())
        around.add(container)
        for above in heading.iterancestors():
            if above in around:
                return above
    parent = container.getparent()
    return parent if parent is not None else container


def _own_line(element: HtmlElement) -> str | None:
    """The element's text when it is short and names a date by itself or in its inline children's tails."""
    texts = [element.text or "", *(child.tail or "" for child in element.iterchildren())]
    if not any(_HINT.search(text) for text in texts if text):
        return None
    line = clean(" ".join(element.itertext())[: MAX_LINE * 3])
    parent = element.getparent()
    if len(line) <= 5 and parent is not None:
        line = clean(" ".join(parent.itertext())[: MAX_LINE * 3])
    return line if 5 < len(line) <= MAX_LINE else None


def _following(container: HtmlElement, region: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    at: HtmlElement | None = container
    while at is not None and at is not region:
        for sibling in at.itersiblings():
            if not isinstance(sibling.tag, str) or _in_chrome(sibling, None) or _named_chrome(sibling):
                continue
            found.extend(e for e in list(sibling.iter())[:20] if isinstance(e.tag, str))
            if len(found) > 60:
                return found
        at = at.getparent()
    return found


def _named_chrome(element: HtmlElement) -> bool:
    return element.tag in {"aside", "nav", "footer"} or bool(
        _CHROME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


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
