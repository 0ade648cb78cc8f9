"""URL source: one way to list a site's articles (sitemaps, feeds, listings, an API)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from crawler.discovery.messages import Candidate, Fetch, FetchResult, Record

GONE = frozenset({400, 404, 410})
"""HTTP statuses that sites send for pages after the last one."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What a response led to. A source is finished when all its requests are answered.

    `remember` are facts stored for the next run once this run is complete.
    """

    fetches: tuple[Fetch, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    remember: tuple[tuple[str, str], ...] = ()

    def after(self, remember: tuple[tuple[str, str], ...]) -> SourceResult:
        """Return this result with facts that came before its own."""
        return replace(self, remember=remember + self.remember)

    def before(self, candidates: tuple[Candidate, ...]) -> SourceResult:
        """Return this result with candidates that came before its own."""
        return replace(self, candidates=candidates + self.candidates)


class ChangeSignal(Protocol):
    """A source that detects whether the site has changed since the last run."""

    @property
    def unchanged(self) -> bool: ...


class UrlSource(Protocol):
    """Protocol of a URL source. `complete` is read when the source is finished: False if another source is
    needed.

    `known` are the ids of the articles that the sources before found (`crawler.urls.canonical`).
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


@runtime_checkable
class ListSource(Protocol):
    """A source that may end before the list does."""

    @property
    def needs_scripts(self) -> bool:
        """Whether only the page's scripts load the rest of a list."""
        ...


@runtime_checkable
class OrderedSource(Protocol):
    """A source of lists in order of time."""

    @property
    def vanished(self) -> Sequence[str]:
        """Ids of articles that a list no longer shows (`crawler.discovery.core.vanished`)."""
        ...


@runtime_checkable
class DetailSource(Protocol):
    """A source whose articles are read one by one from other URLs than those of their pages."""

    def data_url(self, candidate: Candidate) -> str | None:
        """URL of an article's data; None if its page contains them."""
        ...

    def read_detail(self, body: bytes, candidate: Candidate) -> Record | None:
        """The article in the answer of `data_url`; None if it is none."""
        ...
