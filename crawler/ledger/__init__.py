"""Crawl ledger: URL state, articles, revisions and visits in SQLite or PostgreSQL.

`crawler.ledger.ledger.Ledger` is the entry point. Only that module imports SQLAlchemy.
"""
