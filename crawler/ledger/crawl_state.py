"""Implements discovery's `CrawlState` with the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from crawler.discovery.core.state import FetchDecision, FinalResponse
from crawler.discovery.messages import Candidate
from crawler.guard.text_gate import header_value
from crawler.items import STORED_SOURCE, PortalRef
from crawler.ledger.decisions import EVERYTHING, Decision, UrlDecision, Window
from crawler.ledger.entries import Fetched
from crawler.ledger.ledger import Ledger
from crawler.portals import Portal

SETTLED_AT_ONCE = 500
"""URLs read per query when a run verifies all of them."""
MEMORY = "discovery"
"""Name under which the ledger stores discovery's memory of a portal's sources."""
ACCESS = "access"
"""Name under which it stores how the portal's pages are accessed, if not by plain requests."""


class LedgerCrawlState:
    """Crawl state from the ledger; `window` holds the publication days of the run."""

    def __init__(self, ledger: Ledger, window: Window = EVERYTHING) -> None:
        self.ledger = ledger
        self.window = window

    def acquire(self, portal: Portal) -> bool:
        return self.ledger.lease(
            PortalRef(portal.id, portal.name, portal.domain, portal.region, portal.province)
        )

    def has_completed(self, portal_id: str) -> bool:
        return self.ledger.completed_at(portal_id) is not None

    def decide(self, portal_id: str, candidates: Sequence[Candidate], *, full: bool) -> list[FetchDecision]:
        decided = self.ledger.decide(portal_id, candidates, full=full, window=self.window)
        by_url = {candidate.url: candidate for candidate in reversed(candidates)}
        return [
            FetchDecision(
                by_url[one.url],
                one.etag,
                one.last_modified,
                new=one.decision is Decision.NEW,
                revisit=not full and one.stored and one.decision is Decision.DUE,
            )
            for one in decided
            if one.decision.fetch
        ]

    def load_memory(self, portal_id: str) -> Mapping[str, str]:
        data = self.ledger.template(portal_id, MEMORY)
        memory: dict[str, str] = json.loads(data) if data else {}
        return memory

    def failing_since(self, portal_id: str) -> float | None:
        return self.ledger.failing_since(portal_id)

    def save_memory(self, portal_id: str, memory: Mapping[str, str]) -> None:
        self.ledger.save_template(portal_id, json.dumps(dict(memory)).encode(), MEMORY)

    def load_access(self, portal_id: str) -> str | None:
        data = self.ledger.template(portal_id, ACCESS)
        return data.decode() if data else None

    def save_access(self, portal_id: str, access: str) -> None:
        self.ledger.save_template(portal_id, access.encode(), ACCESS)

    def pending(self, portal_id: str) -> list[Candidate]:
        return [Candidate(url, STORED_SOURCE, lastmod) for url, lastmod in self.ledger.unsettled(portal_id)]

    def stored(self, portal_id: str, after: str) -> tuple[list[Candidate], str]:
        found = self.ledger.settled(portal_id, after, SETTLED_AT_ONCE)
        return [Candidate(url, STORED_SOURCE) for _, url in found], found[-1][0] if found else ""

    def due(self, portal_id: str, limit: int) -> list[FetchDecision]:
        return [_revisit(one) for one in self.ledger.due(portal_id, limit)]

    def revisits_of(self, portal_id: str, ids: Sequence[str]) -> list[FetchDecision]:
        return [_revisit(one) for one in self.ledger.revisits_of(portal_id, ids)]

    def on_accepted(self, portal_id: str, candidate: Candidate, response: FinalResponse) -> None:
        self.ledger.fetched(
            Fetched(
                portal_id,
                candidate.url,
                response.url,
                candidate.lastmod,
                header_value(response.etag),
                header_value(response.last_modified),
            )
        )

    def on_unchanged(self, portal_id: str, candidate: Candidate) -> None:
        self.ledger.record_not_modified(portal_id, candidate.url, candidate.lastmod)

    def on_failed(self, portal_id: str, candidate: Candidate, reason: str, *, gone: bool = False) -> None:
        self.ledger.record_failure(portal_id, candidate.url, reason, gone=gone)

    def on_incomplete(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        self.ledger.record_incomplete(portal_id, candidate.url, reason)

    def on_rejected(self, portal_id: str, candidate: Candidate, reason: str) -> None:
        self.ledger.record_refusal(portal_id, candidate.url, reason, candidate.lastmod)

    def on_volatile_names(self, portal_id: str, names: frozenset[str]) -> None:
        self.ledger.record_volatile_names(portal_id, names)

    def flush(self) -> None:
        self.ledger.request_flush()

    def finish(self, portal_id: str, *, completed: bool, healthy: bool) -> None:
        self.ledger.release(portal_id, completed=completed, healthy=healthy)


def _revisit(one: UrlDecision) -> FetchDecision:
    candidate = Candidate(one.url, STORED_SOURCE, one.lastmod)
    return FetchDecision(candidate, one.etag, one.last_modified, new=False, revisit=True)
