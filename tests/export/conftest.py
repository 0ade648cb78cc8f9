"""The ledger fixtures, for exports of it."""

from __future__ import annotations

from tests.ledger.conftest import clock, ledger, ledger_target, open_ledger

__all__ = ["clock", "ledger", "ledger_target", "open_ledger"]
