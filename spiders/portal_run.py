"""One portal's part of a run: its plan, its queue, and what is on the wire.

Articles go before further discovery, and only a few requests are handed to Scrapy at a time: so memory does
not grow with the number of addresses, hosts take turns, and a run can stop early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.discovery.conditional_requests import (
    as_not_modified,
    condition_headers,
    memory_key,
    stored_validators,
    update_validators,
)
from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Record, Step
from crawler.discovery.page.prev_next import prev_next_links
from crawler.discovery.planner import DiscoveryPlanner
from crawler.portals import Portal
from crawler.stats import outcomes
from crawler.urls.canonical import article_id
from spiders.portal_stats import INTERNAL_ERROR, PortalStats

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.statscollectors import StatsCollector

IN_FLIGHT = 4
"""Requests of one portal inside Scrapy: enough that its host never waits for us."""

MAX_MEMORY = 2000
"""Facts about a portal's feeds, sitemaps and listings that are kept for the next run."""

PENDING_EXTRACTION = 32
"""Pages of one portal that wait to be read by other processes, before its host is asked for more, ..."""

PENDING_EXTRACTION_BYTES = 4 << 20
"""... or bytes of them: a page may have 10 MiB."""

FATAL_FAILURES = frozenset({"host_down", "challenge", "budget", "robots_unreachable"})
"""Words of failures after which nothing more is to be had from the portal in this run."""

Job = Fetch | FetchDecision


