"""A ledger with articles, revisions and tombstones, and sinks of a file for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.deliver.model import SinkSpec
from crawler.deliver.sink_file import read_sinks
from crawler.items import Article
from crawler.ledger.ledger import Ledger
from tests.ledger.making import OTHER, PORTAL, make_article

GONE = "2026-11-25T01:00:00+00:00"


def article(number: int, *, revision: int = 1, gone: bool = False) -> Article:
    """Article `number`, of one portal or the other, with a text of some paragraphs."""
    portal = OTHER if number % 3 == 0 else PORTAL
    body = [
        f"Paragraf {part} dari berita {number}, versi {revision}. " + "Warga hadir. " * 30
        for part in range(4)
    ]
    return make_article(
        number,
        portal,
        body=body,
        title=f"Balai warga nomor {number} dibuka" + (f" (versi {revision})" if revision > 1 else ""),
        gone_at=GONE if gone else None,
        language="id" if number % 5 else "en",
    )


def story(articles: int) -> Iterator[Article]:
    """Articles in order: of four, one is changed later, and of ten one is gone at last."""
    for number in range(1, articles + 1):
        yield article(number)
        if number > 4 and number % 4 == 0:
            yield article(number - 4, revision=2)
        if number > 10 and number % 10 == 0:
            yield article(number - 10, revision=3, gone=True)


def fill(ledger: Ledger, articles: Iterator[Article], batch: int = 50) -> int:
    """Store the articles in batches; returns the last `seq`."""
    count = 0
    for count, one in enumerate(articles, 1):
        ledger.record_article(one)
        if count % batch == 0:
            ledger.flush()
    ledger.flush()
    return count


def filled(target: str | Path, articles: int) -> int:
    """A ledger at `target` with a story; its last `seq`."""
    with Ledger.open(target) as ledger:
        ledger.start_run()
        fill(ledger, story(articles))
    return last_seq(target)


def last_seq(target: str | Path) -> int:
    from crawler.ledger.deliveries import Deliveries

    with Deliveries.open(target) as deliveries:
        return deliveries.last_seq()


def sink(folder: Path, text: str, **environment: str) -> SinkSpec:
    """The one sink of a file with this table."""
    file = folder / "deliver.toml"
    file.write_text(f"[[sink]]\n{text}\n", encoding="utf-8")
    (spec,) = read_sinks(file, environment)
    return spec
