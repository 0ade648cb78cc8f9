"""The query language of watches, exports, crawls and deliveries: text -> test of a record.

`parse(text)` reads a query once; `Query.matches(record)` tests a record (a line of the JSON Lines output as a
dictionary). docs/watch.md describes the language.
"""

from __future__ import annotations

from crawler.query.document import Document
from crawler.query.errors import QueryError
from crawler.query.parser import parse
from crawler.query.tree import Query

__all__ = ["Document", "Query", "QueryError", "parse"]
