"""Leases: at most one run per portal, and detection of dead runs.

A run writes a heartbeat every `HEARTBEAT` seconds and holds its portals while it lives. A run on this machine
whose process is gone is dead immediately, so that a killed crawl can be resumed at once.
"""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from crawler.items import PortalRef
from crawler.ledger.errors import LedgerSetBack
from crawler.ledger.schema import counters, portals, runs
from crawler.ledger.upserts import upsert

HEARTBEAT = 15
"""Seconds between two heartbeats."""

BOOT = Path("/proc/sys/kernel/random/boot_id")
"""A new value at each boot (man 4 random)."""

LIFETIME = 60
"""Seconds without a heartbeat after which a run on another machine is dead. A heartbeat in the future counts
as missing: clocks get corrected."""

HUNG = 86_400
"""Seconds after which a run on this machine is dead although its process exists. A shorter silence proves
nothing: the machine slept or its clock was set, and the run continues."""


RUNNING = ("R", "S", "D", "I")
GONE = ("X", "x", "Z")
"""Process states. A stopped process (T) is in neither: it may continue or not. Nor is an unknown state
(?)."""

_abandoned: set[str] = set()
"""Runs that this process has closed: the process exists, they do not."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of this process. `crawl_date`, the local day of its start, names its output files."""

    id: str
    crawl_date: date


def start(connection: Connection, now: int) -> Run:
    """Insert a new run of this process."""
    run = Run(uuid.uuid4().hex, datetime.fromtimestamp(now).astimezone().date())
    connection.execute(
        insert(runs).values(
            id=run.id,
            started_at=now,
            heartbeat_at=now,
            crawl_date=run.crawl_date,
            host=machine_id(),
            process=process_mark(os.getpid()),
        )
    )
    return run


def finish(connection: Connection, run_ids: Sequence[str], now: int) -> None:
    """Release the leases of these runs and mark them as finished."""
    connection.execute(update(portals).where(portals.c.leased_by.in_(run_ids)).values(leased_by=None))
    connection.execute(update(runs).where(runs.c.id.in_(run_ids)).values(finished_at=now))
    connection.execute(
        delete(counters).where(counters.c.name.in_([counter_of(run_id) for run_id in run_ids]))
    )


def counter_of(run_id: str) -> str:
    """The name of a run's counter of transactions."""
    return f"run {run_id}"


def abandon_run(run_id: str) -> None:
    """Count an unfinished run of this process as dead from now on."""
    _abandoned.add(run_id)


def beat(connection: Connection, run_id: str, held: Collection[str], now: int) -> set[str]:
    """Write a heartbeat; returns those of the `held` portals that another run has acquired since.

    Raises LedgerSetBack if the ledger does not know the run any more.
    """
    found = connection.execute(
        update(runs).where(runs.c.id == run_id).values(heartbeat_at=now, finished_at=None)
    )
    if found.rowcount != 1:
        raise LedgerSetBack(
            "the ledger lost this run: another server that is behind has the place of its server"
        )
    return lost(connection, run_id, held)


def lost(connection: Connection, run_id: str, held: Collection[str]) -> set[str]:
    """Those of the `held` portals that another run has acquired since."""
    ours = set(connection.scalars(select(portals.c.id).where(portals.c.leased_by == run_id)))
    return {*held} - ours


def acquire(connection: Connection, run_id: str, portal: PortalRef, now: int) -> bool:
    """Acquire the portal's lease; False if another living run holds it. Needs a write transaction."""
    row = {name: getattr(portal, name) for name in PortalRef.__slots__ if name in portals.c}
    upsert(connection, portals, ["id"], [row])
    if _is_held(connection.execute(_holder(portal.id).with_for_update(of=runs)).one_or_none(), run_id, now):
        return False
    connection.execute(update(portals).where(portals.c.id == portal.id).values(leased_by=run_id))
    return True


def is_held(connection: Connection, portal_id: str, run_id: str | None, now: int) -> bool:
    """Whether a living run other than `run_id` holds the portal."""
    return _is_held(connection.execute(_holder(portal_id)).one_or_none(), run_id, now)


def release(connection: Connection, run_id: str, portal_id: str, completed_at: int | None) -> None:
    """Release the portal's lease, and store when the portal was last read to its end, if it was."""
    values: dict[str, int | None] = {"leased_by": None}
    if completed_at is not None:
        values["completed_at"] = completed_at
    held = (portals.c.id == portal_id) & (portals.c.leased_by == run_id)
    connection.execute(update(portals).where(held).values(values))


def dead_runs(connection: Connection, now: int) -> list[tuple[str, date]]:
    """Runs that died before they finished, with their crawl date."""
    unfinished = connection.execute(select(runs).where(runs.c.finished_at.is_(None))).all()
    return [(run.id, run.crawl_date) for run in unfinished if not _lives(run, now)]


@cache
def machine_id() -> str:
    """Identifies where process ids are comparable: this boot of this machine, or this container.

    Cloned machines share a host name, and all machines share the namespace number outside of containers.
    """
    marks = [platform.node()]
    ways: list[Callable[[], str]] = [lambda: os.readlink("/proc/self/ns/pid"), BOOT.read_text]
    for tell in ways:
        with suppress(OSError):  # not available or not readable on every system
            marks.append(tell().strip())
    return " ".join(marks)


def process_mark(pid: int) -> str:
    """A mark that no later process shares: process id and, if readable, start time."""
    facts = _facts(pid)
    return f"{pid}:{facts[19]}" if facts else str(pid)


def _facts(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name: state first, start time 20th; empty if not readable."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return stat.rpartition(")")[2].split()  # the name in parentheses may hold anything (man 5 proc)


def _holder(portal_id: str) -> Select[Any]:
    return select(runs).join(portals, portals.c.leased_by == runs.c.id).where(portals.c.id == portal_id)


def _is_held(holder: Row[Any] | None, run_id: str | None, now: int) -> bool:
    return holder is not None and holder.id != run_id and _lives(holder, now)


def _lives(run: Row[Any], now: int) -> bool:
    if run.finished_at is not None or run.id in _abandoned:
        return False
    return is_alive(run.host, run.process, run.heartbeat_at, now)


def is_alive(host: str, process: str, heartbeat_at: int, now: int) -> bool:
    """Whether the process that wrote a lease's last heartbeat counts as alive.

    `host` and `process` are its `machine_id` and `process_mark`.
    """
    silent = now - heartbeat_at
    if host == machine_id():
        state = _state(process)
        if state in RUNNING:
            return silent < HUNG
        if state in GONE:
            return False
    return abs(silent) < LIFETIME


def _state(mark: str) -> str:
    """State letter of the process (man 5 proc); X if it is gone, ? if unknown."""
    pid = int(mark.partition(":")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "X"
    except PermissionError:
        pass  # another user's process: it exists
    facts = _facts(pid)
    if not facts:
        return "?"  # no /proc, or hidden from other users: the process id may have been reused
    return facts[0] if process_mark(pid) == mark else "X"
