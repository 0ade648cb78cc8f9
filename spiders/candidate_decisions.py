"""Gets fetch decisions from the crawl state, and remembers those of this run."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.spellings import Spellings
from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id
from spiders.portal_stats import PortalStats


class CandidateDecisions:
    """Decisions on the candidates of one portal; `verify`: a full run, which fetches known articles too."""

    def __init__(
        self,
        portal_id: str,
        crawl_state: CrawlState,
        stats: PortalStats,
        options: CrawlOptions,
        *,
        verify: bool,
    ) -> None:
        self._portal_id = portal_id
        self._crawl_state = crawl_state
        self._stats = stats
        self._full = options.full
        self._verify = verify
        self._decided_ids = ArticleIds()
        self._new_ids = ArticleIds()

    def decide(
        self, candidates: Sequence[Candidate], whole: Container[str], spellings: Spellings
    ) -> list[FetchDecision]:
        """Return the decisions to fetch, in order; each URL is fetched once per run.

        Of the stored articles that are due, only those that the source delivered (their URLs are in `whole`)
        are among them: the others cost requests, of which `StoredArticles` takes a share.
        """
        if not candidates:
            return []
        decided = self._crawl_state.decide(self._portal_id, candidates, full=self._verify)
        decisions = [
            one
            for one in decided
            if not one.candidate.is_update or article_id(one.candidate.url) not in self._decided_ids
            if not one.revisit or one.candidate.url in whole
        ]
        fetched = {one.candidate.url for one in decisions}
        for candidate in candidates:
            if candidate.url not in fetched and not candidate.is_update:
                spellings.on_left_out(article_id(candidate.url))
        if not self._full:
            for one in decisions:
                self._decided_ids.add(article_id(one.candidate.url))
        self._stats.on_found(sum(not candidate.is_update for candidate in candidates), len(decisions))
        return decisions

    def any_new(self, decisions: Sequence[FetchDecision], repeated: Iterable[str]) -> bool:
        """Whether one of a step's articles, or of those that it repeats, is new to the ledger."""
        news = any(one.new for one in decisions) or not self._new_ids.isdisjoint(repeated)
        if not self._full:
            for one in decisions:
                if one.new:
                    self._new_ids.add(article_id(one.candidate.url))
        return news
