"""What was seen, stored and changed: decisions on plain data, and the tables that keep it.

`crawler.ledger.ledger.Ledger` is the way in. SQLAlchemy is only imported with it.
"""
