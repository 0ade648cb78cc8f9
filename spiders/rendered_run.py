"""A portal's run that switches to the browser if plain requests find no articles.

Three triggers: no source of the portal lists an article, the pages of the first articles have no text, or
only scripts load the rest of the list. The spider then searches the API behind the pages
(`crawler.render.api_search`), and the run continues with the API, or with pages rendered by the browser. The
ledger stores the result for later runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.messages import Candidate, Fetch, Kind, Record, Step
from crawler.discovery.planner import DiscoveryPlanner
from crawler.platforms import PLATFORMS
from crawler.portals import Portal
from spiders.pending_jobs import Job
from spiders.portal_run import PortalRun

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

    from crawler.render.api_search import Findings

THIN = frozenset({"title_only", "empty"})
"""Drop reasons of pages without their JavaScript content."""
FEW = 3
"""Articles that decide how the portal's pages are read."""
WHOLE_LIST, NEWEST = 500, 2
"""Load-more steps of a list: to read all of it, or only its newest entries."""
EMPTY_PAGES = "the pages of its articles have no text"
CUT_LIST = "scripts may load more of its list"
RENDERED_KINDS = frozenset({Kind.HOME, Kind.LISTING})


@dataclass(frozen=True, slots=True)
class Access:
    """Access to the portal's articles: an API with these `options`, or rendered lists and article pages."""

    options: Mapping[str, Any] | None = None
    lists: bool = False
    articles: bool = False

    def dump(self) -> str:
        """Serialize for the ledger."""
        return json.dumps({"options": self.options, "lists": self.lists, "articles": self.articles})

    @classmethod
    def load(cls, text: str | None) -> Access:
        """Parse the ledger's text; the default access if there is none."""
        data = json.loads(text) if text else {}
        return cls(data.get("options"), bool(data.get("lists")), bool(data.get("articles")))


