"""RSS 2.0 (rssboard.org/rss-specification), with the full text in `content:encoded`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from crawler.export.control_characters import printable
from crawler.export.feed_entries import Entry, FeedInfo, Record, entries

CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
ATOM = "http://www.w3.org/2005/Atom"


def rss(records: Iterable[Record], about: FeedInfo, *, now: datetime) -> bytes:
    """The feed as a UTF-8 document, newest item first. `now` (aware) dates a feed without items."""
    listed = entries(records)
    root = etree.Element("rss", version="2.0", nsmap={"content": CONTENT, "dc": CREATOR, "atom": ATOM})
    channel = _add(root, "channel")
    _add(channel, "title", printable(about.title))
    _add(channel, "link", about.home)
    _add(channel, "description", printable(about.title))
    _add(channel, "lastBuildDate", format_datetime(max((entry.updated for entry in listed), default=now)))
    _add(channel, "generator", "Warta")
    if about.address:
        _add(channel, f"{{{ATOM}}}link", None, rel="self", type="application/rss+xml", href=about.address)
    if about.hub:
        _add(channel, f"{{{ATOM}}}link", None, rel="hub", href=about.hub)
    for entry in listed:
        _add_item(channel, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add_item(channel: etree._Element, entry: Entry) -> None:
    item = _add(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.id, isPermaLink="true")
    _add(item, "pubDate", format_datetime(entry.published or entry.updated))
    for name in entry.authors:
        _add(item, f"{{{CREATOR}}}creator", name)
    for tag in entry.tags:
        _add(item, "category", tag)
    _add(item, "description", entry.summary)
    _add(item, f"{{{CONTENT}}}encoded", entry.html)


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, tag, attributes)
    node.text = text
    return node
