"""Updates crawl stats and ledger state for each URL of a portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.discovery.core.state import CrawlState, FetchDecision, FinalResponse
from crawler.discovery.messages import SKIPPED, SUPERSEDED, FetchResult
from crawler.discovery.outage import ErrorStreak, GeneralErrors
from crawler.discovery.planner import NEIGHBOUR
from crawler.ledger.decisions import MISSING_PAGES, NO_MATCH
from crawler.stats import outcomes

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

MAX_BAD_NEIGHBOURS = 10
"""Number of previous/next links to pages that are not articles after which such links are not followed, if
they are more than half. `Selanjutnya` may count on endlessly.
"""

INTERNAL_ERROR = "internal_error"
"""Drop reason for a URL that was lost to an internal error."""

BEFORE = "before_since"
"""Drop reason of the pipelines for an article older than `since`."""
ARTICLES_ALL_THE_SAME = frozenset(
    {BEFORE, NO_MATCH, "unchanged", "duplicate", "duplicate_address", "ledger_failed"}
)
"""Drop reasons of the pipelines for pages that are articles."""


DOUBTFUL = frozenset({"empty", "title_only", "not_found_page", "login_wall"})
"""Reasons for pages without an article that may be error pages of the site, answered with status 200."""


class PortalStats:
    """Stats and ledger updates of one portal.

    Each URL that was found ends in one of `on_accepted` (and later `on_item_done`), `on_unchanged`,
    `on_rejected`, `on_failed` and `on_skipped`.
    """

    def __init__(self, portal_id: str, crawl_state: CrawlState, stats: StatsCollector) -> None:
        self._portal = portal_id
        self._crawl_state = crawl_state
        self._stats = stats
        self._prev_next_fetched = 0
        self._bad_neighbours = 0
        self._left_out = 0
        self._page_size = (
            0  # articles of the listing page before, and the outcomes of those that are finished
        )
        self._page_older = 0
        self._page_empty = 0
        self._page_recent = 0
        self.delivered = 0
        """Number of articles that went to the pipelines."""
        self.in_pipelines = 0
        """Number of articles in the pipelines."""
        self.failed = False
        """Whether the portal as a whole failed."""
        self._broken = False
        self._streak = ErrorStreak()
        self._general = GeneralErrors()

    @property
    def outage(self) -> str | None:
        """Why the portal gives no more articles, in one line: the last ones in a row had no usable page.

        Articles that wait in the pipelines to be stored are usable; one may be the page that is judged.
        """
        return self._streak.outage if self.in_pipelines <= 1 else None

    def on_usable(self) -> None:
        """Record a page with an article, or an unchanged one."""
        self._streak.on_article()
        self._general.on_answer()
        self._general.on_article()

    def on_page_dropped(self, reason: str) -> None:
        """Record a page without an article."""
        self._general.on_answer()
        if reason in MISSING_PAGES:
            self._general.on_missing()
        if reason == "error_page":
            self._streak.on_error(reason)
        elif reason in DOUBTFUL:
            self._streak.on_doubt(reason)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was lost, or left to a later run."""
        return not (self.failed or self._broken or self._left_out)

    def on_source_answer(self, answer: FetchResult) -> None:
        """Record the response or failure of a source document."""
        if answer.failure not in {SKIPPED, SUPERSEDED}:
            self._general.on_answer(error=answer.failure is not None or answer.status >= 500)

    # --- discovery ---------------------------------------------------------------------------------

    def add_note(self, text: str) -> None:
        """Add a note for the user."""
        outcomes.note(self._stats, self._portal, text)

    def on_found(self, count: int, decision: int) -> None:
        """Count found URLs, and how many of them are fetched; the others are known and unchanged."""
        if count:
            outcomes.count_found(self._stats, self._portal, count)
        if count != decision:
            # An updated candidate was counted as unchanged when it was listed first.
            outcomes.count_unchanged(self._stats, self._portal, count - decision)

    def on_undecided(self, count: int) -> None:
        """Count URLs for which an exception prevented a fetch decision."""
        self._broken = True
        outcomes.count_found(self._stats, self._portal, count)
        outcomes.count_dropped(self._stats, self._portal, INTERNAL_ERROR, count)

    def on_source_error(self, url: str) -> None:
        """Record that an exception prevented processing a source's result: the next run reads the sources
        again.
        """
        self._broken = True
        self.add_note(f"internal error at {url}; see the log")

    def on_reopened(self, count: int) -> None:
        """Take back `count` articles that were dropped for having no text: their pages are read in another
        way.
        """
        if count:
            outcomes.count_dropped(self._stats, self._portal, "title_only", -count)

    def begin_page(self, size: int) -> None:
        """Start a listing page with so many articles; their outcomes decide whether the next page is
        requested.
        """
        self._page_size = size
        self._page_older = self._page_empty = self._page_recent = 0

    @property
    def page_was_older(self) -> bool:
        """Whether all articles of the listing page before are older than `since`."""
        ended = self._page_older + self._page_empty
        return self._page_older > 0 and not self._page_recent and ended >= self._page_size

    @property
    def neighbours_unreliable(self) -> bool:
        """Whether most previous/next links led to pages that are not articles."""
        return (
            self._bad_neighbours >= MAX_BAD_NEIGHBOURS and 2 * self._bad_neighbours > self._prev_next_fetched
        )

    def record_bad_neighbour(self, source: str) -> None:
        """Count a page that `source` listed and that is not an article."""
        self._bad_neighbours += source == NEIGHBOUR

    # --- articles ----------------------------------------------------------------------------------

    def on_accepted(self, decision: FetchDecision, final_url: str, headers: Mapping[str, str]) -> None:
        """Record an article that goes to the pipelines."""
        self._prev_next_fetched += decision.candidate.source == NEIGHBOUR
        self.delivered += 1
        self.in_pipelines += 1
        response = FinalResponse(final_url, headers.get("etag"), headers.get("last-modified"))
        self._crawl_state.on_accepted(self._portal, decision.candidate, response)

    def on_item_done(self, *, older: bool) -> None:
        """Record that an article left the pipelines; `older` than `since` or not."""
        self.in_pipelines -= 1
        if older:
            self._page_older += 1
        else:
            self._page_recent += 1

    def on_rejected(self, decision: FetchDecision, reason: str) -> None:
        """Record that a URL is not an article."""
        self._count_dropped(decision, reason)
        self.on_page_dropped(reason)
        self._crawl_state.on_rejected(self._portal, decision.candidate, reason)

    def on_failed(self, decision: FetchDecision, reason: str, *, gone: bool = False) -> None:
        """Record that a URL could not be fetched; `gone` for 404 and 410."""
        self._count_dropped(decision, reason)
        self._general.on_answer(error=not gone)
        if gone and not decision.new:
            self._general.on_missing()
        if not gone:
            self._streak.on_error(reason)
        elif decision.new:  # a full run also requests stored articles that no source lists any more
            self._streak.on_doubt(reason)  # old sitemaps list many deleted articles
        self._crawl_state.on_failed(self._portal, decision.candidate, reason, gone=gone)

    def _count_dropped(self, decision: FetchDecision, reason: str) -> None:
        self._prev_next_fetched += decision.candidate.source == NEIGHBOUR
        self.record_bad_neighbour(decision.candidate.source)
        self._page_empty += 1
        outcomes.count_dropped(self._stats, self._portal, reason)
        outcomes.name_dropped(self._stats, outcomes.DroppedPage(self._portal, reason, decision.candidate.url))

    def on_incomplete(self, decision: FetchDecision, reason: str) -> None:
        """Record that an article was stored without all of its pages: a later run requests it again."""
        self._crawl_state.on_incomplete(self._portal, decision.candidate, reason)

    def on_unchanged(self, decision: FetchDecision) -> None:
        """Record that the server answered "not modified"."""
        outcomes.count_unchanged(self._stats, self._portal)
        self.on_usable()
        self._crawl_state.on_unchanged(self._portal, decision.candidate)

    # --- end ---------------------------------------------------------------------------------------

    def set_state(self, state: outcomes.State) -> None:
        """Set the portal's progress state."""
        outcomes.set_state(self._stats, self._portal, state)

    def on_skipped(self, count: int, reason: str) -> None:
        """Count URLs that were found and are not fetched by this run; a later run does."""
        self._left_out += count
        if count:
            outcomes.count_dropped(self._stats, self._portal, reason, count)

    def fail(self, reason: str) -> None:
        """Fail the portal as a whole."""
        self.failed = True
        outcomes.fail(self._stats, self._portal, reason)

    def finish(self, memory: Mapping[str, str], *, completed: bool) -> None:
        """Finish. `completed`: every source was read to its end, and nothing was lost."""
        if completed:
            self._crawl_state.save_memory(self._portal, memory)
        healthy = not self.failed and not self._general.found
        self._crawl_state.finish(self._portal, completed=completed, healthy=healthy)