class RenderedRun(PortalRun):
    """`may_search` allows the browser; `why_not` is the reason if it is unavailable."""

    def __init__(
        self,
        portal: Portal,
        options: CrawlOptions,
        crawl_state: CrawlState,
        stats: StatsCollector,
        *,
        verify: bool,
        limit: int | None,
        access: Access,
        may_search: bool,
        why_not: str | None = None,
    ) -> None:
        self.access = access
        self._plain_options = options
        self._may_search = may_search
        self._why_not = why_not
        self.awaits_browser: str | None = None
        """Why the browser is needed; the run sends nothing until `use` or `give_up`."""
        self.thin: list[FetchDecision] = []
        """The first articles whose pages have no text."""
        self._held: list[FetchDecision] = []
        """Articles that wait until the planner knows the URLs of their data."""
        self._first: dict[str, FetchDecision] = {}
        self._judged = 0
        self._has_switched = False
        self._plain: DiscoveryPlanner | None = None
        """The planner that read the beginning of a list without the browser."""
        self._same = 0
        self._compared = 0
        super().__init__(
            portal, self._planner(portal), self._options(), crawl_state, stats, verify=verify, limit=limit
        )

    def _options(self) -> CrawlOptions:
        if self.access.options is None:
            return self._plain_options
        return replace(self._plain_options, portal_options=self.access.options)

    def _planner(self, portal: Portal) -> DiscoveryPlanner:
        named = "json_api" if self.access.options is not None else portal.platform
        return DiscoveryPlanner(portal.address, PLATFORMS, self._options(), named=named)

    def is_rendered(self, job: Job) -> bool:
        """Whether the page of a request is rendered in the browser."""
        if isinstance(job, Fetch):
            return self.access.lists and job.kind in RENDERED_KINDS
        return self.access.articles

    @property
    def list_steps(self) -> int:
        """Load-more steps of a rendered list; an incremental run expects new articles at the top."""
        return WHOLE_LIST if self.options.full and self.options.limit is None else NEWEST

    def data_url(self, candidate: Candidate) -> str | None:
        """URL of an article's data, if its page does not contain them."""
        return self.planner.details.data_url(candidate) if self.planner.details is not None else None

    def read_data(self, body: bytes, candidate: Candidate) -> Record | None:
        """The article in the response of `data_url`; None if it has none."""
        return self.planner.details.read_detail(body, candidate) if self.planner.details is not None else None

    def check_list(self) -> None:
        """Request the browser if the articles of the plain pages are read, and scripts load the others."""
        if not self.planner.needs_scripts or not self.options.full or self.options.sections:
            return
        if self.limit_reached or not self._drained or self.stats.in_pipelines or self.stats.failed:
            return
        self.planner.needs_scripts = False  # once per planner
        if not self._await_browser(CUT_LIST) and self._why_not:
            self.stats.add_note(f"{CUT_LIST}; a browser may be needed: {self._why_not}")

    def jobs(self) -> Iterator[Job]:
        if self.awaits_browser is None:
            yield from super().jobs()

    @property
    def _drained(self) -> bool:
        return self.awaits_browser is None and not self._held and super()._drained

    def enqueue(self, step: Step) -> None:
        if (before := self._plain) is not None:
            candidates = tuple(one for one in step.candidates if not before.has_listed(one.url))
            records = tuple(one for one in step.records if not before.has_listed(one.candidate.url))
            step = replace(step, candidates=candidates, records=records)
        super().enqueue(step)
        self._release()

    def _release(self) -> None:
        if self._held and self.planner.platform is not None:
            self._articles.extendleft(reversed(self._held))
            self._held.clear()

    # --- signs -------------------------------------------------------------------------------------

    def on_planner_failure(self, failure: str) -> None:
        is_new = self.options.full or self.access.options is not None
        # A portal that was read without a browser before is more likely down or moved.
        may_help = self.planner.is_scripted if is_new else self.planner.is_empty_shell
        if may_help and not self.access.lists and self._await_browser(failure):
            return
        needs = may_help and self._why_not
        self.fail(f"{failure}; a browser may be needed: {self._why_not}" if needs else failure)

    def _await_browser(self, why: str) -> bool:
        if not self._may_search:
            return False
        self._may_search = False  # once per run
        self.awaits_browser = why
        return True

    def on_accepted(self, decision: FetchDecision, final_url: str, headers: Mapping[str, str]) -> None:
        if (self._may_search or self.awaits_browser) and not self.access.articles:
            self._first[final_url] = decision
        super().on_accepted(decision, final_url, headers)

    def on_article_judged(self, url: str, reason: str | None) -> None:
        """Record the pipelines' result for the page of an article: None, or the drop reason."""
        decision = self._first.pop(url, None)
        is_thin = decision is not None and reason in THIN and not self._is_from_api(decision)
        if decision is not None and self._has_switched:
            if is_thin:  # in flight when the run switched
                self._reopen([decision])
            return
        if decision is not None and (self._judged < FEW or self.awaits_browser is not None):
            self._judged += 1
            if is_thin:
                self.thin.append(decision)
            all_thin = bool(self.thin) and len(self.thin) == self._judged
            if all_thin and (self._judged >= FEW or self._ends):
                self._await_browser(EMPTY_PAGES)
        if self.awaits_browser is None:
            self.on_page_judged(url, reason)
        elif reason is not None and not is_thin:
            self._after_no_article(url, answered=True)

    def _reopen(self, thin: list[FetchDecision]) -> None:
        self._held += thin
        self.stats.on_reopened(len(thin))
        self._release()

    def _is_from_api(self, decision: FetchDecision) -> bool:
        return self.access.options is not None and self.data_url(decision.candidate) is not None

    @property
    def _ends(self) -> bool:
        """Whether no further article is known."""
        return self.planner.done and not self._articles and not self._pending

    # --- findings of the browser -------------------------------------------------------------------

    def use(self, findings: Findings) -> None:
        """Continue with the findings of the search."""
        why, self.awaits_browser = self.awaits_browser, None
        thin, self.thin = self.thin, []
        self._has_switched = True
        if why == CUT_LIST and (findings.options is not None or findings.renders_links):
            self._plain = self.planner
        if findings.options is not None:
            self.access = Access(options=findings.options)
            of = f" ({findings.known})" if findings.known else ""
            self.stats.add_note(f"rendered by JavaScript; its articles are read from its API{of}")
            self._restart()
        elif thin:
            self.access = replace(self.access, articles=True)
        elif findings.renders_links:
            self.access = Access(lists=True, articles=self._plain is None)
            self._restart()
        elif why == CUT_LIST:
            self.stats.add_note(f"{why}, which the browser cannot read: {findings.why}")
            return
        else:
            self.fail(f"{why}; {findings.why}")
            return
        if self.access.articles:
            self.stats.add_note(f"rendered by JavaScript; its pages are read in a browser ({findings.why})")
        elif self.access.lists:
            self.stats.add_note(f"{why}; its lists are read in a browser ({findings.why})")
        if self._plain is None:
            self._save_access()
        self._reopen(thin)

    def _save_access(self) -> None:
        self._crawl_state.save_access(self.portal.id, self.access.dump())

    def close(self) -> None:
        # Not if the browser found no more.
        if self._plain is not None and self.planner.found > self._plain.found:
            self._save_access()
        self._plain = None
        super().close()

    def _restart(self) -> None:
        self.options = self._options()
        self.planner = self._planner(self.portal)
        self._fetches.clear()
        self._held += self._articles
        self._articles.clear()
        self.enqueue(self.planner.start())

    def give_up(self, why: str) -> None:
        """Continue without the browser, or fail if nothing was found without it."""
        failure, self.awaits_browser = self.awaits_browser, None
        if self.thin:
            self.stats.add_note(f"the pages of its articles have no text; {why}")
            for one in self.thin:
                self._after_no_article(one.candidate.url, answered=True)
            self.thin = []
        elif failure == CUT_LIST:
            self.stats.add_note(f"{failure}; {why}")
        else:
            self.fail(f"{failure}; {why}")

    # --- cost --------------------------------------------------------------------------------------

    @property
    def compares(self) -> bool:
        """Whether articles are still compared with their plain pages."""
        return self.access.articles and self._compared < FEW and self.portal.render is not True

    def on_compared(self, *, same: bool) -> None:
        """Record whether the plain page of an article has the same text."""
        self._compared += 1
        self._same += same
        if self._compared == FEW and self._same == FEW:
            self.access = replace(self.access, articles=False)
            self.stats.add_note("its lists need the browser, its articles do not")
            self._save_access()


def configured_access(portal: Portal, *, always: bool) -> Access | None:
    """The access set by the registry or the settings; None if the crawl has to detect it."""
    if portal.render or (always and portal.render is None):
        return Access(lists=True, articles=True)
    return Access() if portal.render is False else None
