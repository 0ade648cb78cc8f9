"""Feed export: the newest articles of a selection as Atom, RSS or JSON Feed."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, BinaryIO

from crawler.export.atom import atom
from crawler.export.feed_entries import FeedInfo, entry_of
from crawler.export.json_feed import json_feed
from crawler.export.rss import rss

MOST = 100
"""Maximum entries per feed: readers download it completely each time."""


def write_feed(
    lines: Iterable[bytes],
    out: BinaryIO,
    form: str,
    *,
    title: str,
    address: str | None,
    now: datetime,
    hub: str | None = None,
) -> int:
    """Write the newest articles among the JSON lines as a feed; returns their number.

    `address` is where the feed will be published, `hub` its WebSub hub.
    """
    records = newest(lines)
    domain = records[0]["portal"]["domain"] if records else "localhost"
    about = FeedInfo(title, home=f"https://{domain}/", address=address, hub=hub)
    if form == "atom":
        document = atom(records, about, now=now)
    elif form == "rss":
        document = rss(records, about, now=now)
    else:
        document = json_feed(records, about)
    out.write(document)
    return len(records)


def newest(lines: Iterable[bytes], most: int = MOST) -> list[dict[str, Any]]:
    """The records published last, newest first; memory is bounded."""

    def key(record: dict[str, Any]) -> tuple[datetime, int]:
        entry = entry_of(record)
        when = (entry.published or entry.updated) if entry else datetime.min.replace(tzinfo=UTC)
        return when, record["seq"]

    return heapq.nlargest(most, map(json.loads, lines), key=key)
