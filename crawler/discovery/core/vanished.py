"""Detects articles that a list showed in the last run and shows no more, although it still shows older ones.

They were probably deleted, so they are requested again before other stored articles.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from crawler.urls.canonical import article_id

Facts = tuple[tuple[str, str], ...]
"""Entries of the memory for the next run."""
MEMORY_KEY = "shown at "
"""Memory key of the ids on the first page of a list, before its URL."""
MAX_REMEMBERED = 30
"""Ids of a page that are remembered: 17 bytes each."""
MIN_OLDER = 2
"""Older articles that the list must still show: one alone may be pinned."""


class VanishedArticles:
    """The first pages of lists in this run and in the last one; articles as ids, in the order of the page."""

    def __init__(self, memory: Mapping[str, str]) -> None:
        self._memory = memory
        self.ids: list[str] = []
        """The articles that vanished, in the order of their pages."""

    def on_page(self, url: str, ids: Sequence[str]) -> Facts:
        """Compare the first page of the list at `url` with the last run; returns what the next run needs.

        A page whose articles changed places is in no order of time, so nothing is known of those missing.
        """
        shown = {id_: place for place, id_ in enumerate(ids)}
        before = self._before(url)
        places = [shown[id_] for id_ in before if id_ in shown]
        if places == sorted(places):
            self._compare(before, shown)
        return self._to_remember(url, ids)

    def on_sitemap(self, url: str, newest: Sequence[str], urls: Iterable[str]) -> Facts:
        """Compare the file at `url`, which has all these `urls`; `newest` are ids, the last changed first."""
        if before := self._before(url):
            self._compare(before, {article_id(one) for one in urls})
        return self._to_remember(url, newest)

    def _before(self, url: str) -> list[str]:
        return self._memory.get(MEMORY_KEY + url, "").split()

    def _compare(self, before: Sequence[str], shown: Container[str]) -> None:
        left = [id_ for id_ in before if id_ in shown]
        if len(left) >= MIN_OLDER:
            older = before.index(left[-MIN_OLDER])
            self.ids += [id_ for id_ in before[:older] if id_ not in shown and id_ not in self.ids]

    @staticmethod
    def _to_remember(url: str, ids: Sequence[str]) -> Facts:
        return ((MEMORY_KEY + url, " ".join(ids[:MAX_REMEMBERED])),)
