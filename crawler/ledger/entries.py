"""Events that a crawl reports to the ledger, one record each, and the ledger's result for an article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crawler.items import Article
from crawler.ledger.fingerprint import ArticleFingerprint


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page was fetched: `url` as discovery listed it, `final_url` after redirects.

    `lastmod`, `etag` and `last_modified` are verbatim from the source and the server.
    """

    portal_id: str
    url: str
    final_url: str
    lastmod: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Result for an article; `article` has its `seq`, `revision` and `first_seen_at` set.

    A `duplicate` was not stored because the run drops near-duplicates, a `replaced` one because it has
    nothing in common with the stored revision. `parts` names what changed since the previous revision (title,
    body, dates, images). `variant_of`: URL of the stored article of which this one is a URL variant.
    """

    kind: Literal["new", "changed", "unchanged", "duplicate", "replaced"]
    article: Article
    parts: tuple[str, ...] = ()
    variant_of: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article to store, the fetches that led to it, and its fingerprint if a worker computed one."""

    article: Article
    fetches: tuple[Fetched, ...]
    answer: Callable[[Stored], None]
    refuse: Callable[[Exception], None]
    article_fingerprint: ArticleFingerprint | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A fetched page that is not an article; `skipped`: an article outside the run's days."""

    fetches: tuple[Fetched, ...]
    reason: str
    published: str | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A URL that could not be fetched; `gone` for 404 and 410."""

    portal_id: str
    url: str
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An article stored without all of its pages."""

    portal_id: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304 response to a conditional request."""

    portal_id: str
    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """A source listed a URL that the ledger does not hold."""

    portal_id: str
    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The run is done with the portal; `completed`: discovery read all sources to their end.

    `healthy`: the portal did not answer errors in general, so that what was missing proves a deletion.
    """

    portal_id: str
    run_id: str
    completed: bool
    healthy: bool = False


@dataclass(frozen=True, slots=True)
class TemplateUpdate:
    """Template data of a portal to store; the last entry of a name wins."""

    portal_id: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class VolatileNames:
    """Names of query parameters that never change a page of the portal."""

    portal_id: str
    names: frozenset[str]


UrlEntry = ArticleEntry | Rejection | Failure | Incomplete | NotModified | Discovered
Entry = UrlEntry | Release | TemplateUpdate | VolatileNames


def description(entry: Entry) -> str:
    """The entry in a few words, for the log."""
    match entry:
        case ArticleEntry(article=article):
            return f"article {article.url!r}"
        case Rejection(fetches=fetches):
            return f"rejection of {fetches[0].url!r}"
        case Release() | TemplateUpdate() | VolatileNames():
            return f"{type(entry).__name__.lower()} of {entry.portal_id!r}"
        case _:
            return f"state of {entry.url!r}"
