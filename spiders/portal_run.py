"""One portal's part of a run: its plan, its queue, and what is on the wire.

Articles go before further discovery, and only a few requests are handed to Scrapy at a time: so memory does
not grow with the number of addresses, hosts take turns, and a run can stop early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.discovery.conditional_requests import as_unchanged, condition_headers, conditions, key_of, learn
from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Record, Step
from crawler.discovery.page.prev_next import neighbours
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

HANDED_OUT = 32
"""Pages of one portal that wait to be read by other processes, before its host is asked for more, ..."""

HANDED_OUT_BYTES = 4 << 20
"""... or bytes of them: a page may have 10 MiB."""

FINAL = frozenset({"host_down", "challenge", "budget", "robots_unreachable"})
"""Words of failures after which nothing more is to be had from the portal in this run."""

Job = Fetch | FetchDecision


class PortalRun:
    """What is left to do on one portal. `jobs` gives the next requests, as many as may be on the wire."""

    def __init__(
        self,
        portal: Portal,
        plan: DiscoveryPlanner,
        wish: CrawlOptions,
        knowledge: CrawlState,
        stats: StatsCollector,
        *,
        verify: bool,
        limit: int | None,
    ) -> None:
        self.portal = portal
        self.plan = plan
        self._wish = wish
        self._knowledge = knowledge
        self._accounts = PortalStats(portal.id, knowledge, stats)
        self._verify = verify
        self._limit = limit
        self._fetches: deque[Fetch] = deque()
        self._articles: deque[FetchDecision] = deque()
        self._records: deque[tuple[FetchDecision, Record]] = deque()
        self._flying: dict[int, Job] = {}  # by the job itself: comparing what jobs say costs more
        self._handed_out: dict[int, tuple[FetchDecision, int]] = {}  # with the bytes of their pages
        self._taken = ArticleIds()
        self._new = ArticleIds()
        self._leftovers_taken = False
        self._verified_to: str | None = "" if verify else None  # None: there is nothing more to verify
        self._ended = False
        self._memory = dict(wish.memory)

    # --- queue -------------------------------------------------------------------------------------

    @property
    def wants_all(self) -> bool:
        """Whether every article is asked for: the portal's first run, or a full one."""
        return self._wish.full

    def begin(self) -> None:
        """Take the plan's first step."""
        self.take(self.plan.start())

    @property
    def satisfied(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self._accounts.delivered >= self._limit

    def take(self, step: Step) -> None:
        """Queue what a step of the plan asks for and found."""
        for text in step.notes:
            self._accounts.note(text)
        self._memory.update(step.remember)
        records = {record.candidate.url: record for record in step.records}
        named = [*step.candidates, *(record.candidate for record in step.records)]
        try:
            needed = self._decide(named)
        except Exception:
            # What it found is lost to this run, what follows from it is not.
            self._fetches.extend(step.fetches)
            self._accounts.lose_found(sum(not candidate.again for candidate in named))
            raise
        for one in needed:
            record = records.get(one.candidate.url)
            if record is None:
                self._articles.append(one)
            else:
                self._records.append((one, record))
        if any(fetch.if_recent for fetch in step.fetches):
            self._accounts.begin_page(len(needed))
        news = any(one.new for one in needed) or not self._new.isdisjoint(step.repeated)
        if not self._wish.full:
            for one in needed:
                if one.new:
                    self._new.add(article_id(one.candidate.url))
        for fetch in step.fetches:
            if fetch.if_news and (step.candidates or step.records or step.repeated) and not news:
                self.take(self.plan.receive(FetchResult.skipped(fetch)))
            else:
                self._fetches.append(fetch)
        if step.failure is not None:
            self.fail(step.failure)
        elif self.plan.done and not self._leftovers_taken:
            self._leftovers_taken = True
            self.take(self.plan.adopt(self._knowledge.unsettled(self.portal.id)))

    def _decide(self, candidates: Sequence[Candidate]) -> list[FetchDecision]:
        if not candidates:
            return []
        decided = self._knowledge.needed(self.portal.id, candidates, full=self._verify)
        needed = [
            one
            for one in decided
            if not one.candidate.again or article_id(one.candidate.url) not in self._taken
        ]
        if not self._wish.full:
            for one in needed:
                self._taken.add(article_id(one.candidate.url))
        self._accounts.find(sum(not candidate.again for candidate in candidates), len(needed))
        return needed

    def jobs(self) -> Iterator[Job]:
        """The next requests, taken out of the queue."""
        while len(self._flying) < IN_FLIGHT and self._is_read_soon():
            if not self._articles and not self._fetches and self._leftovers_taken:
                self._verify_more()
            flying = sum(isinstance(job, FetchDecision) for job in self._flying.values())
            articles = flying + len(self._handed_out)
            job: Job
            if self._articles and (self._limit is None or self._accounts.delivered + articles < self._limit):
                job = self._articles.popleft()
            elif self._fetches and flying == len(self._flying) and not self.satisfied and not self._articles:
                if self._fetches[0].if_recent and (articles or self._accounts.in_pipelines):
                    if not articles:
                        self._knowledge.hurry()
                    break  # what the page before held decides
                if self._fetches[0].waits and self.plan.chained and articles:
                    break  # what the articles on the wire name decides
                job = self._fetches.popleft()
                if job.waits and self.plan.overtaken:
                    self.take(self.plan.receive(FetchResult.overtaken(job)))
                    continue
                if job.if_recent and self._accounts.page_was_older:
                    self.take(self.plan.receive(FetchResult.skipped(job)))
                    continue
            else:
                break
            self._flying[id(job)] = job
            yield job
        self._accounts.set_state(self._state())

    def _is_read_soon(self) -> bool:
        """Whether no more pages wait to be read than is good."""
        size = sum(size for _, size in self._handed_out.values())
        return len(self._handed_out) < HANDED_OUT and size < HANDED_OUT_BYTES

    def _verify_more(self) -> None:
        """In a full run: what an earlier run stored and no source names any more may be gone."""
        while self._verified_to is not None and not self._articles and not self.satisfied:
            stored, after = self._knowledge.settled(self.portal.id, self._verified_to)
            self._verified_to = after if stored else None
            self.take(self.plan.adopt(stored))

    def _state(self) -> outcomes.State:
        if self._drained:
            return "done"
        discovering = self._fetches or any(isinstance(job, Fetch) for job in self._flying.values())
        return "discovering" if discovering else "fetching"

    def records(self) -> Iterator[tuple[FetchDecision, Record]]:
        """The whole articles that a source delivered, taken out of the queue."""
        while self._records and not self.satisfied:
            yield self._records.popleft()

    def conditions(self, job: Job) -> dict[str, str]:
        """The headers that make the request conditional, where that is wanted."""
        if self._verify:
            return {}
        if isinstance(job, FetchDecision):
            return condition_headers(job.etag, job.last_modified)
        before = conditions(self._wish.memory, job.url) if job.conditional and not self._wish.full else None
        return before.headers if before is not None else {}

    # --- answers -----------------------------------------------------------------------------------
    # A job is awaited until one of these says what became of it; what never comes so far is lost to an error.

    def hand_out(self, needed: FetchDecision, size: int = 0) -> None:
        """The page of an article, of `size` bytes, waits to be read by another process; or for the article's
        further pages."""
        if self._let_go(needed):
            self._handed_out[id(needed)] = needed, size

    def _let_go(self, job: Job) -> bool:
        """What became of the job is known. False where nothing was awaited of it (any more)."""
        awaited = (self._flying.pop(id(job), None), self._handed_out.pop(id(job), None))
        return any(one is not None for one in awaited)

    def lose(self, job: Job) -> None:
        """An error came of what the request brought, before anything was made of it.

        An article is counted and asked for again by the next run. Where it was what a source answered, the
        plan goes on without that, and the run is not complete: the next one reads the sources as this one.
        """
        if not self._let_go(job):
            return
        if isinstance(job, FetchDecision):
            self.miss(job, INTERNAL_ERROR)
        else:
            self._accounts.lose_source(job.url)
            self.take(self.plan.receive(FetchResult(job, failure="internal error")))

    def lose_all(self) -> None:
        """Scrapy has nothing on the wire: what is still awaited here was lost to an error."""
        for job in [*self._flying.values(), *(needed for needed, _ in self._handed_out.values())]:
            self.lose(job)

    def answered(self, answer: FetchResult) -> None:
        """The answer to a discovery request: the plan's next step follows."""
        fetch = answer.fetch
        if fetch.conditional and answer.failure is None:
            validators, unchanged = learn(conditions(self._wish.memory, fetch.url), answer)
            if validators is not None and len(self._memory) < MAX_MEMORY:
                self._memory[key_of(fetch.url)] = validators.dump()
            if unchanged and not self._wish.full:
                answer = as_unchanged(answer)
        self.take(self.plan.receive(answer))
        self._let_go(fetch)

    def neighbours_in(self, tree: HtmlElement, url: str) -> Sequence[str]:
        """What the page of an article names as the articles before and after it, where that helps."""
        return neighbours(tree, url) if self.follows else ()

    @property
    def follows(self) -> bool:
        """Whether what pages name as their neighbours is asked for: not where it mostly was no article."""
        return self.plan.wants_neighbours and not self._accounts.neighbours_unreliable

    def record_bad_neighbour(self, source: str) -> None:
        """A page that `source` named was fetched, and is no article."""
        self._accounts.record_bad_neighbour(source)

    def named(self, needed: FetchDecision, neighbours: Sequence[str]) -> None:
        """The page of an article named these as its neighbours."""
        if neighbours and self.follows:
            self.take(self.plan.neighbours(needed.candidate, neighbours))

    def delivered(self, needed: FetchDecision, final_url: str, headers: Mapping[str, str]) -> None:
        """An article goes into the pipelines."""
        self._let_go(needed)
        self._accounts.deliver(needed, final_url, headers)

    def settled(self, *, older: bool = False) -> None:
        """An article has left the pipelines, one way or another; `older` than the days wanted."""
        self._accounts.settle(older=older)

    def refuse(self, needed: FetchDecision, reason: str) -> None:
        """What a found address led to is no article."""
        self._let_go(needed)
        self._accounts.refuse(needed, reason)

    def miss(self, needed: FetchDecision, reason: str, text: str = "", *, gone: bool = False) -> None:
        """A found address could not be fetched; `gone` for 404 and 410."""
        self._let_go(needed)
        self._accounts.miss(needed, reason, gone=gone)
        if reason in FINAL and not self._accounts.failed:
            self.fail(f"{self.portal.address}: {text or reason}")

    def incomplete(self, needed: FetchDecision, reason: str) -> None:
        """An article was stored without all of its pages: a later run asks again."""
        self._accounts.incomplete(needed, reason)

    def same(self, needed: FetchDecision) -> None:
        """The server says that the page is as it was."""
        self._let_go(needed)
        self._accounts.same(needed)

    # --- the end -----------------------------------------------------------------------------------

    def fail(self, reason: str) -> None:
        """The portal as a whole failed; nothing more is asked of it."""
        self._verified_to = None
        self._fetches.clear()
        self._leave_out()
        self._accounts.fail(reason)

    @property
    def _drained(self) -> bool:
        """Whether nothing is left to ask for or to wait for."""
        queued = self._fetches or self._articles or self._records or self._verified_to is not None
        waited_for = self._flying or self._handed_out
        return not waited_for and (self.satisfied or not queued)

    def end_if_done(self) -> None:
        """Close the books when nothing is left to do and all articles have left the pipelines."""
        if not self._drained:
            return
        if self._accounts.in_pipelines > 0:
            self._knowledge.hurry()
        else:
            self.end()

    def end(self) -> None:
        """Close the books, once: what was found and is still waiting is left out, and counted."""
        if self._ended:
            return
        self._ended = True
        self._leave_out()
        bounded = self._wish.since is not None or self._wish.until is not None
        completed = self.plan.done and self._accounts.whole and not bounded
        self._accounts.close(self._memory, completed=completed)

    def _leave_out(self) -> None:
        """What was found and will not be fetched by this run; a later one does it."""
        left = len(self._articles) + len(self._records)
        self._articles.clear()
        self._records.clear()
        self._accounts.leave_out(left, "limit" if self.satisfied else "not_fetched")
