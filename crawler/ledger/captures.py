"""Of two captures of a page the later one counts, in whatever order an archive is read.

A run over archives meets states of an article that the ledger has left behind. They are no changes.

The ledger keeps when its newest revision was captured, not the visits after it that found no change. A
capture between that revision and such a visit counts as the later one, and is a revision where it differs.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from crawler.items import Article, WarcRef
from crawler.ledger.records import unpack
from crawler.ledger.schema import revisions

SLACK = timedelta(seconds=60)
"""How much later than its capture a crawl may note the time of a page."""

Capture = tuple[datetime | None, tuple[str, int] | None]
"""When a page was captured; file name and offset of the capture."""


class Captures:
    """When and from where the newest revision of each article was read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: dict[str, Capture] = {}

    def is_past(self, article: Article, newest: int) -> bool:
        """Whether the article was captured before its newest revision, that with the number `newest`."""
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
        # Two places in one file are two captures; under another name it may be the same one, copied.
        apart = here is not None and place is not None and here[0] == place[0]
        return then - now > (timedelta() if apart else SLACK)

    def note(self, article: Article) -> None:
        """The article is stored as its newest revision."""
        self._noted[article.id] = _capture(article.fetched_at, article.warc)


def _capture(fetched_at: str | None, warc: WarcRef | None) -> Capture:
    place = (warc.file.replace("\\", "/").rpartition("/")[2], warc.offset) if warc else None
    try:
        time = datetime.fromisoformat(fetched_at or "")
    except ValueError:
        return None, place
    return (time if time.tzinfo else time.replace(tzinfo=UTC)), place
