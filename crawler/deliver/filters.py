"""The record filters of a sink."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crawler.deliver.model import SinkSpec
from crawler.ledger.deliveries import RecordConditions, StoredRecord

Matcher = Callable[[Mapping[str, Any]], bool]
"""Whether a record (a dictionary of the JSON Lines output) matches a query."""


def record_conditions(spec: SinkSpec) -> RecordConditions:
    """The sink's filters that run as SQL."""
    return RecordConditions(portal_ids=spec.portals, published_since=spec.since, latest=spec.latest)


class RecordFilter:
    """The sink's filters that need the record itself; records are parsed only if such a filter is set."""

    def __init__(self, spec: SinkSpec, match: Matcher | None = None) -> None:
        self._languages = frozenset(spec.languages)
        self._provinces = frozenset(spec.provinces)
        self._tombstones = spec.tombstones
        self._match = match

    def accepts(self, record: StoredRecord) -> bool:
        """Whether the record passes the filters."""
        if not self._tombstones and _is_tombstone(record):
            return False
        if self._provinces and record.data["portal"]["province"] not in self._provinces:
            return False
        if self._languages and record.data["language"] not in self._languages:
            return False
        return self._match is None or self._match(record.data)


def _is_tombstone(record: StoredRecord) -> bool:
    """Whether the record is a tombstone; `gone_at` is the last key of the line."""
    return not record.line.endswith(b'"gone_at": null}') and record.data["gone_at"] is not None
