"""Delivers the ledger's records in order of `seq` to other systems: at least once, idempotent per record."""
