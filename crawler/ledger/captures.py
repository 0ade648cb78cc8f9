"""Orders captures of a page by time, independent of the archive's order.

A crawl over archives meets older states of an article than the stored one; those are not changes.

The ledger stores when its newest revision was captured, but not later visits that found no change. A capture
between that revision and such a visit counts as newer, and becomes a revision if it differs.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from crawler.items import Article, WarcRef
from crawler.ledger.records import unpack
from crawler.ledger.schema import revisions

SLACK = timedelta(seconds=60)
"""Maximum delay between a capture and the time that a crawl records for the page."""

Capture = tuple[datetime | None, tuple[str, int] | None]
"""Capture time; file name and offset of the capture."""


class Captures:
    """Capture time and location of the newest revision of each article."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: dict[str, Capture] = {}

    def is_older(self, article: Article, newest: int) -> bool:
        """Whether the article was captured before its newest revision, the one with sequence number
        `newest`."""
        if article.id not in self._noted:
            record = self._connection.scalar(select(revisions.c.record).where(revisions.c.seq == newest))
            if record is None:
                return False
            stored = json.loads(unpack(record))
            warc = stored.get("warc")
            self._noted[article.id] = _capture(stored.get("fetched_at"), WarcRef(**warc) if warc else None)
        then, place = self._noted[article.id]
        now, here = _capture(article.fetched_at, article.warc)
        if now is None or then is None or (here is not None and here == place):
            return False
        # Two offsets in one file are two captures; another file name may be a copy of the same capture.
        apart = here is not None and place is not None and here[0] == place[0]
        return then - now > (timedelta() if apart else SLACK)

    def note(self, article: Article) -> None:
        """Record that the article was stored as its newest revision."""
        self._noted[article.id] = _capture(article.fetched_at, article.warc)


def _capture(fetched_at: str | None, warc: WarcRef | None) -> Capture:
    place = (warc.file.replace("\\", "/").rpartition("/")[2], warc.offset) if warc else None
    try:
        time = datetime.fromisoformat(fetched_at or "")
    except ValueError:
        return None, place
    return (time if time.tzinfo else time.replace(tzinfo=UTC)), place
