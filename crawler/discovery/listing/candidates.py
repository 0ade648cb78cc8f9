"""Candidates from the links of a listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.listing.page import Link
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id

NAME = "listing"
"""Name of the source."""


def new_candidates(
    links: Iterable[Link],
    seen: ArticleIds,
    is_article: Callable[[str], bool | None],
    *,
    repeat: bool = False,
) -> tuple[Candidate, ...]:
    """Return the candidates that no page before listed, and add them to those `seen`.

    With `repeat` the others are returned too: whether they are new decides if the next page is needed.
    Without, they are marked as further URLs, as are those that one page lists beside the first.
    """
    candidates = []
    for link in links:
        is_new = seen.add(article_id(link.url)) or repeat
        sure = is_article(link.url) is True
        candidates += [
            Candidate(
                url,
                NAME,
                title=link.text or None,
                sure=sure,
                listed=link.day,
                is_further=not is_new or url is not link.url,
            )
            for url in (link.url, *link.further)
        ]
    return tuple(candidates)
