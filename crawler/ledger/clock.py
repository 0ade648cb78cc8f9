"""Whose clock counts: this machine's where the ledger is a file, the server's where machines share it."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

ASK_AGAIN = 60.0
"""Seconds after which the server is asked anew; in between its time is carried on by counting."""

_SERVER_TIME = text("SELECT extract(epoch FROM clock_timestamp())")


def clock_of(engine: Engine) -> Callable[[], float]:
    """The clock (seconds since 1970 UTC) by which leases and rests of the ledger at `engine` are judged."""
    return time.time if engine.dialect.name == "sqlite" else DatabaseClock(engine)


class DatabaseClock:
    """The time of the database server, so that machines whose clocks differ agree who still lives."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._server = time.time()
        self._counted: float | None = None

    def __call__(self) -> float:
        count = time.monotonic()
        if self._counted is None or count - self._counted >= ASK_AGAIN:
            try:
                with self._engine.connect() as connection:
                    self._server = float(connection.scalar(_SERVER_TIME) or 0)
                    self._counted = count
            except SQLAlchemyError:
                # A server that is away is reported by what is read or written next; time goes on meanwhile.
                self._counted = count if self._counted is None else self._counted
        return self._server + count - self._counted
