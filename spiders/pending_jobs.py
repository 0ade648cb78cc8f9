"""The jobs of one portal whose outcome is not known yet: in flight, or waiting for extraction."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.discovery.conditional_requests import condition_headers, stored_validators
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import FetchDecision
from crawler.discovery.messages import Fetch, Kind

MAX_IN_FLIGHT = 4
"""Requests of one portal in Scrapy: enough to keep its host busy."""

MAX_WAITING = 32
"""Maximum pages of one portal that wait for extraction before more are requested, ..."""

MAX_WAITING_BYTES = 4 << 20
"""... and their maximum size in bytes: a page may have 10 MiB."""

Job = Fetch | FetchDecision


class PendingJobs:
    """A job is in flight, then perhaps waiting for extraction, until its outcome is known."""

    def __init__(self) -> None:
        # By identity: comparing jobs by value costs more.
        self._in_flight: dict[int, Job] = {}
        self._waiting: dict[int, tuple[FetchDecision, int]] = {}  # with the size of their pages in bytes
        self.has_finished_article = False
        """Whether the outcome of any article is known."""

    def __bool__(self) -> bool:
        """Whether any outcome is unknown."""
        return bool(self._in_flight or self._waiting)

    @property
    def has_room(self) -> bool:
        """Whether another request may be sent."""
        size = sum(size for _, size in self._waiting.values())
        return (
            len(self._in_flight) < MAX_IN_FLIGHT
            and len(self._waiting) < MAX_WAITING
            and size < MAX_WAITING_BYTES
        )

    @property
    def articles(self) -> int:
        """Number of articles in flight or waiting for extraction."""
        return sum(isinstance(job, FetchDecision) for job in self._in_flight.values()) + len(self._waiting)

    @property
    def is_fetching(self) -> bool:
        """Whether a discovery request is in flight."""
        return any(isinstance(job, Fetch) for job in self._in_flight.values())

    def may_find_newer(self, queued: Iterable[Fetch]) -> bool:
        """Whether a sitemap, or a page that may list newer articles, is queued or in flight."""
        jobs = (*queued, *self._in_flight.values())
        return any(
            isinstance(job, Fetch) and (job.kind is Kind.SITEMAP or job.before_articles) for job in jobs
        )

    def send(self, job: Job) -> None:
        """Record a request that is sent."""
        self._in_flight[id(job)] = job

    def wait(self, decision: FetchDecision, size: int) -> None:
        """Record that an article's page of `size` bytes waits for extraction."""
        if self._remove(decision):
            self._waiting[id(decision)] = decision, size

    def finish(self, job: Job) -> bool:
        """Remove a job whose outcome is known. False if it was not pending."""
        was_pending = self._remove(job)
        self.has_finished_article = self.has_finished_article or (
            was_pending and isinstance(job, FetchDecision)
        )
        return was_pending

    def _remove(self, job: Job) -> bool:
        pending = (self._in_flight.pop(id(job), None), self._waiting.pop(id(job), None))
        return any(one is not None for one in pending)

    def all(self) -> list[Job]:
        """Return all pending jobs."""
        return [*self._in_flight.values(), *(decision for decision, _ in self._waiting.values())]


def conditional_headers(job: Job, options: CrawlOptions) -> dict[str, str]:
    """Return the headers of a conditional request, if one is allowed."""
    if options.verify:
        return {}
    if isinstance(job, FetchDecision):
        return condition_headers(job.etag, job.last_modified)
    before = stored_validators(options.memory, job.url) if job.conditional and not options.full else None
    return before.headers if before is not None else {}
