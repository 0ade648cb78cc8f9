"""The ledger of the running crawl, shared by its spider and its pipelines.

Every `scrapy` command imports this module; SQLAlchemy is imported when the first ledger is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from crawler.ledger.errors import LedgerError

if TYPE_CHECKING:
    from crawler.ledger.ledger import Ledger

PATIENCE = 10.0
"""Seconds to wait for another process's lock while opening."""


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
        ledger.revisit = revisit_days(crawler.settings)
        ledger.drop_duplicates = drops_duplicates(crawler.settings)
        ledger.start_run()
        _ledgers[crawler] = ledger
    return ledger


def existing_ledger(settings: Any) -> Ledger:
    """Open the ledger in the settings for reading. Raises LedgerError, also if it does not exist yet."""
    from crawler.ledger.engine import sqlite_file

    target = ledger_target(settings)
    file = sqlite_file(target)
    if file is not None and not file.exists():
        raise LedgerError(f"there is no ledger at {file} yet; a crawl creates it")
    return _open(target)


def check_ledger(settings: Any) -> None:
    """Check the settings: open the ledger they name and close it again. Raises LedgerError."""
    drops_duplicates(settings)
    _open(ledger_target(settings)).close()


def _open(target: str) -> Ledger:
    from crawler.ledger.ledger import Ledger

    return Ledger.open(target, patience=PATIENCE)
