"""The crawl state of earlier runs as discovery uses it. The ledger implements it; without a ledger all is
new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.messages import Candidate
from crawler.portals import Portal


@dataclass(frozen=True, slots=True)
class FetchDecision:
    """A candidate that the ledger decided to fetch; with validators the request is conditional."""

    candidate: Candidate
    etag: str | None = None
    last_modified: str | None = None
    new: bool = True
    revisit: bool = False
    """Whether a stored article is read again by its schedule."""


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """The URL of a candidate's page after redirects, and the validators that its server sent."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class CrawlState(Protocol):
    """What the spider reads before it fetches and records afterwards."""

    def acquire(self, portal: Portal) -> bool:
        """Acquire the lease of the portal for this run; False if another live run holds it."""
        ...

    def has_completed(self, portal_id: str) -> bool:
        """Whether a run has completed the whole portal before."""
        ...

    def decide(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[FetchDecision]:
        """Return the fetch decisions for the candidates to fetch, in order; `full` includes known ones.

        Without `full`, stored articles that are due are marked `revisit`: `due` returns these too.
        """
        ...

    def load_memory(self, portal_id: str) -> Mapping[str, str]:
        """Return the data that the last complete run stored about the portal's sources."""
        ...

    def failing_since(self, portal_id: str) -> float | None:
        """Return the time (seconds since 1970) of the first of the failed runs since the last good one."""
        ...

    def save_memory(self, portal_id: str, memory: Mapping[str, str]) -> None:
        """Store the data for the next run."""
        ...

    def load_access(self, portal_id: str) -> str | None:
        """Return what runs learned about how to read the portal's pages."""
        ...

    def save_access(self, portal_id: str, access: str) -> None:
        """Store that at once."""
        ...

    def pending(self, portal_id: str) -> list[Candidate]:
        """Return the candidates that earlier runs found and did not finish."""
        ...

    def stored(self, portal_id: str, after: str) -> tuple[list[Candidate], str]:
        """Return the next batch of stored article URLs, and the cursor (`after`) for the next call.

        Start with an empty `after`; an empty list is the end.
        """
        ...

    def due(self, portal_id: str, limit: int) -> list[FetchDecision]:
        """Return at most `limit` stored articles to read again by their schedule, the newest first."""
        ...

    def revisits_of(self, portal_id: str, ids: Sequence[str]) -> list[FetchDecision]:
        """Return the stored articles among these ids, to read again before they are due."""
        ...

    def on_accepted(self, portal_id: str, candidate: Candidate, response: FinalResponse) -> None:
        """Record that the candidate's page was accepted and goes to the pipelines, which settle it."""
        ...

    def on_unchanged(self, portal_id: str, candidate: Candidate) -> None:
        """Record a 304 Not Modified."""
        ...

    def on_failed(self, portal_id: str, candidate: Candidate, reason: str, *, gone: bool = False) -> None:
        """Record that the candidate could not be fetched; `gone` for 404 and 410."""
        ...

    def on_incomplete(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        """Record that the article was just stored without all of its pages."""
        ...

    def on_rejected(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        """Record that the candidate's URL is not an article."""
        ...

    def on_volatile_names(self, portal_id: str, names: frozenset[str]) -> None:
        """Record query parameters that never change a page: URLs without them are the same."""
        ...

    def flush(self) -> None:
        """Write pending batches: all remaining work waits for articles in the pipelines."""
        ...

    def finish(self, portal_id: str, *, completed: bool, healthy: bool) -> None:
        """Release the portal; `completed` if every source was read to its end.

        `healthy`: the portal did not answer errors in general, so that a missing page proves a deletion.
        """
        ...


class NullState:
    """No ledger: every candidate is fetched, nothing is stored."""

    def acquire(self, portal: Portal) -> bool:
        return True

    def has_completed(self, portal_id: str) -> bool:
        return False

    def decide(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[FetchDecision]:
        return [FetchDecision(candidate) for candidate in candidates]

    def load_memory(self, portal_id: str) -> Mapping[str, str]:
        return {}

    def failing_since(self, portal_id: str) -> float | None:
        return None

    def save_memory(self, portal_id: str, memory: Mapping[str, str]) -> None:
        pass

    def load_access(self, portal_id: str) -> str | None:
        return None

    def save_access(self, portal_id: str, access: str) -> None:
        pass

    def pending(self, portal_id: str) -> list[Candidate]:
        return []

    def stored(self, portal_id: str, after: str) -> tuple[list[Candidate], str]:
        return [], ""

    def due(self, portal_id: str, limit: int) -> list[FetchDecision]:
        return []

    def revisits_of(self, portal_id: str, ids: Sequence[str]) -> list[FetchDecision]:
        return []

    def on_accepted(self, portal_id: str, candidate: Candidate, response: FinalResponse) -> None:
        pass

    def on_unchanged(self, portal_id: str, candidate: Candidate) -> None:
        pass

    def on_failed(self, portal_id: str, candidate: Candidate, reason: str, *, gone: bool = False) -> None:
        pass

    def on_incomplete(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        pass

    def on_rejected(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        pass

    def on_volatile_names(self, portal_id: str, names: frozenset[str]) -> None:
        pass

    def flush(self) -> None:
        pass

    def finish(self, portal_id: str, *, completed: bool, healthy: bool) -> None:
        pass
