"""The run of a crawling process: registration, heartbeat and leases of portals."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection, Engine, select

from crawler.items import PortalRef
from crawler.ledger import leases
from crawler.ledger.errors import LedgerError
from crawler.ledger.leases import Run
from crawler.ledger.queries import LedgerReader
from crawler.ledger.schema import portals

LEASE_PATIENCE = 10.0
"""Seconds to wait for a lock when acquiring a lease: nothing else can start before."""


class LedgerRun(LedgerReader):
    """The ledger's run of this process, with write transactions."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float]) -> None:
        super().__init__(engine, name, clock)
        self._run: Run | None = None
        self._heartbeat = 0.0
        self.leased: set[str] = set()
        """Portals that this run leased, released ones included."""
        self._held: set[str] = set()
        self._file = _identity(engine)

    def start_run(self) -> Run:
        """Register a run of this process. Raises LedgerError."""
        with self._writing() as connection:
            self._run = leases.start(connection, self._now())
        self._heartbeat = elapsed()
        return self._run

    @property
    def run(self) -> Run:
        """The run that `start_run` registered."""
        if self._run is None:
            raise LedgerError("no run was started on this ledger")
        return self._run

    def _finish_run(self) -> None:
        if self._run is None:
            return
        with self._writing() as connection:
            leases.finish(connection, [self._run.id], self._now())
        self._run = None

    def lease(self, portal: PortalRef) -> bool:
        """Acquire the portal's lease for this run; False if another living run holds it."""
        with self._writing(LEASE_PATIENCE) as connection:
            taken = leases.acquire(connection, self.run.id, portal, self._now())
        if taken:
            self.leased.add(portal.id)
            self._held.add(portal.id)
        return taken

    def is_held(self, portal_id: str) -> bool:
        """Whether another living run holds the portal."""
        with self._reading() as connection:
            return leases.is_held(connection, portal_id, self._run.id if self._run else None, self._now())

    def dead_runs(self) -> list[tuple[str, date]]:
        """Runs that died before they finished, with their crawl date."""
        with self._reading() as connection:
            return leases.dead_runs(connection, self._now())

    def finish_dead_runs(self, run_ids: Sequence[str]) -> None:
        """Mark dead runs as finished, after their files were repaired."""
        with self._writing() as connection:
            leases.finish(connection, run_ids, self._now())

    def completed_at(self, portal_id: str) -> int | None:
        """When the whole portal was last read to its end, in seconds since 1970; None if never."""
        with self._reading() as connection:
            found = connection.scalar(select(portals.c.completed_at).where(portals.c.id == portal_id))
            return None if found is None else int(found)

    def _beat(self) -> None:
        """Write a heartbeat if one is due.

        Raises LedgerError if another run took over portals of this one, which was stopped or suspended.
        """
        if self._run is not None and elapsed() - self._heartbeat >= leases.HEARTBEAT:
            with self._writing() as connection:
                lost = leases.beat(connection, self._run.id, self._held, self._now())
            self._heartbeat = elapsed()
            self._give_up(lost)

    def _check_leases(self, connection: Connection) -> None:
        """Raise LedgerError if another run took over portals of this one, e.g. one whose clock is fast."""
        if self._run is not None and self._held:
            self._give_up(leases.lost(connection, self._run.id, self._held))

    def _give_up(self, lost: set[str]) -> None:
        if lost:
            self._held -= lost
            raise LedgerError(
                f"ledger {self.name}: this run was suspended, and another run took over {min(lost)}"
                + (f" and {len(lost) - 1} more portals" if len(lost) > 1 else "")
            )

    def _check_file(self) -> None:
        """Raise LedgerError if the ledger's file was moved, deleted or replaced (SQLite).

        Transactions would continue in the moved file, and the next run would start with an empty one.
        """
        if self._file is not None and _identity(self._engine) != self._file:
            raise LedgerError(f"ledger {self.name} was moved, deleted or replaced while this run uses it")


def _identity(engine: Engine) -> tuple[int, int] | None:
    """Device and inode of the ledger's file; None for a server, and for a file that is gone."""
    if engine.dialect.name != "sqlite" or engine.url.database is None:
        return None
    return file_identity(engine.url.database)


def file_identity(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    """Device and inode of a file or folder; None for one that is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def elapsed() -> float:
    """Elapsed seconds, including those in which the machine was suspended (Linux)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
