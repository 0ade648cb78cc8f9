"""Cursors of sinks, and the records to deliver to them.

`seq` becomes visible in order: writers take numbers under a lock that they keep until the commit
(`batch_writer`), so a reader that sees a number sees all lower ones. A cursor therefore never passes an
uncommitted record.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, Row, delete, func, select, update

from crawler.ledger import leases
from crawler.ledger.errors import LedgerError
from crawler.ledger.handle import LedgerHandle
from crawler.ledger.records import current_line
from crawler.ledger.schema import articles, deliveries, parked_records, portals, revisions
from crawler.ledger.upserts import insert_missing, upsert

_LAST_SEQ = select(func.max(revisions.c.seq))  # built once: executed several times a second


class LeaseLost(LedgerError):
    """Another process has acquired the sink's lease and owns the cursor now."""


@dataclass(frozen=True)  # without slots: `data` is cached
class StoredRecord:
    """One record of the ledger; `line` is its JSON line, `day` the crawl date."""

    seq: int
    article_id: str
    revision: int
    portal_id: str
    day: date
    line: bytes

    @cached_property
    def data(self) -> dict[str, Any]:
        """The record as in JSON Lines, parsed on first use."""
        record: dict[str, Any] = json.loads(self.line)
        return record


@dataclass(frozen=True, slots=True)
class RecordConditions:
    """Conditions on records, evaluated by the database."""

    portal_ids: tuple[str, ...] = ()
    published_since: date | None = None
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Position of a sink: `seq` is acknowledged; a batch up to `pending` is begun but not acknowledged."""

    seq: int
    pending: int | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A record that a sink refused. `parked_at` in seconds since 1970."""

    sink: str
    seq: int
    tries: int
    parked_at: int
    error: str


@dataclass(frozen=True, slots=True)
class SinkState:
    """State of a sink for display. Times are seconds since 1970; `held_by` is a running deliverer."""

    name: str
    seq: int = 0
    delivered: int = 0
    delivered_at: int | None = None
    failures: int = 0
    failed_at: int | None = None
    error: str | None = None
    parked: int = 0
    held_by: str | None = None


