"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from crawler.export.control_characters import printable
from crawler.export.feed_entries import Entry, FeedInfo, Record, entries


def json_feed(records: Iterable[Record], about: FeedInfo) -> bytes:
    """The feed as a UTF-8 document, newest item first."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printable(about.title),
        "home_page_url": about.home,
    }
    if about.address:
        feed["feed_url"] = about.address
    if about.hub:
        feed["hubs"] = [{"type": "WebSub", "url": about.hub}]
    feed["items"] = [_item(entry) for entry in entries(records)]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_published": (entry.published or entry.updated).isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
    }
    if entry.language:
        item["language"] = entry.language
    if entry.image:
        item["image"] = entry.image
    return item
