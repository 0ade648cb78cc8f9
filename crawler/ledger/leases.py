"""One run per portal: who holds it, and whether that run still lives.

A run writes its heartbeat every `HEARTBEAT` seconds; a portal is held while its run lives. A run on this
machine whose process is gone is dead at once, so that a crawl that was killed can be resumed at once.
"""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from crawler.items import PortalRef
from crawler.ledger.schema import portals, runs
from crawler.ledger.upserts import upsert

HEARTBEAT = 15
"""Seconds between two signs of life."""

BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Another text each time that a machine starts (man 4 random)."""

LIFETIME = 60
"""Seconds without a sign of life after which a run elsewhere is dead. One from the future counts as none:
clocks are put right."""

HUNG = 86_400
"""Seconds after which a run on this machine counts as dead though its process is there. Less is no sign: the
machine slept, or its clock was set, and the run goes on."""


RUNNING = ("R", "S", "D", "I")
GONE = ("X", "x", "Z")
"""States of processes. One that was stopped (T) is neither: it may go on, or never. Nor is one of
which the system tells nothing (?)."""

_let_go: set[str] = set()
"""Runs of this process that it has closed: the process is there, they are not."""


@dataclass(frozen=True, slots=True)
class Run:
    """This process's run. `crawl_date`, the local day of its start, names the files it writes."""

    id: str
    crawl_date: date


def start(connection: Connection, now: int) -> Run:
    """Note a new run of this process."""
    run = Run(uuid.uuid4().hex, datetime.fromtimestamp(now).astimezone().date())
    connection.execute(
        insert(runs).values(
            id=run.id,
            started_at=now,
            heartbeat_at=now,
            crawl_date=run.crawl_date,
            host=machine(),
            process=process_mark(os.getpid()),
        )
    )
    return run


def finish(connection: Connection, run_ids: Sequence[str], now: int) -> None:
    """Give back what these runs hold and mark them as finished."""
    connection.execute(update(portals).where(portals.c.leased_by.in_(run_ids)).values(leased_by=None))
    connection.execute(update(runs).where(runs.c.id.in_(run_ids)).values(finished_at=now))


def abandon_run(run_id: str) -> None:
    """This process goes on without that run, which was not finished: it died, as far as is known here."""
    _let_go.add(run_id)


def beat(connection: Connection, run_id: str, now: int) -> None:
    """Write a sign of life."""
    connection.execute(update(runs).where(runs.c.id == run_id).values(heartbeat_at=now))


def acquire(connection: Connection, run_id: str, portal: PortalRef, now: int) -> bool:
    """Hold the portal for this run; False when another living run does. In a transaction that writes."""
    row = {name: getattr(portal, name) for name in PortalRef.__slots__}
    upsert(connection, portals, ["id"], [row])
    if _is_held(connection.execute(_holder(portal.id).with_for_update(of=runs)).one_or_none(), run_id, now):
        return False
    connection.execute(update(portals).where(portals.c.id == portal.id).values(leased_by=run_id))
    return True


def is_held(connection: Connection, portal_id: str, run_id: str | None, now: int) -> bool:
    """Whether a living run other than `run_id` has the portal."""
    return _is_held(connection.execute(_holder(portal_id)).one_or_none(), run_id, now)


def release(connection: Connection, run_id: str, portal_id: str, completed_at: int | None) -> None:
    """Let another run have the portal, and note when all of it was gone through, if it was."""
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
def machine() -> str:
    """Where process numbers mean the same as here: this machine since its start, or this container of it.

    Machines that were copied from one have one name, and all have one number for what is no container.
    """
    marks = [platform.node()]
    ways: list[Callable[[], str]] = [lambda: os.readlink("/proc/self/ns/pid"), BOOT.read_text]
    for tell in ways:
        with suppress(OSError):  # not every system has it, or shows it
            marks.append(tell().strip())
    return " ".join(marks)


def process_mark(pid: int) -> str:
    """A mark that no later process shares: its number, and when it started if the system tells."""
    facts = _facts(pid)
    return f"{pid}:{facts[19]}" if facts else str(pid)


def _facts(pid: int) -> list[str]:
    """What /proc says of a process: its state first, its start the 20th; empty where it is hidden."""
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
    if run.finished_at is not None or run.id in _let_go:
        return False
    silent = now - run.heartbeat_at
    if run.host == machine():
        state = _state(run.process)
        if state in RUNNING:
            return bool(silent < HUNG)
        if state in GONE:
            return False
    return bool(abs(silent) < LIFETIME)


def _state(mark: str) -> str:
    """The state of the process, a letter (man 5 proc); X for one that is gone, ? where it cannot be told."""
    pid = int(mark.partition(":")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "X"
    except PermissionError:
        pass  # another user's process: it is there
    facts = _facts(pid)
    if not facts:
        return "?"  # no /proc, or hidden from other users: the number may be another process's by now
    return facts[0] if process_mark(pid) == mark else "X"