class Deliveries(LedgerHandle):
    """Reads records in order, and stores the sinks' cursors. Every method raises LedgerError.

    Not thread-safe: each deliverer opens its own.
    """

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float] = time.time) -> None:
        super().__init__(engine, name, clock)
        self._lease: str | None = None

    # --- records -----------------------------------------------------------------------------------

    def last_seq(self) -> int:
        """The highest `seq`; 0 in an empty ledger."""
        with self._reading() as connection:
            return connection.scalar(_LAST_SEQ) or 0

    def records(self, after: int, last: int, conditions: RecordConditions, limit: int) -> list[StoredRecord]:
        """The first `limit` matching records with `after < seq <= last`, in order."""
        query = (
            select(
                revisions.c.seq,
                revisions.c.article_id,
                revisions.c.revision,
                revisions.c.portal_id,
                revisions.c.crawl_date,
                revisions.c.record,
            )
            .where(revisions.c.seq > after, revisions.c.seq <= last)
            .order_by(revisions.c.seq)
            .limit(limit)
        )
        if conditions.latest:
            same = (articles.c.id == revisions.c.article_id) & (articles.c.seq == revisions.c.seq)
            query = query.join(articles, same)
        if conditions.portal_ids:
            # An expression: SQLite would read the portal's whole index for each page, not the range of `seq`.
            query = query.where(revisions.c.portal_id.concat("").in_(conditions.portal_ids))
        if conditions.published_since is not None:
            query = query.where(revisions.c.published >= conditions.published_since.isoformat())
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [StoredRecord(*row[:-1], self._line(row.seq, row.record)) for row in rows]

    def stored_at(self, after: int) -> int | None:
        """When the first record after `after` was stored, in seconds since 1970; None if there is none."""
        query = (
            select(revisions.c.recorded_at).where(revisions.c.seq > after).order_by(revisions.c.seq).limit(1)
        )
        with self._reading() as connection:
            return connection.scalar(query)

    def portal_ids(self) -> list[str]:
        """All portals that were ever crawled."""
        with self._reading() as connection:
            return list(connection.scalars(select(portals.c.id)))

    # --- the lease of one sink ---------------------------------------------------------------------

    def acquire(self, sink: str) -> str | None:
        """Acquire the sink's lease; returns None, or the current holder (`process N on HOST`)."""
        now = self._now()
        with self._writing() as connection:
            insert_missing(connection, deliveries, [{"sink": sink, "seq": 0, "delivered": 0, "failures": 0}])
            row = connection.execute(_of(sink).with_for_update()).one()
            if (holder := _holder(row, now)) is not None:
                return holder
            self._lease = uuid.uuid4().hex
            connection.execute(
                update(deliveries)
                .where(deliveries.c.sink == sink)
                .values(
                    holder=self._lease,
                    host=leases.machine_id(),
                    process=leases.process_mark(os.getpid()),
                    heartbeat_at=now,
                )
            )
        return None

    @property
    def holds_lease(self) -> bool:
        """Whether this object last held the sink's lease."""
        return self._lease is not None

    def release(self, sink: str) -> None:
        """Release the sink's lease, if this object holds it."""
        lease, self._lease = self._lease, None
        if lease is not None:
            with self._writing() as connection:
                held = (deliveries.c.sink == sink) & (deliveries.c.holder == lease)
                connection.execute(update(deliveries).where(held).values(holder=None))

    def beat(self, sink: str) -> None:
        """Write a heartbeat. Raises LeaseLost."""
        self._update(sink, {})

    def cursor(self, sink: str) -> Cursor:
        """The sink's cursor; 0 for a new sink."""
        with self._reading() as connection:
            row = connection.execute(_of(sink)).one_or_none()
        return Cursor(0, None) if row is None else Cursor(row.seq, row.pending)

    def begin(self, sink: str, last: int) -> None:
        """Store that a batch up to `last` will be sent: after a crash the same batch is sent again.
        Raises LeaseLost."""
        self._update(sink, {"pending": last})

    def acknowledge(self, sink: str, seq: int, records: int) -> None:
        """Advance the cursor to `seq`, and count `records` as delivered. Raises LeaseLost."""
        values: dict[str, Any] = {
            "seq": seq,
            "pending": None,
            "delivered": deliveries.c.delivered + records,
            "failures": 0,
            "failed_at": None,
            "error": None,
        }
        if records:
            values["delivered_at"] = self._now()
        self._update(sink, values)

    def fail(self, sink: str, error: str) -> None:
        """Store a failure. Raises LeaseLost."""
        values = {"failures": deliveries.c.failures + 1, "failed_at": self._now(), "error": error}
        self._update(sink, values)

    def rewind(self, sink: str, seq: int) -> None:
        """Move the cursor to `seq`, back or forward; discards a begun batch. Raises LeaseLost."""
        self._update(sink, {"seq": seq, "pending": None})

    # --- parked records ----------------------------------------------------------------------------

    def park(self, sink: str, seq: int, tries: int, error: str) -> None:
        """Park a record that the sink refused."""
        row = {"sink": sink, "seq": seq, "tries": tries, "parked_at": self._now(), "error": error}
        with self._writing() as connection:
            upsert(connection, parked_records, ["sink", "seq"], [row])

    def unpark(self, sink: str, seq: int) -> None:
        """Remove a parked record after its delivery."""
        with self._writing() as connection:
            connection.execute(
                delete(parked_records).where(parked_records.c.sink == sink, parked_records.c.seq == seq)
            )

    def parked(self, sinks: Sequence[str]) -> list[Parked]:
        """The parked records of these sinks, by sink and `seq`."""
        query = (
            select(
                parked_records.c.sink,
                parked_records.c.seq,
                parked_records.c.tries,
                parked_records.c.parked_at,
                parked_records.c.error,
            )
            .where(parked_records.c.sink.in_(sinks))
            .order_by(parked_records.c.sink, parked_records.c.seq)
        )
        with self._reading() as connection:
            return [Parked(*row) for row in connection.execute(query)]

    # --- display -----------------------------------------------------------------------------------

    def states(self) -> dict[str, SinkState]:
        """The state of every known sink, by name."""
        counted = select(parked_records.c.sink, func.count().label("records")).group_by(parked_records.c.sink)
        now = self._now()
        with self._reading() as connection:
            parked = {row.sink: row.records for row in connection.execute(counted)}
            rows = connection.execute(select(deliveries)).all()
        return {
            row.sink: SinkState(
                row.sink,
                row.seq,
                row.delivered,
                row.delivered_at,
                row.failures,
                row.failed_at,
                row.error,
                parked.get(row.sink, 0),
                _holder(row, now),
            )
            for row in rows
        }

    def now(self) -> int:
        """Current time in seconds since 1970 UTC."""
        return self._now()

    def _update(self, sink: str, values: dict[str, Any]) -> None:
        if self._lease is None:
            raise LeaseLost(f"ledger {self.name}: the lease of sink {sink} is not held")
        held = (deliveries.c.sink == sink) & (deliveries.c.holder == self._lease)
        with self._writing() as connection:
            done = connection.execute(
                update(deliveries).where(held).values(heartbeat_at=self._now(), **values)
            )
            if done.rowcount != 1:
                self._lease = None
                raise LeaseLost(f"ledger {self.name}: another process delivers to {sink} now")

    def _line(self, seq: int, record: bytes) -> bytes:
        try:
            return current_line(record)
        except ValueError as error:
            raise LedgerError(f"ledger {self.name}: record {seq} cannot be read ({error})") from error


def _of(sink: str) -> Any:
    return select(deliveries).where(deliveries.c.sink == sink)


def _holder(row: Row[Any], now: int) -> str | None:
    """The holder of the lease, if that process is alive."""
    if row.holder is None or not leases.is_alive(row.host, row.process, row.heartbeat_at, now):
        return None
    return f"process {row.process.partition(':')[0]} on {row.host.partition(' ')[0]}"
