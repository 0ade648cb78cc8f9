"""What earlier runs know, as discovery asks for it. The ledger answers; without one, everything is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.model import Candidate


@dataclass(frozen=True, slots=True)
class Needed:
    """A candidate worth a request; with validators the request is conditional."""

    candidate: Candidate
    etag: str | None = None
    last_modified: str | None = None
    new: bool = True


class Knowledge(Protocol):
    """What the spider asks before it fetches, and tells after."""

    def knows(self, portal_id: str) -> bool:
        """Whether a run has gone through the whole portal before."""
        ...

    def needed(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[Needed]:
        """Those of the candidates that are to be fetched, in their order."""
        ...


class NothingKnown:
    """No ledger: everything is needed."""

    def knows(self, portal_id: str) -> bool:
        return False

    def needed(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[Needed]:
        return [Needed(candidate) for candidate in candidates]
