"""Opens the ledger's database for one task, with its clock, and closes it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from crawler.ledger.clock import clock_of
from crawler.ledger.engine import ledger_url, open_engine, shown, translated, writing


class LedgerHandle:
    """A connection pool to one ledger. Every method raises LedgerError on database errors."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float] = time.time) -> None:
        self.name = name
        self._engine = engine
        self._clock = clock

    @classmethod
    def open(
        cls,
        target: str | Path,
        *,
        clock: Callable[[], float] | None = None,
        patience: float = 10.0,
        reader: bool = False,
    ) -> Self:
        """Open the ledger at a path or database URL, creating or migrating it if needed.

        `patience`: seconds that a statement waits for another process's lock. `clock`: replaces that of
        `clock_of`. `reader`: a SQLite ledger that this user cannot write is opened for reading only. Raises
        LedgerError.
        """
        url = ledger_url(target)
        engine = open_engine(target, patience=patience, reader=reader)
        return cls(engine, shown(url), clock or clock_of(engine))

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(f"ledger {self.name}"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, patience: float | None = None) -> Iterator[Connection]:
        with translated(f"ledger {self.name}"), writing(self._engine, patience) as connection:
            yield connection

    def _now(self) -> int:
        return int(self._clock())
