"""One portal's part of a run: its planner, its queues, and its requests in flight.

Articles are requested before further discovery, and few requests are given to Scrapy at a time: so memory
does not grow with the number of URLs, hosts alternate, and a run can stop early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.discovery.conditional_requests import (
    as_not_modified,
    memory_key,
    stored_validators,
    update_validators,
)
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.core.url_variants import NAMES_KEY
from crawler.discovery.listing.page import TOO_MANY, has_too_many_links
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind, Record, Step
from crawler.discovery.page.prev_next import prev_next_links
from crawler.discovery.planner import DiscoveryPlanner
from crawler.portals import Portal
from crawler.stats import outcomes
from spiders.candidate_decisions import CandidateDecisions
from spiders.newest_first import newest_first
from spiders.pending_jobs import Job, PendingJobs
from spiders.portal_stats import INTERNAL_ERROR, PortalStats
from spiders.stored_articles import StoredArticles

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.statscollectors import StatsCollector

MAX_MEMORY = 2000
"""Maximum entries about a portal's feeds, sitemaps and listings stored for the next run."""

FATAL_FAILURES = frozenset({"host_down", "challenge", "budget", "robots_unreachable"})
"""Failures after which the portal is not requested any more in this run."""


class PortalRun:
    """The remaining work of one portal. `jobs` yields the next requests, as many as may be in flight."""

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
        self.options = options
        self._crawl_state = crawl_state
        self.stats = PortalStats(portal.id, crawl_state, stats)
        self._decisions = CandidateDecisions(portal.id, crawl_state, self.stats, options, verify=verify)
        self._limit = limit
        self._fetches: deque[Fetch] = deque()
        self._articles: deque[FetchDecision] = deque()
        self._records: deque[tuple[FetchDecision, Record]] = deque()
        self._pending = PendingJobs()
        self._pending_enqueued = False
        bounded = limit is not None or options.since is not None or options.until is not None
        revisit = not (verify or options.full or bounded)
        self._stored = StoredArticles(portal.id, crawl_state, verify=verify, revisit=revisit)
        self._sent = 0
        self.has_api = False
        """Whether an API provides the articles: their pages may have another text, or none."""
        self._closed = False
        self._defect: str | None = None
        self._memory = dict(options.memory)
        self._volatile = len(planner.variants.names)

    # --- queues ------------------------------------------------------------------------------------

    @property
    def limit_reached(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self.stats.delivered >= self._limit

    def enqueue(self, step: Step) -> None:
        """Enqueue the fetches and articles of a planner step."""
        for text in step.notes:
            self.stats.add_note(text)
        if len(self.planner.variants.names) > self._volatile:
            self._record_volatile_names()
        self._memory.update(step.remember)
        records = {record.candidate.url: record for record in step.records}
        named = [*step.candidates, *(record.candidate for record in step.records)]
        try:
            decisions = self._decisions.decide(named, records, self.planner.variants.spellings)
        except Exception:
            # The candidates of this step are lost to this run; its further fetches are not.
            self._fetches.extend(step.fetches)
            self.stats.on_undecided(sum(not candidate.is_update for candidate in named))
            raise
        for one in decisions:
            record = records.get(one.candidate.url)
            if record is None:
                self._articles.append(one)
            else:
                self._records.append((one, record))
        self._request_further(self.planner.variants.spellings.late())
        if self._limit is not None:
            self._articles = deque(newest_first(self._articles))
        if any(fetch.if_recent for fetch in step.fetches):
            self.stats.begin_page(len(decisions))
        news = self._decisions.any_new(decisions, step.repeated)
        for fetch in step.fetches:
            if fetch.if_new and (step.candidates or step.records or step.repeated) and not news:
                self.enqueue(self.planner.receive(FetchResult.skipped(fetch)))
            else:
                self._fetches.append(fetch)
        self._defect = self._defect or step.defect
        if step.failure is not None:
            self.on_planner_failure(step.failure)
        elif self.planner.done and not self._pending_enqueued:
            self._pending_enqueued = True
            self.enqueue(self.planner.add_candidates(self._crawl_state.pending(self.portal.id)))

    def _record_volatile_names(self) -> None:
        names = frozenset(self.planner.variants.names)
        self._volatile = len(names)
        if names:
            self._crawl_state.on_volatile_names(self.portal.id, names)
            self._memory[NAMES_KEY] = " ".join(sorted(names))

    def jobs(self) -> Iterator[Job]:
        """Yield the next requests, taken from the queues."""
        while self._pending.has_room:
            if not self._articles and not self._fetches and self._pending_enqueued:
                self._request_stored()
            articles = self._pending.articles
            job: Job
            awaits_newer = self._limit is not None and self._pending.may_find_newer(self._fetches)
            if (
                self._articles
                and not awaits_newer
                and (self._limit is None or self.stats.delivered + articles < self._limit)
            ):
                job = self._articles.popleft()
            elif (
                self._fetches
                and not self._pending.is_fetching
                and not self.limit_reached
                and (awaits_newer or not self._articles)
            ):
                if self._fetches[0].if_recent and (articles or self.stats.in_pipelines):
                    if not articles:
                        self._crawl_state.flush()
                    break  # the articles of the page before decide
                may_link = self.planner.has_prev_next or not self._pending.has_finished_article
                if self._fetches[0].after_articles and may_link and articles:
                    break  # the previous/next links of the articles in flight decide
                job = self._fetches.popleft()
                if job.after_articles and self.planner.superseded:
                    self.enqueue(self.planner.receive(FetchResult.superseded(job)))
                    continue
                if job.if_recent and self.stats.page_was_older:
                    self.enqueue(self.planner.receive(FetchResult.skipped(job)))
                    continue
            else:
                break
            self._sent += 1
            self._pending.send(job)
            yield job
        self.stats.set_state(self._state())

    def _request_stored(self) -> None:
        """Enqueue stored articles: in a full run those that no source lists, else those that are due."""
        while self._stored.any_left and not self._articles and not self.limit_reached:
            self.enqueue(self.planner.add_candidates(self._stored.to_verify()))
        if self.planner.done:
            for one in self._stored.due(self._sent, self.planner.vanished):
                # Those that a source listed were counted as unchanged.
                self.stats.on_found(int(not self.planner.has_listed(one.candidate.url)), 1)
                self._articles.append(one)

    def _state(self) -> outcomes.State:
        if self._drained:
            return "done"
        discovering = self._fetches or self._pending.is_fetching
        return "discovering" if discovering else "fetching"

    def records(self) -> Iterator[tuple[FetchDecision, Record]]:
        """Yield the full articles of a source."""
        while self._records and not self.limit_reached:
            yield self._records.popleft()

    # --- results -----------------------------------------------------------------------------------
    # A job is pending until one of these methods is called; jobs left over were lost to an exception.

    def on_pending(self, decision: FetchDecision, size: int = 0) -> None:
        """Record that an article's page of `size` bytes waits for a worker, or for further pages."""
        self._pending.wait(decision, size)

    def on_error(self, job: Job) -> None:
        """Record that processing a response raised an exception.

        An article is counted and requested again by the next run. Without the result of a discovery request
        the run is not complete: the next run reads the sources as this one.
        """
        if not self._pending.finish(job):
            return
        if isinstance(job, FetchDecision):
            self.on_failed(job, INTERNAL_ERROR)
        else:
            self.stats.on_source_error(job.url)
            self.enqueue(self.planner.receive(FetchResult(job, failure="internal error")))

    def fail_pending(self) -> None:
        """Fail all pending jobs: Scrapy has no requests left, so they were lost to an exception."""
        for job in self._pending.all():
            self.on_error(job)

    def on_result(self, answer: FetchResult) -> None:
        """Pass the result of a discovery request to the planner."""
        if answer.tree is not None and has_too_many_links(answer.tree):
            self.stats.add_note(TOO_MANY)
        fetch = answer.fetch
        self.has_api = self.has_api or (fetch.kind is Kind.API and (answer.ok or answer.unchanged))
        self.stats.on_source_answer(answer)
        if fetch.conditional and answer.failure is None:
            validators, unchanged = update_validators(
                stored_validators(self.options.memory, fetch.url), answer
            )
            if validators is not None and len(self._memory) < MAX_MEMORY:
                self._memory[memory_key(fetch.url)] = validators.dump()
            if unchanged and not self.options.full:
                answer = as_not_modified(answer)
        self.enqueue(self.planner.receive(answer))
        self._pending.finish(fetch)

    def prev_next_links_in(self, tree: HtmlElement, url: str) -> Sequence[str]:
        """Return the previous/next links of an article's page, if they are used."""
        return prev_next_links(tree, url) if self.follows_prev_next else ()

    @property
    def follows_prev_next(self) -> bool:
        """Whether previous/next links are followed: not if most of them led to no article."""
        return self.planner.follows_prev_next and not self.stats.neighbours_unreliable

    def on_prev_next(self, decision: FetchDecision, prev_next_urls: Sequence[str]) -> None:
        """Enqueue the articles behind the previous/next links of an article's page."""
        if prev_next_urls and self.follows_prev_next:
            self.enqueue(self.planner.receive_prev_next(decision.candidate, prev_next_urls))

    def on_accepted(self, decision: FetchDecision, final_url: str, headers: Mapping[str, str]) -> None:
        """Record an article that goes to the pipelines."""
        self._pending.finish(decision)
        self.planner.variants.spellings.on_redirect(decision.candidate.url, final_url)
        self.stats.on_accepted(decision, final_url, headers)

    def on_page_judged(self, url: str, reason: str | None) -> None:
        """Record whether the pipelines found an article on a page, or the `reason` why not."""
        if reason is None:
            self.stats.on_usable()
        else:
            self.stats.on_page_dropped(reason)
            self._after_no_article(url, answered=True)

    def _after_no_article(self, url: str, *, answered: bool) -> None:
        """Fail on an outage, or request the article under another URL that sources list for it."""
        if self.stats.outage is not None and not self.stats.failed:
            self.fail(f"{self.portal.address}: {self.stats.outage}")
        self._request_further(self.planner.variants.spellings.next_after(url, answered=answered))

    def _request_further(self, candidates: Sequence[Candidate]) -> None:
        if candidates and not self.stats.failed:
            self.stats.on_found(len(candidates), len(candidates))
            self._articles.extendleft(map(FetchDecision, candidates))

    def on_rejected(self, decision: FetchDecision, reason: str) -> None:
        """Record that a URL is not an article."""
        self._pending.finish(decision)
        self.stats.on_rejected(decision, reason)
        self._after_no_article(decision.candidate.url, answered=True)

    def on_failed(
        self, decision: FetchDecision, reason: str, text: str = "", *, gone: bool = False, fatal: bool = True
    ) -> None:
        """Record that a URL could not be fetched; `gone` for 404 and 410.

        Without `fatal` the reason is that of another host, to which only this URL redirects.
        """
        self._pending.finish(decision)
        self.stats.on_failed(decision, reason, gone=gone)
        if fatal and reason in FATAL_FAILURES and not self.stats.failed:
            self.fail(f"{self.portal.address}: {text or reason}")
        self._after_no_article(decision.candidate.url, answered=False)

    def on_unchanged(self, decision: FetchDecision) -> None:
        """Record that the server answered "not modified"."""
        self._pending.finish(decision)
        self.stats.on_unchanged(decision)

    # --- end ---------------------------------------------------------------------------------------

    def on_planner_failure(self, failure: str) -> None:
        """Handle a planner that found nothing."""
        self.fail(failure)

    def fail(self, reason: str) -> None:
        """Fail the portal as a whole; it is not requested any more."""
        self._stored.stop()
        self._fetches.clear()
        self._leave_out()
        self.stats.fail(reason)

    @property
    def _drained(self) -> bool:
        """Whether nothing is queued or pending."""
        queued = self._fetches or self._articles or self._records or self._stored.any_left
        return not self._pending and (self.limit_reached or not queued)

    def close_if_done(self) -> None:
        """Finish when nothing is queued or pending and all articles have left the pipelines."""
        if not self._drained:
            return
        if self.stats.in_pipelines > 0:
            self._crawl_state.flush()
        else:
            self.close()

    def close(self) -> None:
        """Finish, once: what is still queued is left out, and counted."""
        if self._closed:
            return
        self._closed = True
        self._leave_out()
        if self._defect is not None and not self.stats.failed:
            self.stats.fail(self._defect)
        self._record_volatile_names()  # articles stored under URLs with such parameters are known without
        completed = self.planner.done and self.stats.is_complete and not self.options.bounded
        self.stats.finish(self._memory, completed=completed)

    def _leave_out(self) -> None:
        """Count what this run found and does not fetch; a later run does."""
        left = len(self._articles) + len(self._records)
        self._articles.clear()
        self._records.clear()
        self.stats.on_skipped(left, "limit" if self.limit_reached else "not_fetched")
