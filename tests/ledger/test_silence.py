"""PostgreSQL that stops answering without a reset: every wait ends, and the ledger counts as unreachable."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import OperationalError

from crawler.ledger.errors import LedgerUnreachable
from crawler.ledger.ledger import Ledger
from crawler.ledger.postgresql import BoundedConnection
from tests.ledger.making import PORTAL, make_article
from tests.ledger.postgres import Server


@contextmanager
def frozen(ledger: Ledger) -> Iterator[None]:
    """Stop the server's process for this ledger's connection: its kernel still acknowledges packets."""
    with ledger._engine.connect() as connection:
        pid = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_frozen_server_ends_the_wait(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedConnection, "limit", 1.0)
    ledger = Ledger.open(postgres.new_database())
    ledger.start_run()
    answers: list[str] = []
    ledger.record_article(make_article(1), lambda stored: answers.append(stored.kind))
    began = time.monotonic()
    with frozen(ledger), pytest.raises(LedgerUnreachable, match="no answer for 1 s"):
        ledger.flush()
    assert time.monotonic() - began < 10
    assert answers == []
    ledger.flush()  # over a new connection; nothing was lost
    assert answers == ["new"]
    assert len(list(ledger.lines(PORTAL.id, ledger.run.crawl_date, 0))) == 1
    ledger.close()


def test_a_statement_that_waits_for_a_lock_is_no_silence(postgres: Server) -> None:
    url = postgres.new_database()
    with Ledger.open(url, patience=0.2) as one, Ledger.open(url, patience=0.2) as other:
        one.start_run()
        other.start_run()
        assert one.lease(PORTAL)
        assert not other.lease(PORTAL)


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_commit_without_answer_is_found_out(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, took_effect: bool
) -> None:
    """Tallies and feeds need the results of the transaction, not those of its repetition."""
    ledger = Ledger.open(postgres.new_database())
    ledger.start_run()
    answers: list[str] = []
    for number in range(3):
        ledger.record_article(make_article(number), lambda stored: answers.append(stored.kind))
    dialect = type(ledger._engine.dialect)
    commit = dialect.do_commit
    lost = [1]

    def unanswered(self: object, connection: Any) -> None:
        if not lost:
            commit(self, connection)  # type: ignore[arg-type]
            return
        lost.clear()
        if took_effect:
            commit(self, connection)  # type: ignore[arg-type]
        connection.driver_connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(dialect, "do_commit", unanswered)
    with pytest.raises(LedgerUnreachable):
        ledger.flush()
    ledger.record_article(make_article(7), lambda stored: answers.append(stored.kind))
    assert ledger.flush() == [PORTAL.id]
    assert answers == ["new"] * 4
    assert len(list(ledger.lines(PORTAL.id, ledger.run.crawl_date, 0))) == 4
    ledger.close()
