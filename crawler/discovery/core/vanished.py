"""Detects articles that a list showed in the last run and shows no more, although it still shows older ones.

They were probably deleted, so they are requested again before other stored articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

    def on_page(self, url: str, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Compare the first page of the list at `url` with the last run; returns what the next run needs.

        A page whose articles changed places is in no order of time, so nothing is known of those missing.
        """
        shown = {id_: place for place, id_ in enumerate(ids)}
        before = self._memory.get(MEMORY_KEY + url, "").split()
        left = [id_ for id_ in before if id_ in shown]
        places = [shown[id_] for id_ in left]
        if len(left) >= MIN_OLDER and places == sorted(places):
            older = before.index(left[-MIN_OLDER])
            self.ids += [id_ for id_ in before[:older] if id_ not in shown and id_ not in self.ids]
        return ((MEMORY_KEY + url, " ".join(ids[:MAX_REMEMBERED])),)
