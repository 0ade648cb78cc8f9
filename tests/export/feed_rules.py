"""The rules of feed validators, as a list of complaints: a valid feed gives an empty list.

Atom: RFC 4287. RSS: rssboard.org/rss-specification and rss-profile. JSON Feed: jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", flags=re.IGNORECASE)
ACTIVE = ("script", "style", "iframe", "object", "embed", "form", "meta", "link")

FEED_ONCE = ("id", "title", "updated")
ENTRY_ONCE = ("id", "title", "updated")
ENTRY_AT_MOST_ONCE = ("published", "content", "summary", "rights", "source")


def atom_complaints(document: bytes) -> list[str]:
    """The faults of an Atom feed."""
    root = etree.fromstring(document)
    found: list[str] = []
    if root.tag != f"{ATOM}feed":
        found.append(f"the root is {root.tag!r}")
    found += _count(root, FEED_ONCE, ())
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        found += _count(entry, ENTRY_ONCE, ENTRY_AT_MOST_ONCE)
        if not entry.findall(f"{ATOM}author") and not root.findall(f"{ATOM}author"):
            found.append("an entry has no author")
        links = entry.findall(f"{ATOM}link[@rel='alternate']")
        if len({(link.get("type"), link.get("hreflang")) for link in links}) != len(links):
            found.append("two alternate links of one type")
        content = entry.find(f"{ATOM}content")
        if content is None or content.get("type") != "html":
            found.append("an entry has no HTML content")
        else:
            found += markup_complaints(content.text or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(ids) != len(set(ids)):
        found.append("an id is used twice")
    for node in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        if not RFC3339.fullmatch(node.text or ""):
            found.append(f"no date of RFC 3339: {node.text}")
    for node in root.iter(f"{ATOM}id"):
        found += _iri(node.text)
    for node in root.iter(f"{ATOM}link"):
        found += _iri(node.get("href"))
    for node in root.iter(f"{ATOM}name"):
        if not (node.text or "").strip():
            found.append("a person without a name")
    for node in root.iter(f"{ATOM}category"):
        if not node.get("term"):
            found.append("a category without a term")
    return found


def rss_complaints(document: bytes) -> list[str]:
    """The faults of an RSS feed."""
    root = etree.fromstring(document)
    found: list[str] = []
    if root.tag != "rss" or root.get("version") != "2.0":
        found.append("not RSS 2.0")
    (channel,) = root.findall("channel")
    found += [
        f"the channel needs one {name}"
        for name in ("title", "link", "description")
        if len(channel.findall(name)) != 1 or not channel.findtext(name)
    ]
    found += _iri(channel.findtext("link"))
    items = channel.findall("item")
    for item in items:
        if not item.findtext("title") and not item.findtext("description"):
            found.append("an item needs a title or a description")
        for name in ("title", "link", "guid", "pubDate", "description"):
            if len(item.findall(name)) > 1:
                found.append(f"an item with two {name}")
        found += _iri(item.findtext("link"))
        if item.find("guid[@isPermaLink='false']") is None:
            found += _iri(item.findtext("guid"))
        found += markup_complaints(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "")
    guids = [item.findtext("guid") for item in items]
    if len(guids) != len(set(guids)):
        found.append("a guid is used twice")
    for node in root.iter("pubDate", "lastBuildDate"):
        text = node.text or ""
        if not RFC822.fullmatch(text) or parsedate_to_datetime(text).strftime("%a") != text[:3]:
            found.append(f"no date of RFC 822: {text}")
    return found


def json_feed_complaints(document: bytes) -> list[str]:
    """The faults of a JSON Feed."""
    feed: dict[str, Any] = json.loads(document)
    found: list[str] = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("not JSON Feed 1.1")
    if not feed.get("title"):
        found.append("no title")
    for name in ("home_page_url", "feed_url"):
        if name in feed:
            found += _iri(feed[name])
    ids = [item.get("id") for item in feed["items"]]
    if len(ids) != len(set(ids)):
        found.append("an id is used twice")
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            found.append("an item without an id")
        if "content_html" not in item and "content_text" not in item:
            found.append("an item without content")
        for name in ("date_published", "date_modified"):
            if name in item and not RFC3339.fullmatch(item[name]):
                found.append(f"no date of RFC 3339: {item[name]}")
        for name in ("url", "image"):
            if name in item:
                found += _iri(item[name])
        for author in item.get("authors", []):
            if not any(author.get(name) for name in ("name", "url", "avatar")):
                found.append("an author without anything")
        found += markup_complaints(item.get("content_html", ""))
    return found


def markup_complaints(markup: str) -> list[str]:
    """Forbidden HTML in a feed: active parts, event handlers, addresses that are not of the web."""
    if not markup:
        return []
    tree = html.fragment_fromstring(markup, create_parent="div")
    found = [f"active content: {node.tag!r}" for node in tree.iter(*ACTIVE)]
    for node in tree.iter():
        for name, value in node.attrib.items():
            if str(name).startswith("on"):
                found.append(f"a handler: {name}")
            if name in ("src", "href") and urlsplit(str(value)).scheme not in ("http", "https"):
                found.append(f"an address not of the web: {value}")
    return found


def _count(node: etree._Element, once: tuple[str, ...], at_most_once: tuple[str, ...]) -> list[str]:
    counts = {name: len(node.findall(f"{ATOM}{name}")) for name in (*once, *at_most_once)}
    return [f"{counts[name]} x {name}" for name in once if counts[name] != 1] + [
        f"{counts[name]} x {name}" for name in at_most_once if counts[name] > 1
    ]


def _iri(text: str | None) -> list[str]:
    return [] if IRI.fullmatch(text or "") else [f"no absolute IRI: {text!r}"]
