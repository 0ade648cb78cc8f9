"""Write queue of the ledger: collects events of a crawl and commits them in batches."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import Connection, Engine, select, update

from crawler.ledger import leases
from crawler.ledger.batch_writer import Written, write
from crawler.ledger.entries import ArticleEntry, Entry, Failure, Fetched, Release, description
from crawler.ledger.errors import LedgerRefused, LedgerSetBack, LedgerUnreachable
from crawler.ledger.revisits import REVISIT
from crawler.ledger.run import LedgerRun
from crawler.ledger.schema import counters
from crawler.ledger.upserts import upsert

logger = logging.getLogger(__name__)

BATCH_SIZE = 50
"""Maximum articles per transaction: they share one disk sync."""

TRANSACTION_SIZE = 5000
"""Maximum entries per transaction: a sitemap may list 100,000 URLs at once."""

BATCH_AGE = 0.25
"""Seconds that an entry waits for its transaction, while transactions are fast."""

WRITING_SHARE = 0.1
"""Maximum share of time spent in transactions. On a slow disk or busy machine the next transaction waits in
proportion to the last one, at most `MAX_AGE_LENGTH`, even if a flush was requested."""

MAX_AGE_LENGTH = 1.0
"""Seconds; a crawl that is killed fetches again what arrived in them."""

ADDRESSES_SIZE = 2000
"""Maximum discovered URLs per transaction; they carry no text."""


class WriteQueue(LedgerRun):
    """Entries (articles, failures, ...) wait here until a transaction writes them."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float]) -> None:
        super().__init__(engine, name, clock)
        self._batch: list[Entry] = []
        self._written: set[str] = set()  # portals with new records that no caller has seen yet
        self._batch_since = 0.0
        self._age = BATCH_AGE
        self._cost = 0.0  # seconds that the last transaction took
        self._rest = 0.0  # minimum seconds from its end to the next one
        self._committed = -math.inf  # when it ended
        self._articles = 0
        self._releases: dict[str, tuple[bool, bool]] = {}
        self._fetches: dict[tuple[str, str], list[Fetched]] = {}
        self._hurried = False
        self._transaction_size = TRANSACTION_SIZE  # smaller while searching for a rejected entry
        self._transactions = 0
        self._marked = 0  # the last one that took effect
        self._marking: str | None = None  # the run whose transactions are numbered
        self._highest_seq = 0
        self._unsure: tuple[list[Entry], Written] | None = None
        """The batch and results of a transaction whose COMMIT was not answered."""
        self.gone: dict[str, int] = {}
        """Number of articles that this run found to be gone, by portal."""
        self.drop_duplicates = False
        """Whether near-duplicates of stored articles are dropped instead of linked."""
        self.from_archive = False
        """Whether articles come from archives: captures older than the newest revision count as unchanged."""
        self.accept_replaced = False
        """Whether articles that have nothing in common with their stored revision are stored."""
        self.revisit: tuple[int, ...] = REVISIT
        """Days after publication on which articles are fetched again; empty: never."""

    def _add(self, entry: Entry) -> None:
        if not self._batch:
            self._batch_since = time.monotonic()
        self._batch.append(entry)
        self._articles += isinstance(entry, ArticleEntry)

    def request_flush(self) -> None:
        """Flush with the next tick that the last transaction's cost allows: a caller waits for the result."""
        self._hurried = True

    def tick(self) -> list[str]:
        """Flush the batch if it is full, old or requested; renew leases. Returns the portals with new
        records.

        Raises LedgerBusy if another process holds the ledger: nothing is lost, call again.
        """
        self._beat()
        if self._releases:
            busy = {portal_id for portal_id, _ in self._fetches}
            self._queue_releases(set(self._releases) - busy)
        full = self._articles >= BATCH_SIZE or len(self._batch) >= ADDRESSES_SIZE
        if full or (self._batch and self._is_time()):
            return self.flush()
        return []

    def _is_time(self) -> bool:
        """Whether the batch is old enough, or a flush was requested."""
        now = time.monotonic()
        age = now - self._batch_since
        in_time = age >= self._cost and now - self._committed >= self._rest
        return age >= self._age or (self._hurried and in_time)

    def _queue_releases(self, portal_ids: Iterable[str]) -> None:
        for portal_id in sorted(portal_ids):
            self._held.discard(portal_id)
            self._add(Release(portal_id, self.run.id, *self._releases.pop(portal_id)))

    def flush_all(self) -> list[str]:
        """Release what is to be released, and flush."""
        self._queue_releases(set(self._releases))
        return self.flush()

    def flush(self) -> list[str]:
        """Commit the queue and return the portals with new records. Raises LedgerError, LedgerBusy."""
        while self._batch:
            self._flush_some()
        written, self._written = self._written, set()
        return sorted(written)

    def _flush_some(self) -> None:
        """Commit one transaction: the queue, or the first part of a long one."""
        batch = self._batch[: min(self._transaction_size, TRANSACTION_SIZE)]
        if self._unsure is not None:
            batch = self._unsure[0]
        crawl_date = self.run.crawl_date
        began = time.monotonic()
        written = self._write(batch, crawl_date)
        if written is None:
            return
        self._committed = time.monotonic()
        self._cost = self._committed - began
        self._hurried = False
        self._rest = min(self._cost / WRITING_SHARE, MAX_AGE_LENGTH)
        self._age = max(BATCH_AGE, self._rest)
        del self._batch[: len(batch)]
        self._transaction_size = min(TRANSACTION_SIZE, 2 * self._transaction_size)
        self._articles -= sum(isinstance(entry, ArticleEntry) for entry in batch)
        self._written |= {
            answer.article.portal.id for _, answer in written.stored if answer.kind in ("new", "changed")
        } | {*written.gone}
        for portal_id, count in written.gone.items():
            self.gone[portal_id] = self.gone.get(portal_id, 0) + count
        for entry, answer in written.stored:
            self._highest_seq = max(self._highest_seq, answer.article.seq or 0)
            entry.answer(answer)

    def _write(self, batch: list[Entry], crawl_date: date) -> Written | None:
        """Write a batch in one transaction; None if the database rejects an entry, which is parked then."""
        self._check_file()
        written: Written | None
        if self._unsure is not None:
            (_, written), self._unsure = self._unsure, None
            if self._is_committed():
                self._marked = self._transactions
                return written
        written = None
        try:
            with self._writing() as connection:
                self._mark(connection)
                self._check_leases(connection)
                written = write(
                    connection,
                    batch,
                    self._now(),
                    crawl_date,
                    drop_duplicates=self.drop_duplicates,
                    from_archive=self.from_archive,
                    accept_replaced=self.accept_replaced,
                    revisit=self.revisit,
                )
            self._marked = self._transactions
            return written
        except LedgerUnreachable:
            if written is not None:
                self._unsure = batch, written
            raise
        except LedgerRefused as error:
            if len(batch) > 1:
                self._transaction_size = len(batch) // 2  # bisect
            else:
                self._park(batch[0], error)
            return None

    def _mark(self, connection: Connection) -> None:
        """Number the transaction, so that it can be found out whether a COMMIT without answer took effect.

        Raises LedgerSetBack if the one before is missing: a server may fail over without any error here.
        """
        self._transactions += 1
        if connection.dialect.name == "sqlite":
            return
        if self._marking != self.run.id:
            self._marking, self._marked = self.run.id, 0
        row = {"name": leases.counter_of(self.run.id), "value": self._transactions}
        if not self._marked:
            upsert(connection, counters, ["name"], [row])
            return
        number = counters.c.value == self._marked
        done = connection.execute(
            update(counters).where(counters.c.name == row["name"], number).values(value=row["value"])
        )
        if done.rowcount != 1:
            raise LedgerSetBack(
                f"ledger {self.name} lost transactions of this run: a server that is behind has its place"
            )

    def recover(self) -> None:
        """After LedgerSetBack: continue the sequence numbers after those that readers have seen already."""
        with self._writing() as connection:
            seq = counters.c.value < self._highest_seq
            connection.execute(
                update(counters).where(counters.c.name == "seq", seq).values(value=self._highest_seq)
            )

    def _is_committed(self) -> bool:
        """Whether the last transaction took effect."""
        query = select(counters.c.value).where(counters.c.name == leases.counter_of(self.run.id))
        with self._reading() as connection:
            return connection.scalar(query) == self._transactions

    def _park(self, entry: Entry, error: LedgerRefused) -> None:
        """Leave out one entry that the database rejects; the others of its batch are written."""
        logger.error("not stored: %s (%s)", description(entry), error)
        del self._batch[:1]
        self._transaction_size = TRANSACTION_SIZE
        if isinstance(entry, ArticleEntry):
            self._articles -= 1
            entry.refuse(error)
            for fetch in entry.fetches:
                self._add(Failure(fetch.portal_id, fetch.url, "not_storable"))

    def abandon(self, error: Exception) -> None:
        """Drop the queue: articles are refused with `error`; a later run fetches them again."""
        batch, self._batch, self._articles = self._batch, [], 0
        for entry in batch:
            if isinstance(entry, ArticleEntry):
                entry.refuse(error)

    @property
    def waiting(self) -> int:
        """Number of queued entries."""
        return len(self._batch)
