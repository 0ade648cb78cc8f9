"""What a crawl tells the ledger, one record per event, and what the ledger answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crawler.items import Article
from crawler.ledger.fingerprint import ArticleFingerprint


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page came: `url` is the address that discovery named, `final_url` where it was in the end.

    `lastmod`, `etag` and `last_modified` are as the source and the server wrote them.
    """

    portal_id: str
    url: str
    final_url: str
    lastmod: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article: `article` carries its `seq`, `revision` and `first_seen_at`.

    A duplicate was not stored, since the run drops copies. `parts` names what changed since the revision
    before (title, body, dates, images).
    """

    kind: Literal["new", "changed", "unchanged", "duplicate"]
    article: Article
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article to store, with the fetches that led to it, and its imprint where that was made ahead."""

    article: Article
    fetches: tuple[Fetched, ...]
    answer: Callable[[Stored], None]
    refuse: Callable[[Exception], None]
    article_fingerprint: ArticleFingerprint | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A fetched page that gave no article; `skipped`: one outside the days that this run wants."""

    fetches: tuple[Fetched, ...]
    reason: str
    published: str | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that could not be fetched; `gone` for 404 and 410."""

    portal_id: str
    url: str
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An article that was stored without all of its pages."""

    portal_id: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server answered 304 to a conditional request."""

    portal_id: str
    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """A source named an address that the ledger did not know."""

    portal_id: str
    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The run is done with the portal; `completed`: discovery saw all of it."""

    portal_id: str
    run_id: str
    completed: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """What extraction learned of a portal, as it packed it; the last of a name is kept."""

    portal_id: str
    name: str
    data: bytes


AddressEntry = ArticleEntry | Rejection | Failure | Incomplete | NotModified | Discovered
Entry = AddressEntry | Release | Learned
