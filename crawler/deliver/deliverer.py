"""Delivers to one sink: reads a batch, sends it, advances the cursor; retries, splits and parks on failure.

Delivery is at-least-once: the cursor advances after the acknowledgement. The bounds of a batch are stored
before it is sent, so a killed deliverer sends the same batch again, and the sink's `send` is idempotent.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from crawler.deliver.backoff import pause
from crawler.deliver.batches import BatchReader, singles, split
from crawler.deliver.errors import BatchRefused, SinkDown, SinkMisconfigured
from crawler.deliver.filters import Matcher, RecordFilter, record_conditions
from crawler.deliver.model import Batch, Position, Sink, SinkSpec
from crawler.ledger.deliveries import Deliveries, LeaseLost
from crawler.ledger.errors import LedgerBusy

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

POLL = 0.4
"""Poll interval for new records, in seconds: one poll costs a millisecond of CPU time."""

BEAT = 10.0
"""Seconds between two heartbeats of the lease while idle."""

TRIES = 3
"""Attempts to send a record, alone or in its batch, before it is parked."""

TRIES_DOWN = 6
"""Attempts to send a batch to a sink that is down, in a run that drains (some 15 seconds)."""

LEDGER_PATIENCE = 60.0
"""Seconds that the ledger may be locked or unreachable, in a run that drains."""

REFUSED_IN_ROW = 100
"""Consecutive refused records after which the sink counts as misconfigured."""


class Stopped(Exception):
    """The run ends now; the next run continues."""


@dataclass(slots=True)
class Signals:
    """`stop`: end after the current batch. `drain`: end when all records are delivered."""

    stop: threading.Event = field(default_factory=threading.Event)
    drain: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Result:
    """Result of a run for one sink. `error`: why it ended early.

    `misconfigured`: a retry cannot succeed. `held_by`: the other process that delivers to this sink.
    """

    name: str
    delivered: int = 0
    parked: int = 0
    error: str | None = None
    misconfigured: bool = False
    held_by: str | None = None


class Deliverer:
    """One run for one sink, in one thread."""

    def __init__(
        self,
        spec: SinkSpec,
        sink: Sink,
        ledger: Deliveries,
        signals: Signals,
        *,
        match: Matcher | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.spec = spec
        self.result = Result(spec.name)
        self._sink = sink
        self._ledger = ledger
        self._signals = signals
        self._reader = BatchReader(spec, ledger, record_conditions(spec), RecordFilter(spec, match))
        self._chance = chance or random.Random()  # noqa: S311 - spreads retries
        self._beaten = time.monotonic()
        self._refused_in_row = 0

    def run(self) -> Result:
        """Deliver until `stop`, or until `drain` is set and no record is left. Raises LedgerError."""
        return self._under_lease(self._deliver_all)

    def retry_parked(self) -> Result:
        """Retry the parked records, each alone. Raises LedgerError."""
        return self._under_lease(self._send_parked)

    def rewind(self, seq: int) -> Result:
        """Set the cursor so that `seq` is the next record. Raises LedgerError."""
        name = self.spec.name

        def set_cursor() -> None:
            self._acquire()
            newest = self._retry_busy(self._ledger.last_seq)
            self._retry_busy(self._ledger.rewind, name, max(0, min(seq - 1, newest)))

        return self._under_lease(set_cursor)

    def _under_lease(self, work: Callable[[], None]) -> Result:
        """Do the work under the sink's lease; errors that end it early are stored in the result."""
        try:
            while True:
                try:
                    work()
                    break
                except LeaseLost as error:
                    if self._signals.drain.is_set():
                        self.result.error = str(error)
                        break
                    logger.warning("sink %s: %s", self.spec.name, error)
        except Stopped:
            pass
        except (SinkDown, SinkMisconfigured) as error:
            self.result.error = self.spec.secrets.redact(str(error))
            self.result.misconfigured = isinstance(error, SinkMisconfigured)
        finally:
            self._sink.close()
            try:
                self._ledger.release(self.spec.name)
            except LedgerBusy as error:  # the lease ends with this process
                logger.warning("sink %s: %s", self.spec.name, error)
        return self.result

    # --- start -------------------------------------------------------------------------------------

    def _acquire(self) -> None:
        """Acquire the sink's lease; a run without `drain` waits while another process holds it."""
        while (holder := self._retry_busy(self._ledger.acquire, self.spec.name)) is not None:
            if self._signals.drain.is_set():
                self.result.held_by = holder
                raise Stopped
            self._wait(1.0)

    def _open(self) -> None:
        failures = 0
        while True:
            try:
                self._sink.open(self._retry_busy(position_of, self._ledger, self.spec.name))
                return
            except (SinkDown, SinkMisconfigured) as error:
                failures += 1
                self._failed(error, failures)

    # --- the loop ----------------------------------------------------------------------------------

    def _deliver_all(self) -> None:
        self._acquire()
        self._open()
        position = self._finish_begun()
        waiting_since = 0.0
        while not self._signals.stop.is_set():
            draining = self._signals.drain.is_set()  # before `last_seq`: ends despite newer records
            newest = self._retry_busy(self._ledger.last_seq)
            if newest <= position:
                if draining:
                    return
                waiting_since = 0.0
                self._wait(POLL)
                continue
            waiting_since = waiting_since or time.monotonic()
            waited = time.monotonic() - waiting_since
            if newest - position < self.spec.batch and not draining and waited < self.spec.age:
                self._wait(min(POLL, self.spec.age - waited))
                continue
            waiting_since = 0.0
            batch = self._retry_busy(self._reader.next, position, newest)
            self._handle(batch, begun=False)
            position = batch.last

    def _finish_begun(self) -> int:
        """Resend the unacknowledged batch of an earlier run; returns the cursor."""
        name = self.spec.name
        cursor = self._retry_busy(self._ledger.cursor, name)
        if cursor.pending is None:
            return cursor.seq
        parked = {one.seq for one in self._retry_busy(self._ledger.parked, [name])}
        self._handle(self._retry_busy(self._reader.rebuild, cursor.seq, cursor.pending, parked), begun=True)
        return cursor.pending

    def _send_parked(self) -> None:
        self._acquire()
        self._open()
        name = self.spec.name
        for parked in self._retry_busy(self._ledger.parked, [name]):
            batch = self._retry_busy(self._reader.single, parked.seq)
            try:
                if batch is not None:
                    self._send(batch)
                    self.result.delivered += 1
                self._retry_busy(self._ledger.unpark, name, parked.seq)
            except BatchRefused as error:
                self._park(parked.seq, parked.tries + 1, error)

    def _handle(self, batch: Batch, *, begun: bool) -> None:
        """Send a batch and advance the cursor."""
        if not batch.records:
            self._retry_busy(self._ledger.acknowledge, self.spec.name, batch.last, 0)
            return
        if not begun:
            self._retry_busy(self._ledger.begin, self.spec.name, batch.last)
        delivered = self._deliver(batch)
        self._retry_busy(self._ledger.acknowledge, self.spec.name, batch.last, delivered)
        self._beaten = time.monotonic()
        self.result.delivered += delivered

    def _deliver(self, batch: Batch) -> int:
        """Send the records of a batch, park refused ones; returns the number of delivered records."""
        try:
            self._send(batch)
        except BatchRefused as error:
            if error.seqs is not None:
                alone = singles(batch, error.seqs)
                self._refused_in_row = 0 if len(alone) < len(batch.records) else self._refused_in_row
                return len(batch.records) - len(alone) + sum(self._deliver_one(one, error) for one in alone)
            if len(batch.records) == 1:
                return self._deliver_one(batch, error)
            return sum(self._deliver(half) for half in split(batch))
        self._refused_in_row = 0
        return len(batch.records)

    def _deliver_one(self, batch: Batch, error: BatchRefused) -> int:
        """Retry a refused record; returns 1 if it was delivered, 0 if it was parked."""
        (record,) = batch.records
        for number in range(1, TRIES):
            self._wait(0.1 * number)
            try:
                self._send(batch)
                self._refused_in_row = 0
                return 1
            except BatchRefused as again:
                error = again
        self._refused_in_row += 1
        self._park(record.seq, TRIES, error)
        excess = self._refused_in_row - REFUSED_IN_ROW
        if excess >= 0:
            reason = f"{self._refused_in_row} records in a row were refused, the last with: {error}"
            self._failed(SinkMisconfigured(reason), excess + 1)
        return 0

    def _park(self, seq: int, tries: int, error: BatchRefused) -> None:
        reason = (error.seqs or {}).get(seq) or str(error)
        reason = self.spec.secrets.redact(reason)
        logger.error("sink %s: record %d is parked after %d tries: %s", self.spec.name, seq, tries, reason)
        self._retry_busy(self._ledger.park, self.spec.name, seq, tries, reason)
        self.result.parked += 1

    def _send(self, batch: Batch) -> None:
        """Send a batch until the sink accepts or refuses it. Raises BatchRefused, SinkDown (no retry)."""
        failures = 0
        while True:
            self._renew()
            try:
                self._sink.send(batch)
                return
            except (SinkDown, SinkMisconfigured) as error:
                failures += 1
                self._failed(error, failures)

    # --- failures and pauses -----------------------------------------------------------------------

    def _failed(self, error: SinkDown | SinkMisconfigured, failures: int) -> None:
        """Store and log a failure, then back off; a run that drains raises the error after `TRIES_DOWN`."""
        message = self.spec.secrets.redact(str(error))
        self._retry_busy(self._ledger.fail, self.spec.name, message)
        retry_after = error.retry_after if isinstance(error, SinkDown) else None
        rest = pause(failures, retry_after, self._chance)
        if self._signals.drain.is_set() and (
            failures >= TRIES_DOWN or isinstance(error, SinkMisconfigured) or (retry_after or 0) > 60
        ):
            raise error
        if failures == 1 or failures % 10 == 0:
            logger.warning("sink %s: %s; next try in %.1f s", self.spec.name, message, rest)
        self._wait(rest, until_drain=rest > 10)

    def _wait(self, seconds: float, *, until_drain: bool = False) -> None:
        """Sleep and renew the lease; with `until_drain`, wake when `drain` is set. Raises Stopped."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._signals.stop.wait(min(left, 1.0)):
                raise Stopped
            self._renew()
            if until_drain and self._signals.drain.is_set():
                return
        if self._signals.stop.is_set():
            raise Stopped

    def _renew(self) -> None:
        """Renew the lease if it is due. Raises LeaseLost."""
        if time.monotonic() - self._beaten > BEAT and self._ledger.holds_lease:
            self._retry_busy(self._ledger.beat, self.spec.name)
            self._beaten = time.monotonic()

    def _retry_busy(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the ledger; retry while it is locked or its server is unreachable."""
        deadline = time.monotonic() + LEDGER_PATIENCE
        while True:
            try:
                return call(*args, **kwargs)
            except LedgerBusy as error:
                if self._signals.drain.is_set() and time.monotonic() > deadline:
                    raise
                logger.debug("sink %s: %s", self.spec.name, error)
                if self._signals.stop.wait(POLL):
                    raise Stopped from error


def position_of(ledger: Deliveries, name: str) -> Position:
    """The sink's position. Raises LedgerError."""
    cursor = ledger.cursor(name)
    return Position(cursor.seq, cursor.seq if cursor.pending is None else cursor.pending, ledger.last_seq())
