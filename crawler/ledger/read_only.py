"""Opens a SQLite ledger whose file or folder this user cannot write.

SQLite needs the files `-wal` and `-shm` beside a ledger for reading too, and creates them. Where they cannot
be created and the ledger is at rest, it is read as an immutable file: a change during a query is an error.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from crawler.ledger.errors import LedgerError
from crawler.program import program


def may_write(path: Path) -> bool:
    """Whether this user can write the file, or create files in the folder."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def open_read_only(file: Path, patience: float) -> Engine:
    """Open the ledger for reading only. Raises LedgerError."""
    return engine_of(read_only_connector(file, patience))


def engine_of(connector: Connector) -> Engine:
    """Return an engine on the file; one on an immutable file watches it for changes."""
    engine = create_engine("sqlite://", creator=connector, poolclass=QueuePool)
    if connector.immutable:
        _watch_for_changes(engine, connector.file)
    return engine


@dataclass(frozen=True, slots=True)
class Connector:
    """Connects to a ledger's file for reading only."""

    file: Path
    patience: float
    immutable: bool

    def __call__(self) -> sqlite3.Connection:
        mode = "immutable=1" if self.immutable else "mode=ro"
        address = f"file:{quote(str(self.file.absolute()))}?{mode}"
        return sqlite3.connect(address, uri=True, timeout=self.patience, check_same_thread=False)


def read_only_connector(file: Path, patience: float) -> Connector:
    """Return the connector that this file needs now. Raises LedgerError for a file that cannot be read."""
    connector = Connector(file, patience, immutable=False)
    try:
        with closing(connector()) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            _check_readable(file)
            return replace(connector, immutable=True)
        # a locked or damaged file is explained by the statement that needs it
    return connector


def _check_readable(file: Path) -> None:
    """Raise LedgerError for a file that cannot be read as it is."""
    if not os.access(file, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        raise LedgerError(f"ledger {file} cannot be read; its owner can share it: SHARE_FILES=1")
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise LedgerError(
            f"ledger {file} was left by a run that was killed; to repair it, its owner runs "
            f"`{program()} health` once, since {file.parent} cannot be written"
        )


def _watch_for_changes(engine: Engine, file: Path) -> None:
    state = _state(file)

    def check(_: object) -> None:
        if _state(file) != state:
            raise LedgerError(f"ledger {file} was changed while it was read; run the command again")

    for moment in ("begin", "commit", "rollback"):
        event.listen(engine, moment, check)


def _state(file: Path) -> tuple[int, int, int]:
    found = file.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
