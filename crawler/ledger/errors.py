"""What can go wrong with a ledger, each in one line that names the value and the way out."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be opened, read or written. Commands end with exit status 2 on it."""


class LedgerBusy(LedgerError):
    """Another process holds the ledger, or its server is away: the same call may succeed later."""
