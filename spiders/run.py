"""One portal's part of a run: its plan, its queue, and what is on the wire.

Articles go before further discovery, and only a few requests are handed to Scrapy at a time: so memory does
not grow with the number of addresses, hosts take turns, and a run can stop early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from crawler import outcomes
from crawler.discovery.knowledge import Knowledge, Needed
from crawler.discovery.model import Answer, Fetch, Record, Step
from crawler.discovery.plan import Plan
from crawler.portals import Portal

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

IN_FLIGHT = 4
"""Requests of one portal inside Scrapy: enough that its host never waits for us."""

Job = Fetch | Needed


class PortalRun:
    """What is left to do on one portal. `jobs` gives the next requests, as many as may be on the wire."""

    def __init__(
        self,
        portal: Portal,
        plan: Plan,
        knowledge: Knowledge,
        stats: StatsCollector,
        *,
        full: bool,
        limit: int | None,
    ) -> None:
        self.portal = portal
        self.plan = plan
        self.full = full
        self.failed = False
        self._knowledge = knowledge
        self._stats = stats
        self._limit = limit
        self._fetches: deque[Fetch] = deque()
        self._articles: deque[Needed] = deque()
        self._records: deque[Record] = deque()
        self._flying_articles = 0
        self._flying_fetches = 0
        self._delivered = 0
        self._leftovers_taken = False

    @property
    def drained(self) -> bool:
        """Whether nothing is left to do or to wait for."""
        flying = self._flying_articles + self._flying_fetches
        return not flying and (self.satisfied or not (self._fetches or self._articles))

    @property
    def completed(self) -> bool:
        """Whether the plan ended well and everything that it found was asked for."""
        return self.plan.done and not self.failed and not self.satisfied

    @property
    def satisfied(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self._delivered >= self._limit

    @property
    def waiting(self) -> bool:
        """Whether something is left to do that nothing on the wire will bring about."""
        flying = self._flying_articles + self._flying_fetches
        return not flying and not self.satisfied and bool(self._fetches or self._articles)

    def begin(self) -> None:
        """Take the plan's first step."""
        self.take(self.plan.start())

    def take(self, step: Step) -> None:
        """Queue what a step of the plan asks for and found."""
        portal_id = self.portal.id
        for text in step.notes:
            outcomes.note(self._stats, portal_id, text)
        needed = self._knowledge.needed(portal_id, step.candidates, full=self.full) if step.candidates else []
        total = len(step.candidates) + len(step.records)
        if total:
            outcomes.count_found(self._stats, portal_id, total)
        if len(needed) < len(step.candidates):
            outcomes.count_unchanged(self._stats, portal_id, len(step.candidates) - len(needed))
        self._articles.extend(needed)
        self._records.extend(step.records)
        news = bool(step.records) or any(one.new for one in needed)
        for fetch in step.fetches:
            if fetch.if_news and step.candidates and not news:
                self.take(self.plan.receive(Answer.skipped(fetch)))
            else:
                self._fetches.append(fetch)
        if step.failure is not None:
            self.fail(step.failure)
        elif self.plan.done and not self._leftovers_taken:
            self._leftovers_taken = True
            self.take(self.plan.adopt(self._knowledge.unsettled(portal_id)))

    def fail(self, reason: str) -> None:
        """The portal as a whole failed; nothing more is asked of it."""
        self.failed = True
        self._fetches.clear()
        self._articles.clear()
        outcomes.fail(self._stats, self.portal.id, reason)

    def jobs(self) -> Iterator[Job]:
        """The next requests, taken out of the queue."""
        while self._flying_articles + self._flying_fetches < IN_FLIGHT:
            room = self._limit is None or self._delivered + self._flying_articles < self._limit
            if self._articles and room:
                self._flying_articles += 1
                yield self._articles.popleft()
            elif self._fetches and not self._flying_fetches and not self.satisfied and not self._articles:
                self._flying_fetches += 1
                yield self._fetches.popleft()
            else:
                break
        outcomes.set_state(self._stats, self.portal.id, self._state())

    def _state(self) -> outcomes.State:
        flying = self._flying_articles + self._flying_fetches
        if not flying and (self.satisfied or not (self._articles or self._fetches)):
            return "done"
        return "discovering" if self._fetches or self._flying_fetches else "fetching"

    def records(self) -> Iterator[Record]:
        """The whole articles that a source delivered, taken out of the queue."""
        while self._records and not self.satisfied:
            self._delivered += 1
            yield self._records.popleft()

    def landed(self, job: Job) -> None:
        """A request is over, however it ended."""
        if isinstance(job, Fetch):
            self._flying_fetches -= 1
        else:
            self._flying_articles -= 1

    def delivered(self) -> None:
        """An article page went into the pipelines."""
        self._delivered += 1

    def miss(self, job: Needed, reason: str, *, gone: bool = False) -> None:
        """A found address could not be fetched; `gone` for 404 and 410."""
        outcomes.count_dropped(self._stats, self.portal.id, reason)
        self._knowledge.failed(self.portal.id, job.candidate, reason, gone=gone)

    def refuse(self, job: Needed, reason: str) -> None:
        """What a found address led to is no article."""
        outcomes.count_dropped(self._stats, self.portal.id, reason)
        self._knowledge.refused(self.portal.id, job.candidate, reason)

    def same(self, job: Needed) -> None:
        """The server says that the page is as it was."""
        outcomes.count_unchanged(self._stats, self.portal.id)
        self._knowledge.unchanged(self.portal.id, job.candidate)


RunFactory = Callable[[Portal], PortalRun]
