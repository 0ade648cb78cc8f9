"""The `match` filter of a sink: a query in the query language of watches."""

from __future__ import annotations

from crawler.deliver.filters import Matcher
from crawler.deliver.model import SinkSpec


def matcher_of(spec: SinkSpec) -> Matcher | None:
    """The sink's query as a function of a record; None if it has none. Raises QueryError, a UsageError."""
    if spec.match is None:
        return None
    from crawler.query import parse

    return parse(spec.match).matches
