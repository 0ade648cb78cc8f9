"""PostgreSQL connections with a bounded wait for responses. Imported with the first connection."""

from __future__ import annotations

from typing import TypeVar

from psycopg import Connection, OperationalError, errors
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

ANSWER_LIMIT = 15.0
"""Timeout for one response in seconds, including the time that a statement waits for a lock."""

INTERVAL = 0.1
"""Seconds between two checks for signals."""

T = TypeVar("T")


class BoundedConnection(Connection[TupleRow]):
    """Closes itself if the server does not respond in time, e.g. because it is frozen or unplugged."""

    limit: float | None = ANSWER_LIMIT

    def wait(self, gen: PQGen[T], interval: float = INTERVAL, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, self.limit if timeout is None else timeout)
        except errors._WaitTimeout:
            if timeout is not None:
                raise
            self.pgconn.finish()
            raise OperationalError(f"no answer for {self.limit:.0f} s") from None
