"""Delivers the ledger's records, each once and in order of `seq`, to the systems where they are used."""
