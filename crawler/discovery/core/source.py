"""A walk: one way through a site's articles (its sitemaps, its feeds, ...), asked for answer by answer."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.messages import Candidate, Fetch, FetchResult, Record

GONE = frozenset({400, 404, 410})
"""What a site answers beyond the last page."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What an answer led to. A walk is over when all fetches that it asked for are answered.

    `remember` are facts that the next run is told, once this one is complete.
    """

    fetches: tuple[Fetch, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    remember: tuple[tuple[str, str], ...] = ()


class UrlSource(Protocol):
    """`complete` is asked when the walk is over: does the plan need another way to find everything?

    `known` carries over what the walks before found: a set of article ids (`crawler.urls.canonical`).
    """

    @property
    def name(self) -> str: ...

    def start(self, known: AbstractSet[str]) -> SourceResult: ...

    def receive(self, answer: FetchResult) -> SourceResult: ...

    @property
    def complete(self) -> bool: ...

    @property
    def entries(self) -> Mapping[str, int]:
        """Number of entries of each document that was read, by URL and before any filter."""
        ...
