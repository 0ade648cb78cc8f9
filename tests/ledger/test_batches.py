from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.discovery.messages import Candidate
from crawler.ledger import batch_writer
from crawler.ledger import write_queue as module
from crawler.ledger.errors import LedgerBusy
from crawler.ledger.ledger import Ledger
from crawler.ledger.write_queue import BATCH_AGE, MAX_AGE_LENGTH
from tests.ledger.making import PORTAL, make_article


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The clock of the batches; each transaction takes `watch.cost`."""
    watch = Watch()
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=watch, time=time.time))
    assert ledger.lease(PORTAL)
    return watch


def commits(
    ledger: Ledger, watch: Watch, cost: float, monkeypatch: pytest.MonkeyPatch, *, hurried: bool = False
) -> list[float]:
    """Commit times of articles every tenth of a second, over four seconds, if a transaction takes `cost`."""
    moments: list[float] = []
    write = batch_writer.write

    def slow(*arguments: Any, **named: Any) -> Any:
        watch.now += cost
        moments.append(watch.now)
        return write(*arguments, **named)

    monkeypatch.setattr(module, "write", slow)
    for number in range(40):
        ledger.record_article(make_article(number))
        watch.now += 0.1
        if hurried:
            ledger.request_flush()
        ledger.tick()
    return moments


def test_quick_transactions_are_frequent(
    ledger: Ledger, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = commits(ledger, watch, 0.001, monkeypatch)
    assert max(b - a for a, b in pairwise(moments)) <= BATCH_AGE + 0.21


@pytest.mark.parametrize("hurried", [False, True])
def test_slow_transactions_take_a_bounded_share_of_the_time(
    ledger: Ledger, watch: Watch, monkeypatch: pytest.MonkeyPatch, hurried: bool
) -> None:
    moments = commits(ledger, watch, 0.08, monkeypatch, hurried=hurried)
    assert 0.08 * len(moments) <= 0.15 * watch.now
    assert max(b - a for a, b in pairwise(moments)) <= MAX_AGE_LENGTH + 0.3


def test_a_very_long_batch_is_written_by_several_transactions(
    ledger: Ledger, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles committed before another process takes the lock are not rewritten; the rest is not lost."""
    monkeypatch.setattr(module, "TRANSACTION_SIZE", 20)
    urls = [f"https://portal.example.go.id/berita/judul-berita-{number}" for number in range(50)]
    ledger.flush()
    ledger.decide(PORTAL.id, [Candidate(url, "sitemap") for url in urls])
    sizes: list[int] = []
    write = batch_writer.write

    def counted(connection: Any, batch: list[Any], *rest: Any, **named: Any) -> Any:
        sizes.append(len(batch))
        if len(sizes) == 2:
            raise LedgerBusy("locked")
        return write(connection, batch, *rest, **named)

    monkeypatch.setattr(module, "write", counted)
    with pytest.raises(LedgerBusy):
        ledger.flush()
    assert ledger.waiting == 30
    ledger.flush()
    assert sizes == [20, 20, 20, 10]
    assert sorted(url for url, _ in ledger.unsettled(PORTAL.id)) == sorted(urls)


def test_what_somebody_waits_for_is_committed_as_soon_as_the_last_transaction_allows(
    ledger: Ledger, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = commits(ledger, watch, 0.08, monkeypatch)
    ledger.flush()
    watch.now += 1
    ledger.record_article(make_article(99))
    before = len(moments)
    ledger.request_flush()
    watch.now += 0.07
    assert ledger.tick() == []
    watch.now += 0.02
    assert ledger.tick() == [PORTAL.id]
    assert len(moments) == before + 1
    ledger.record_article(make_article(100))
    watch.now += 0.1
    assert ledger.tick() == [], "the next ones wait for company again"
