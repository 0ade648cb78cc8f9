"""Clock of the ledger: local time for SQLite, the server's time for PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

ASK_AGAIN = 60.0
"""Seconds between two queries of the server's time; in between, a monotonic clock advances it."""

_SERVER_TIME = text("SELECT extract(epoch FROM clock_timestamp())")


def clock_of(engine: Engine) -> Callable[[], float]:
    """The clock (seconds since 1970 UTC) for leases and re-crawl intervals of the ledger at `engine`."""
    return time.time if engine.dialect.name == "sqlite" else DatabaseClock(engine)


class DatabaseClock:
    """Time of the database server, so that machines with different clocks agree on expired leases."""

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
                # The next read or write reports an unreachable server; until then the monotonic clock
                # advances the time.
                self._counted = count if self._counted is None else self._counted
        return self._server + count - self._counted
