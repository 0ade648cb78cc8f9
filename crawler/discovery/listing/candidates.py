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
    """
    return tuple(
        Candidate(link.url, NAME, title=link.text or None, sure=is_article(link.url) is True, listed=link.day)
        for link in links
        if seen.add(article_id(link.url)) or repeat
    )
