"""Browsing and searching articles: a SQLite projection of the ledger, served over HTTP."""
