"""A ledger per test, with a clock that the test sets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.ledger.ledger import Ledger
from tests.ledger.postgres import NoPostgres, Server, private_server

START = 1_763_700_000  # 2025-11-21


@dataclass
class Clock:
    now: float = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A private PostgreSQL server; without one these tests are skipped, except where CI installed one."""
    try:
        with private_server() as server:
            yield server
    except NoPostgres as error:
        if os.environ.get("WARTA_POSTGRES") == "required":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of the test's ledger: each test runs on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


OpenLedger = Callable[[], Ledger]


@pytest.fixture
def open_ledger(ledger_target: str, clock: Clock) -> Iterator[OpenLedger]:
    """Open the test's ledger, each time like another process."""
    opened: list[Ledger] = []

    def open_() -> Ledger:
        opened.append(Ledger.open(ledger_target, clock=clock, patience=0.05))
        return opened[-1]

    yield open_
    for ledger in opened:
        ledger.close(finished=False)


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    ledger = open_ledger()
    ledger.start_run()
    return ledger
