"""Articles of earlier runs that a run requests again: all of them in a full run, else those that are due."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.discovery.core.state import CrawlState, FetchDecision
from crawler.discovery.messages import Candidate

REVISIT_SHARE = 5
"""One of this many requests of a run may revisit a stored article, ..."""

MIN_REVISITS = 4
"""... but so many may in any run: an article is due four times, so a run with one new article keeps the
schedule. The visits of an article do not become more by it."""


class StoredArticles:
    """`verify`: a full run. `revisit`: a run that revisits articles by their schedule."""

    def __init__(self, portal_id: str, crawl_state: CrawlState, *, verify: bool, revisit: bool) -> None:
        self._portal_id = portal_id
        self._crawl_state = crawl_state
        self._cursor: str | None = "" if verify else None  # None: nothing more to verify
        self._revisit = revisit

    @property
    def any_left(self) -> bool:
        """Whether a full run has not requested all stored articles yet."""
        return self._cursor is not None

    def to_verify(self) -> list[Candidate]:
        """Return the next stored articles of a full run, which may be gone; empty: there are no more."""
        if self._cursor is None:
            return []
        stored, after = self._crawl_state.stored(self._portal_id, self._cursor)
        self._cursor = after if stored else None
        return stored

    def due(self, sent: int, vanished: Sequence[str]) -> list[FetchDecision]:
        """Return the articles to revisit, once: those that `vanished` from a list, then those that are due.

        `sent` is the number of requests so far.
        """
        if not self._revisit:
            return []
        self._revisit = False
        limit = max(MIN_REVISITS, sent // (REVISIT_SHARE - 1))
        suspects = self._crawl_state.revisits_of(self._portal_id, vanished)[:limit]
        urls = {one.candidate.url for one in suspects}
        due = self._crawl_state.due(self._portal_id, limit)
        return [*suspects, *(one for one in due if one.candidate.url not in urls)][:limit]

    def stop(self) -> None:
        """Request no more of them."""
        self._cursor = None
        self._revisit = False
