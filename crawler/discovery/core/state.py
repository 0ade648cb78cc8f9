"""What earlier runs know, as discovery asks and tells it. The ledger answers; without one, all is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.messages import Candidate
from crawler.portals import Portal


@dataclass(frozen=True, slots=True)
class FetchDecision:
    """A candidate worth a request; with validators the request is conditional."""

    candidate: Candidate
    etag: str | None = None
    last_modified: str | None = None
    new: bool = True


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """Where the page of a candidate was in the end, and the validators that its server gave."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class CrawlState(Protocol):
    """What the spider asks before it fetches, and tells after."""

    def acquire(self, portal: Portal) -> bool:
        """Take the portal for this run; False when another living run has it."""
        ...

    def has_completed(self, portal_id: str) -> bool:
        """Whether a run has gone through the whole portal before."""
        ...

    def decide(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[FetchDecision]:
        """Those of the candidates that are to be fetched, in their order; with `full` also known ones."""
        ...

    def load_memory(self, portal_id: str) -> Mapping[str, str]:
        """What the last complete run remembered of the portal's sources."""
        ...

    def save_memory(self, portal_id: str, memory: Mapping[str, str]) -> None:
        """Keep this for the next run."""
        ...

    def pending(self, portal_id: str) -> list[Candidate]:
        """What earlier runs found and never came to an end with."""
        ...

    def stored(self, portal_id: str, after: str) -> tuple[list[Candidate], str]:
        """Some of what gave an article once, and where to go on from (`after` of the next call).

        Begin with an empty `after`; an empty list is the end.
        """
        ...

    def on_accepted(self, portal_id: str, candidate: Candidate, response: FinalResponse) -> None:
        """The candidate's page goes into the pipelines, which settle it."""
        ...

    def on_unchanged(self, portal_id: str, candidate: Candidate) -> None:
        """The server answered 304 Not Modified."""
        ...

    def on_failed(self, portal_id: str, candidate: Candidate, reason: str, *, gone: bool = False) -> None:
        """The candidate could not be fetched; `gone` for 404 and 410."""
        ...

    def on_incomplete(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        """The candidate's article was stored just now without all of its pages."""
        ...

    def on_rejected(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        """What the candidate led to is no article."""
        ...

    def flush(self) -> None:
        """All that is left to do waits for articles that are in the pipelines."""
        ...

    def finish(self, portal_id: str, *, completed: bool) -> None:
        """Nothing is left to do; `completed`: every source was read to its end."""
        ...


class NullState:
    """No ledger: everything is needed, nothing is kept."""

    def acquire(self, portal: Portal) -> bool:
        return True

    def has_completed(self, portal_id: str) -> bool:
        return False

    def decide(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[FetchDecision]:
        return [FetchDecision(candidate) for candidate in candidates]

    def load_memory(self, portal_id: str) -> Mapping[str, str]:
        return {}

    def save_memory(self, portal_id: str, memory: Mapping[str, str]) -> None:
        pass

    def pending(self, portal_id: str) -> list[Candidate]:
        return []

    def stored(self, portal_id: str, after: str) -> tuple[list[Candidate], str]:
        return [], ""

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

    def flush(self) -> None:
        pass

    def finish(self, portal_id: str, *, completed: bool) -> None:
        pass
