"""Ledger errors: one line each, with the value and the way out."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be opened, read or written. Commands exit with status 2."""


class LedgerBusy(LedgerError):
    """Another process holds the lock, or the server is unreachable; the same call may succeed later."""


class LedgerUnreachable(LedgerBusy):
    """The server does not answer: the same call may succeed later."""


class LedgerRefused(LedgerError):
    """The database rejects a value. Without the entry that holds it the transaction may succeed."""


class LedgerSetBack(LedgerError):
    """The database lost transactions that were committed: it failed over to a replica that was behind."""
