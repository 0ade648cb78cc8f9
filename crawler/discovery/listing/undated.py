"""Articles of the front page that wait for their section, because that prints their day.

form | seen on
-----|--------
the newest five entries with their day, beside a box of the newest ten without | AuraCMS
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.page import Link
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id


class UndatedArticles:
    """The candidates of a front page that prints the day of others; at most as many as a page has links."""

    def __init__(self, options: CrawlOptions) -> None:
        self._may_wait = options.full
        self._waiting: dict[str, Candidate] = {}

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the articles that wait."""
        return frozenset(self._waiting)

    def hold(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return the candidates with a day; the others wait. All, if none has one: nor may the sections."""
        if not self._may_wait or not any(one.listed for one in candidates):
            return tuple(candidates)
        undated = {article_id(one.url): one for one in candidates if not one.listed and not one.is_further}
        self._waiting |= undated
        return tuple(one for one in candidates if undated.get(article_id(one.url)) is not one)

    def dated(self, links: Iterable[Link]) -> tuple[Candidate, ...]:
        """Return the waiting candidates whose day another page prints."""
        days = {article_id(link.url): link.day for link in links if link.day} if self._waiting else {}
        return tuple(
            replace(self._waiting.pop(id_), listed=day) for id_, day in days.items() if id_ in self._waiting
        )

    def release(self) -> tuple[Candidate, ...]:
        """Return those that still wait: no page is left."""
        left = tuple(self._waiting.values())
        self._waiting = {}
        return left
