"""The ledger of the running crawl, shared by its spider and its pipelines.

Every `scrapy` command imports this module; SQLAlchemy is imported when the first ledger is opened.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from crawler.ledger.errors import LedgerError, LedgerUnreachable

if TYPE_CHECKING:
    from crawler.ledger.ledger import Ledger

PATIENCE = 10.0
"""Seconds to wait for another process's lock while opening."""

OPENING_LIMIT = 30.0
"""Seconds in which a server that is starting, read-only or cut off is tried again while opening."""

PAUSE = 0.5


class Crawler(Protocol):
    """The part of Scrapy's `Crawler` that this module uses."""

    @property
    def settings(self) -> Any: ...


_ledgers: WeakKeyDictionary[Any, Ledger] = WeakKeyDictionary()


def ledger_target(settings: Mapping[str, Any]) -> str:
    """Path or URL of the ledger in the settings: `LEDGER_URL`, or `ledger.db` in `OUTPUT_DIR`."""
    url = settings.get("LEDGER_URL")
    return str(url) if url else str(Path(str(settings.get("OUTPUT_DIR") or "output")) / "ledger.db")


def drops_duplicates(settings: Any) -> bool:
    """Whether `DUPLICATES` is `drop`; the default is `link`. Raises LedgerError for any other value."""
    word = str(settings.get("DUPLICATES") or "link").lower()
    if word not in ("link", "drop"):
        raise LedgerError(f"DUPLICATES={word!r} is unknown; write link or drop")
    return word == "drop"


def revisit_days(settings: Any) -> tuple[int, ...]:
    """`REVISIT` as days after publication, ascending; empty for 0."""
    value = settings.get("REVISIT")
    if value is None:
        from crawler.ledger.revisits import REVISIT

        return REVISIT
    items = str(value).split(",") if isinstance(value, str | int) else value
    return tuple(sorted({int(str(one)) for one in items} - {0}))


def ledger_of(crawler: Crawler) -> Ledger:
    """The crawl's ledger; the first call opens it. Raises LedgerError."""
    ledger = _ledgers.get(crawler)
    if ledger is None:
        ledger = _open(ledger_target(crawler.settings))
        try:
            ledger.revisit = revisit_days(crawler.settings)
            ledger.drop_duplicates = drops_duplicates(crawler.settings)
            ledger.start_run()
        except LedgerError:
            ledger.close(finished=False)
            raise
        _ledgers[crawler] = ledger
    return ledger


def existing_ledger(settings: Any) -> Ledger:
    """Open the ledger in the settings for reading. Raises LedgerError, also if it does not exist yet."""
    missing = missing_file(settings)
    if missing is not None:
        raise LedgerError(f"there is no ledger at {missing} yet; a crawl creates it")
    return _open(ledger_target(settings), reader=True)


def missing_file(settings: Any) -> Path | None:
    """The file of a SQLite ledger that does not exist yet; None if it exists, and for other databases."""
    from crawler.ledger.engine import sqlite_file

    file = sqlite_file(ledger_target(settings))
    return file if file is not None and not file.exists() else None


def check_ledger(settings: Any) -> None:
    """Check the settings: open the ledger they name and close it again. Raises LedgerError."""
    drops_duplicates(settings)
    _open(ledger_target(settings)).close()


def _open(target: str, *, reader: bool = False) -> Ledger:
    from crawler.ledger.ledger import Ledger

    began = time.monotonic()
    while True:
        try:
            return Ledger.open(target, patience=PATIENCE, reader=reader)
        except LedgerUnreachable:
            if time.monotonic() - began >= OPENING_LIMIT:
                raise
            time.sleep(PAUSE)