class PortalRun:
    """What is left to do on one portal. `jobs` gives the next requests, as many as may be on the wire."""

    def __init__(
        self,
        portal: Portal,
        planner: DiscoveryPlanner,
        options: CrawlOptions,
        crawl_state: CrawlState,
        stats: StatsCollector,
        *,
        verify: bool,
        limit: int | None,
    ) -> None:
        self.portal = portal
        self.planner = planner
        self._options = options
        self._crawl_state = crawl_state
        self._stats = PortalStats(portal.id, crawl_state, stats)
        self._verify = verify
        self._limit = limit
        self._fetches: deque[Fetch] = deque()
        self._articles: deque[FetchDecision] = deque()
        self._records: deque[tuple[FetchDecision, Record]] = deque()
        self._in_flight: dict[int, Job] = {}  # by the job itself: comparing what jobs say costs more
        self._pending_extraction: dict[int, tuple[FetchDecision, int]] = {}  # with the bytes of their pages
        self._decided_ids = ArticleIds()
        self._new_ids = ArticleIds()
        self._leftovers_decided_ids = False
        self._verify_cursor: str | None = "" if verify else None  # None: there is nothing more to verify
        self._closed = False
        self._defect: str | None = None
        self._memory = dict(options.memory)

    # --- queue -------------------------------------------------------------------------------------

    @property
    def is_full(self) -> bool:
        """Whether every article is asked for: the portal's first run, or a full one."""
        return self._options.full

    def begin(self) -> None:
        """Take the plan's first step."""
        self.enqueue(self.planner.start())

    @property
    def limit_reached(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self._stats.delivered >= self._limit

    def enqueue(self, step: Step) -> None:
        """Queue what a step of the plan asks for and found."""
        for text in step.notes:
            self._stats.add_note(text)
        self._memory.update(step.remember)
        records = {record.candidate.url: record for record in step.records}
        named = [*step.candidates, *(record.candidate for record in step.records)]
        try:
            decision = self._decide(named)
        except Exception:
            # What it found is lost to this run, what follows from it is not.
            self._fetches.extend(step.fetches)
            self._stats.on_undecided(sum(not candidate.is_update for candidate in named))
            raise
        for one in decision:
            record = records.get(one.candidate.url)
            if record is None:
                self._articles.append(one)
            else:
                self._records.append((one, record))
        if any(fetch.if_recent for fetch in step.fetches):
            self._stats.begin_page(len(decision))
        news = any(one.new for one in decision) or not self._new_ids.isdisjoint(step.repeated)
        if not self._options.full:
            for one in decision:
                if one.new:
                    self._new_ids.add(article_id(one.candidate.url))
        for fetch in step.fetches:
            if fetch.if_new and (step.candidates or step.records or step.repeated) and not news:
                self.enqueue(self.planner.receive(FetchResult.skipped(fetch)))
            else:
                self._fetches.append(fetch)
        self._defect = self._defect or step.defect
        if step.failure is not None:
            self.fail(step.failure)
        elif self.planner.done and not self._leftovers_decided_ids:
            self._leftovers_decided_ids = True
            self.enqueue(self.planner.add_candidates(self._crawl_state.pending(self.portal.id)))

    def _decide(self, candidates: Sequence[Candidate]) -> list[FetchDecision]:
        if not candidates:
            return []
        decided = self._crawl_state.decide(self.portal.id, candidates, full=self._verify)
        decision = [
            one
            for one in decided
            if not one.candidate.is_update or article_id(one.candidate.url) not in self._decided_ids
        ]
        if not self._options.full:
            for one in decision:
                self._decided_ids.add(article_id(one.candidate.url))
        self._stats.on_found(sum(not candidate.is_update for candidate in candidates), len(decision))
        return decision

    def jobs(self) -> Iterator[Job]:
        """The next requests, taken out of the queue."""
        while len(self._in_flight) < IN_FLIGHT and self._has_extraction_room():
            if not self._articles and not self._fetches and self._leftovers_decided_ids:
                self._verify_more()
            in_flight = sum(isinstance(job, FetchDecision) for job in self._in_flight.values())
            articles = in_flight + len(self._pending_extraction)
            job: Job
            if self._articles and (self._limit is None or self._stats.delivered + articles < self._limit):
                job = self._articles.popleft()
            elif (
                self._fetches
                and in_flight == len(self._in_flight)
                and not self.limit_reached
                and not self._articles
            ):
                if self._fetches[0].if_recent and (articles or self._stats.in_pipelines):
                    if not articles:
                        self._crawl_state.flush()
                    break  # what the page before held decides
                if self._fetches[0].after_articles and self.planner.has_prev_next and articles:
                    break  # what the articles on the wire name decides
                job = self._fetches.popleft()
                if job.after_articles and self.planner.superseded:
                    self.enqueue(self.planner.receive(FetchResult.superseded(job)))
                    continue
                if job.if_recent and self._stats.page_was_older:
                    self.enqueue(self.planner.receive(FetchResult.skipped(job)))
                    continue
            else:
                break
            self._in_flight[id(job)] = job
            yield job
        self._stats.set_state(self._state())

    def _has_extraction_room(self) -> bool:
        """Whether no more pages wait to be read than is good."""
        size = sum(size for _, size in self._pending_extraction.values())
        return len(self._pending_extraction) < PENDING_EXTRACTION and size < PENDING_EXTRACTION_BYTES

    def _verify_more(self) -> None:
        """In a full run: what an earlier run stored and no source names any more may be gone."""
        while self._verify_cursor is not None and not self._articles and not self.limit_reached:
            stored, after = self._crawl_state.stored(self.portal.id, self._verify_cursor)
            self._verify_cursor = after if stored else None
            self.enqueue(self.planner.add_candidates(stored))

    def _state(self) -> outcomes.State:
        if self._drained:
            return "done"
        discovering = self._fetches or any(isinstance(job, Fetch) for job in self._in_flight.values())
        return "discovering" if discovering else "fetching"

    def records(self) -> Iterator[tuple[FetchDecision, Record]]:
        """The whole articles that a source delivered, taken out of the queue."""
        while self._records and not self.limit_reached:
            yield self._records.popleft()

    def conditional_headers(self, job: Job) -> dict[str, str]:
        """The headers that make the request conditional, where that is wanted."""
        if self._verify:
            return {}
        if isinstance(job, FetchDecision):
            return condition_headers(job.etag, job.last_modified)
        before = (
            stored_validators(self._options.memory, job.url)
            if job.conditional and not self._options.full
            else None
        )
        return before.headers if before is not None else {}

    # --- answers -----------------------------------------------------------------------------------
    # A job is awaited until one of these says what became of it; what never comes so far is lost to an error.

    def on_pending(self, decision: FetchDecision, size: int = 0) -> None:
        """The page of an article, of `size` bytes, waits to be read by another process; or for the article's
        further pages."""
        if self._forget(decision):
            self._pending_extraction[id(decision)] = decision, size

    def _forget(self, job: Job) -> bool:
        """What became of the job is known. False where nothing was awaited of it (any more)."""
        awaited = (self._in_flight.pop(id(job), None), self._pending_extraction.pop(id(job), None))
        return any(one is not None for one in awaited)

    def on_error(self, job: Job) -> None:
        """An error came of what the request brought, before anything was made of it.

        An article is counted and asked for again by the next run. Where it was what a source answered, the
        plan goes on without that, and the run is not complete: the next one reads the sources as this one.
        """
        if not self._forget(job):
            return
        if isinstance(job, FetchDecision):
            self.on_failed(job, INTERNAL_ERROR)
        else:
            self._stats.on_source_error(job.url)
            self.enqueue(self.planner.receive(FetchResult(job, failure="internal error")))

    def fail_pending(self) -> None:
        """Scrapy has nothing on the wire: what is still awaited here was lost to an error."""
        for job in [
            *self._in_flight.values(),
            *(decision for decision, _ in self._pending_extraction.values()),
        ]:
            self.on_error(job)

    def on_result(self, answer: FetchResult) -> None:
        """The answer to a discovery request: the plan's next step follows."""
        fetch = answer.fetch
        if fetch.conditional and answer.failure is None:
            validators, unchanged = update_validators(
                stored_validators(self._options.memory, fetch.url), answer
            )
            if validators is not None and len(self._memory) < MAX_MEMORY:
                self._memory[memory_key(fetch.url)] = validators.dump()
            if unchanged and not self._options.full:
                answer = as_not_modified(answer)
        self.enqueue(self.planner.receive(answer))
        self._forget(fetch)

    def prev_next_links_in(self, tree: HtmlElement, url: str) -> Sequence[str]:
        """What the page of an article names as the articles before and after it, where that helps."""
        return prev_next_links(tree, url) if self.follows_prev_next else ()

    @property
    def follows_prev_next(self) -> bool:
        """Whether what pages name as their neighbours is asked for: not where it mostly was no article."""
        return self.planner.follows_prev_next and not self._stats.neighbours_unreliable

    def record_bad_neighbour(self, source: str) -> None:
        """A page that `source` named was fetched, and is no article."""
        self._stats.record_bad_neighbour(source)

    def on_prev_next(self, decision: FetchDecision, prev_next_urls: Sequence[str]) -> None:
        """The page of an article named these as its neighbours."""
        if prev_next_urls and self.follows_prev_next:
            self.enqueue(self.planner.receive_prev_next(decision.candidate, prev_next_urls))

    def on_accepted(self, decision: FetchDecision, final_url: str, headers: Mapping[str, str]) -> None:
        """An article goes into the pipelines."""
        self._forget(decision)
        self._stats.on_accepted(decision, final_url, headers)

    def on_page_judged(self, reason: str | None) -> None:
        """The pipelines found an article on a page, or none for a `reason`."""
        if reason is None:
            self._stats.on_usable()
        else:
            self._stats.on_page_dropped(reason)
            self._fail_on_outage()

    def _fail_on_outage(self) -> None:
        if self._stats.outage is not None and not self._stats.failed:
            self.fail(f"{self.portal.address}: {self._stats.outage}")

    def on_item_done(self, *, older: bool = False) -> None:
        """An article has left the pipelines, one way or another; `older` than the days wanted."""
        self._stats.on_item_done(older=older)

    def on_rejected(self, decision: FetchDecision, reason: str) -> None:
        """What a found address led to is no article."""
        self._forget(decision)
        self._stats.on_rejected(decision, reason)
        self._fail_on_outage()

    def on_failed(
        self,
        decision: FetchDecision,
        reason: str,
        text: str = "",
        *,
        gone: bool = False,
        fatal: bool = True,
    ) -> None:
        """A found URL could not be fetched; `gone` for 404 and 410.

        Without `fatal` the reason is that of another host, to which only this URL redirects.
        """
        self._forget(decision)
        self._stats.on_failed(decision, reason, gone=gone)
        if fatal and reason in FATAL_FAILURES and not self._stats.failed:
            self.fail(f"{self.portal.address}: {text or reason}")
        self._fail_on_outage()

    def on_incomplete(self, decision: FetchDecision, reason: str) -> None:
        """An article was stored without all of its pages: a later run asks again."""
        self._stats.on_incomplete(decision, reason)

    def on_unchanged(self, decision: FetchDecision) -> None:
        """The server says that the page is as it was."""
        self._forget(decision)
        self._stats.on_unchanged(decision)

    # --- the end -----------------------------------------------------------------------------------

    def fail(self, reason: str) -> None:
        """The portal as a whole failed; nothing more is asked of it."""
        self._verify_cursor = None
        self._fetches.clear()
        self._leave_out()
        self._stats.fail(reason)

    @property
    def _drained(self) -> bool:
        """Whether nothing is left to ask for or to wait for."""
        queued = self._fetches or self._articles or self._records or self._verify_cursor is not None
        waited_for = self._in_flight or self._pending_extraction
        return not waited_for and (self.limit_reached or not queued)

    def close_if_done(self) -> None:
        """Close the books when nothing is left to do and all articles have left the pipelines."""
        if not self._drained:
            return
        if self._stats.in_pipelines > 0:
            self._crawl_state.flush()
        else:
            self.close()

    def close(self) -> None:
        """Close the books, once: what was found and is still waiting is left out, and counted."""
        if self._closed:
            return
        self._closed = True
        self._leave_out()
        if self._defect is not None and not self._stats.failed:
            self._stats.fail(self._defect)
        bounded = self._options.since is not None or self._options.until is not None
        completed = self.planner.done and self._stats.is_complete and not bounded
        self._stats.finish(self._memory, completed=completed)

    def _leave_out(self) -> None:
        """What was found and will not be fetched by this run; a later one does it."""
        left = len(self._articles) + len(self._records)
        self._articles.clear()
        self._records.clear()
        self._stats.on_skipped(left, "limit" if self.limit_reached else "not_fetched")
