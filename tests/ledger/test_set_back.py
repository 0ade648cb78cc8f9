"""A server replaced by one that is behind: noticed, said, and the files agree with the ledger again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from crawler.export.folders import articles_file
from crawler.export.jsonl import Projection
from crawler.ledger import active_ledger
from crawler.ledger.errors import LedgerError, LedgerSetBack, LedgerUnreachable
from crawler.ledger.ledger import Ledger
from tests.ledger.making import PORTAL, make_article
from tests.ledger.postgres import Server


def administer(server: Server, *statements: str) -> None:
    with psycopg.connect(server._address("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def end_connections(name: str) -> str:
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


def store(ledger: Ledger, projection: Projection, *numbers: int) -> None:
    for number in numbers:
        ledger.record_article(make_article(number))
    for _ in range(3):
        try:
            projection.advance(ledger.flush())
        except LedgerUnreachable:
            continue  # the connection that the administrator ended
        return


def numbers_in(file: Path) -> list[int]:
    return [json.loads(line)["seq"] for line in file.read_text().splitlines()]


@pytest.mark.parametrize("behind", ["some articles", "the whole run"])
def test_a_replica_that_is_behind_is_noticed(postgres: Server, tmp_path: Path, behind: str) -> None:
    url = postgres.new_database()
    name = url.rpartition("/")[2]
    snapshot = [end_connections(name), f"CREATE DATABASE {name}_behind TEMPLATE {name}"]
    ledger = Ledger.open(url)
    if behind == "the whole run":
        administer(postgres, *snapshot)
    ledger._engine.dispose()
    ledger.start_run()
    assert ledger.lease(PORTAL)
    projection = Projection(ledger, tmp_path)
    file = articles_file(tmp_path, PORTAL.id, ledger.run.crawl_date)
    store(ledger, projection, 1, 2, 3)
    if behind == "some articles":
        administer(postgres, *snapshot)
    store(ledger, projection, 4, 5, 6)
    assert numbers_in(file) == [1, 2, 3, 4, 5, 6]
    administer(
        postgres,
        end_connections(name),
        f"ALTER DATABASE {name} RENAME TO {name}_former",
        f"ALTER DATABASE {name}_behind RENAME TO {name}",
    )
    with pytest.raises(LedgerSetBack, match="is behind"):
        store(ledger, projection, 7)
    ledger.recover()
    projection.rebuild([PORTAL.id])
    ledger.close(finished=False)

    with Ledger.open(url) as later:  # the next run
        later.start_run()
        assert later.lease(PORTAL)
        again = Projection(later, tmp_path)
        again.check(PORTAL.id)
        store(later, again, 1, 2, 3, 4, 5, 6, 7)
        lines = numbers_in(file)
        assert lines == [seq for seq, _ in later.lines(PORTAL.id, later.run.crawl_date, 0)]
        assert min(set(lines) - {1, 2, 3}) > 6, "a reader that has seen 6 sees what follows"
    ids = Counter(json.loads(line)["id"] for line in file.read_text().splitlines())
    assert set(ids.values()) == {1}
    assert len(ids) == 7


@pytest.mark.parametrize("end", ["restart", "promotion", "never"])
def test_a_server_that_takes_no_writes_yet_is_waited_for(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """As with a lock: a failover takes some seconds."""
    url = postgres.new_database()
    name = url.rpartition("/")[2]
    administer(postgres, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3 and end == "promotion":
            administer(postgres, f"ALTER DATABASE {name} SET default_transaction_read_only = off")
        if len(waits) == 3 and end == "restart":
            administer(postgres, f"ALTER DATABASE {name} RESET default_transaction_read_only")
            postgres.restart()

    monkeypatch.setattr("crawler.ledger.active_ledger.time.sleep", sleep)
    monkeypatch.setattr(active_ledger, "OPENING_LIMIT", 30.0 if end != "never" else 0.5)
    if end == "never":
        with pytest.raises(LedgerUnreachable, match="read-only"):
            active_ledger._open(url)
    else:
        active_ledger._open(url).close()
        assert len(waits) == 3


def test_an_address_without_a_server_is_said_at_once() -> None:
    with pytest.raises(LedgerError) as caught:
        active_ledger._open("postgresql+psycopg://warta@127.0.0.1:1/none")
    assert not isinstance(caught.value, LedgerUnreachable)


def test_a_server_that_becomes_read_only_is_waited_for(postgres: Server) -> None:
    url = postgres.new_database()
    ledger = Ledger.open(url)
    ledger.start_run()
    ledger.record_article(make_article(1))
    ledger.flush()
    with ledger._engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SET SESSION default_transaction_read_only = on")
    ledger.record_article(make_article(2))
    with pytest.raises(LedgerUnreachable, match="read-only"):
        ledger.flush()
    with ledger._engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql("SET SESSION default_transaction_read_only = off")
    assert ledger.flush() == [PORTAL.id]
    ledger.close()
