"""A ledger with articles, and a watcher that appends messages to a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.items import Article
from crawler.ledger.ledger import Ledger
from crawler.ledger.watches import Watches
from crawler.watch.sender import Message
from crawler.watch.watch_file import read_text
from crawler.watch.watcher import Watcher
from tests.ledger.fixtures import Clock
from tests.ledger.making import make_article

FILE = """\
[tell]
redaksi = "json://redaksi/"
grup = "json://grup/"

[[watch]]
name = "bencana"
query = "banjir*"
tell = ["redaksi", "grup"]
"""


def flood(number: int, **fields: Any) -> Article:
    """An article that the watch finds."""
    given = {
        "title": f"Banjir melanda desa {number}",
        "published_at": "2026-11-21T08:00:00+07:00",
        "body": [f"Air setinggi {number} sentimeter merendam rumah warga di {number} dusun sejak pagi."],
    }
    return make_article(number, **given | fields)


def store(target: str, clock: Clock, *articles: Article) -> None:
    """Store articles as a crawl does."""
    with Ledger.open(target, clock=clock) as ledger:
        ledger.start_run()
        for article in articles:
            ledger.record_article(article, lambda stored: None)
        ledger.flush()


@dataclass
class Telling:
    """A watching process: its sent messages and its events."""

    target: str
    clock: Clock
    text: str = FILE
    fails: dict[str, str] = field(default_factory=dict)
    """Why a destination fails, by its name."""
    sent: list[tuple[str, Message]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    send: Callable[[str, str, Message], str | None] | None = None

    def round(self, *, retry_now: bool = False) -> list[tuple[str, Message]]:
        """Scan, and send everything that is due; returns the sent messages."""
        before = len(self.sent)
        with Watches.open(self.target, clock=self.clock) as state:
            watcher = Watcher(
                state, read_text(self.text, "w.toml", {}), self.events.append, self.send or self._send
            )
            watcher.scan()
            while watcher.notify(at_once=True, retry_now=retry_now) or watcher.busy:
                watcher.wait(1)
            watcher.collect_results()
        return sorted(self.sent[before:], key=lambda one: one[0])

    def _send(self, name: str, address: str, message: Message) -> str | None:
        if name in self.fails:
            return self.fails[name]
        self.sent.append((name, message))
        return None
