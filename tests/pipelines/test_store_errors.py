"""Any error in the loop that stores articles ends the run in order; nothing waits without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

import pipelines.store
from crawler.ledger.errors import LedgerBusy, LedgerError, LedgerUnreachable
from pipelines.store import BUSY_LIMIT, UNREACHABLE_LIMIT, StorePipeline
from tests.ledger.making import make_article


class Loop:
    running = True

    def stop(self) -> None:
        self.running = False


class Engine:
    def close_spider_async(self, *, reason: str) -> str:
        return reason


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StorePipeline:
    crawler = get_crawler(settings_dict={"OUTPUT_DIR": str(tmp_path)})
    crawler.engine = Engine()  # type: ignore[assignment]
    monkeypatch.setattr(pipelines.store, "create_looping_call", lambda _: Loop())
    return StorePipeline(crawler)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    reasons: list[Any] = []
    monkeypatch.setattr(pipelines.store, "deferred_from_coro", reasons.append)
    return reasons


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("odd"), KeyError("x"), RecursionError(), OSError(28, "full")]
)
def test_an_error_of_any_sort_ends_the_run(
    pipeline: StorePipeline, closed: list[Any], error: Exception
) -> None:
    refused: list[Exception] = []
    pipeline.ledger.record_article(make_article(1), refuse=refused.append)

    def broken() -> list[str]:
        raise error

    pipeline.ledger.tick = broken  # type: ignore[method-assign]
    pipeline._tick()
    assert closed == ["ledger_failed"]
    assert not pipeline._commit_loop.running
    assert [type(one) for one in refused] == [LedgerError]
    assert type(error).__name__ in str(pipeline.stats.get_value("ledger/error"))


def test_an_error_while_the_error_is_logged_ends_the_run_too(
    pipeline: StorePipeline, closed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[str]:
        raise MemoryError

    refused: list[Exception] = []
    pipeline.ledger.record_article(make_article(1), refuse=refused.append)
    pipeline.ledger.tick = broken  # type: ignore[method-assign]
    monkeypatch.setattr(pipelines.store.logger, "error", broken)
    with pytest.raises(MemoryError):
        pipeline._tick()
    assert closed == ["ledger_failed"]
    assert len(refused) == 1


@pytest.mark.parametrize(
    ("error", "limit"), [(LedgerBusy("locked"), BUSY_LIMIT), (LedgerUnreachable("away"), UNREACHABLE_LIMIT)]
)
def test_a_ledger_that_is_away_is_waited_for(
    pipeline: StorePipeline,
    closed: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    limit: float,
) -> None:
    now = [1000.0]
    monkeypatch.setattr("pipelines.store.time.monotonic", lambda: now[0])

    def busy() -> list[str]:
        raise error

    pipeline.ledger.tick = busy  # type: ignore[method-assign]
    pipeline._tick()
    now[0] += limit - 1
    pipeline._tick()
    assert closed == []
    now[0] += 2
    pipeline._tick()
    assert closed == ["ledger_failed"]


def test_an_article_that_comes_when_the_loop_is_dead_is_not_kept_waiting(pipeline: StorePipeline) -> None:
    pipeline._commit_loop.stop()
    coroutine = pipeline.process_item(make_article(1))
    with pytest.raises(Exception, match="ledger_failed"):
        coroutine.send(None)


def test_a_loop_that_ends_by_itself_is_noticed(pipeline: StorePipeline, closed: list[Any]) -> None:
    """Articles in the queue would wait for ever, and the run with them."""
    refused: list[Exception] = []
    pipeline.ledger.record_article(make_article(1), refuse=refused.append)
    pipeline._watch()
    assert closed == []
    pipeline._commit_loop.stop()
    pipeline._watch()
    assert closed == ["ledger_failed"]
    assert [str(error) for error in refused] == ["internal error: the loop that stores articles has stopped"]
