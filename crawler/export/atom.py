"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from lxml import etree

from crawler.export.control_characters import printable
from crawler.export.feed_entries import Entry, FeedInfo, Record, entries

NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(records: Iterable[Record], about: FeedInfo, *, now: datetime) -> bytes:
    """The feed as a UTF-8 document, newest entry first. `now` (aware) dates a feed without entries."""
    listed = entries(records)
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    _add(root, "id", about.id)
    _add(root, "title", printable(about.title))
    _add(root, "updated", _latest(listed, now).isoformat(timespec="seconds"))
    _add(root, "link", rel="alternate", href=about.home)
    if about.address:
        _add(root, "link", rel="self", type="application/atom+xml", href=about.address)
    if about.hub:
        _add(root, "link", rel="hub", href=about.hub)
    _add(root, "generator", "Warta")
    for entry in listed:
        _add_entry(root, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _latest(listed: Sequence[Entry], now: datetime) -> datetime:
    return max((entry.updated for entry in listed), default=now)


def _add_entry(root: etree._Element, entry: Entry) -> None:
    node = _add(root, "entry")
    if entry.language:
        node.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _add(node, "id", entry.id)
    _add(node, "title", entry.title)
    _add(node, "updated", entry.updated.isoformat(timespec="seconds"))
    if entry.published:
        _add(node, "published", entry.published.isoformat(timespec="seconds"))
    for name in entry.authors:
        _add(_add(node, "author"), "name", name)
    _add(node, "link", rel="alternate", href=entry.url)
    for tag in entry.tags:
        _add(node, "category", term=tag)
    _add(node, "summary", entry.summary)
    _add(node, "content", entry.html, type="html")


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    node.text = text
    return node
