"""Consistent copies of a SQLite ledger while crawls write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.ledger.engine import ledger_url, shown
from crawler.ledger.errors import LedgerError
from crawler.ledger.read_only import may_write, read_only_connector

PAGES = 1000
"""Database pages copied at once; a crawl may write between two steps."""


def back_up(target: str, destination: Path) -> int:
    """Copy the ledger at `target` to a new file and return its size in bytes. Raises LedgerError.

    The file appears when it is complete. `cp` would miss what the write-ahead log holds.
    """
    url = ledger_url(target)
    if url.get_backend_name() != "sqlite":
        raise LedgerError(f"{shown(url)} is not a file; use pg_dump for PostgreSQL")
    source = Path(str(url.database))
    if not source.is_file():
        raise LedgerError(f"there is no ledger at {source} yet; a crawl creates it")
    if destination.exists():
        raise LedgerError(f"{destination} exists; name a new file")
    part = destination.with_name(f".{destination.name}.part")
    try:
        part.unlink(missing_ok=True)
        with closing(_connect(source)) as ledger, closing(sqlite3.connect(part)) as copy:
            ledger.backup(copy, pages=PAGES, sleep=0.01)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(destination)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise LedgerError(f"{destination} cannot be written ({error})") from error
    return destination.stat().st_size


def _connect(source: Path) -> sqlite3.Connection:
    if may_write(source) and may_write(source.parent):
        return sqlite3.connect(source)
    return read_only_connector(source, patience=10)()
