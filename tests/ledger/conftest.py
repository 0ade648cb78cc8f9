"""A ledger per test, with a clock that the test turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.ledger.ledger import Ledger

START = 1_763_700_000  # 2025-11-21


@dataclass
class Clock:
    now: float = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger_target(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.db")


OpenLedger = Callable[[], Ledger]


@pytest.fixture
def open_ledger(ledger_target: str, clock: Clock) -> Iterator[OpenLedger]:
    """Opens the test's ledger, each time as another process would."""
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
