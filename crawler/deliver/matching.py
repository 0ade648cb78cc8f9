"""The `match` filter of a sink: a query in the language of watches."""

from __future__ import annotations

from crawler.deliver.filters import Matcher
from crawler.deliver.model import SinkSpec
from crawler.portals.errors import UsageError


def matcher_of(spec: SinkSpec) -> Matcher | None:
    """The sink's query as a function of a record; None if it has none. Raises UsageError."""
    if spec.match is None:
        return None
    raise UsageError("this release cannot read the filter match yet; leave it out")
