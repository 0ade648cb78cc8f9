"""The words that discovery and the crawl exchange: what to ask, what came back, what was found.

Discovery does no I/O. A `Plan` says which `Fetch`es it wants; whoever drives it brings a `FetchResult` for
each;
every answer leads to a `Step` with more fetches, `Candidate`s (addresses of articles), and `Record`s
(whole articles, where a source gives them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lxml.html import HtmlElement

from crawler.items import KnownFacts


class Kind(StrEnum):
    """What a discovery request asks for."""

    HOME = "home"
    SITEMAP = "sitemap"
    FEED = "feed"
    LISTING = "listing"
    API = "api"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One discovery request.

    `number` is the page within its walk. With `if_news` it is only worth its cost when some candidate of the
    same step, or one that it repeats, is new to the ledger; else the driver answers it with
    `FetchResult.skipped`.
    So with `if_recent`, where all articles of the same step turn out to be older than the run's first day.
    One that `waits` is asked when no article is on the wire any more, if articles of this site name their
    neighbours; where they named new ones since it was wanted, the driver answers it with
    `FetchResult.overtaken`.
    `conditional` allows the driver to send the validators of the last run.
    """

    url: str
    kind: Kind
    number: int = 1
    if_new: bool = False
    if_recent: bool = False
    after_articles: bool = False
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came back for a fetch: a response, or `failure` in words when there was none.

    `url` is where the response came from in the end. Header names are lower case. `tree` is the parsed
    page for kinds whose answer is a page. `sitemaps` are those that robots.txt of the host announces.
    `links` are the neighbours that article pages named so far (`crawler.discovery.core.skip_ahead`).
    `same_body` marks a 304 that is our own: the server answered in full, as it had the last time.
    """

    fetch: Fetch
    status: int = 0
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    tree: HtmlElement | None = None
    sitemaps: tuple[str, ...] = ()
    failure: str | None = None
    same_body: bool = False
    links: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def skipped(cls, fetch: Fetch) -> FetchResult:
        """The answer to a fetch that was not worth its cost."""
        return cls(fetch, failure=SKIPPED)

    @classmethod
    def superseded(cls, fetch: Fetch) -> FetchResult:
        """The answer to a fetch that was not made, since articles named new ones meanwhile."""
        return cls(fetch, failure=SUPERSEDED)

    @property
    def ok(self) -> bool:
        """Whether the server answered with what was asked for."""
        return self.failure is None and 200 <= self.status < 300

    @property
    def unchanged(self) -> bool:
        """304: nothing changed since the validators were given."""
        return self.failure is None and self.status == 304

    @property
    def error_text(self) -> str:
        """Why the answer is of no use, in words."""
        return self.failure or f"HTTP {self.status}"


SKIPPED = "skipped"
SUPERSEDED = "overtaken"


@dataclass(frozen=True, slots=True)
class Candidate:
    """The address of what a source says is an article.

    `lastmod` and `published` are ISO 8601 as the source gave them, or None. `sure` is False when the source
    also names pages that are no articles, so that the page itself must tell. `again` marks one that was
    named before without its `lastmod`.
    """

    url: str
    source: str
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None
    sure: bool = True
    is_update: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A whole article as a source delivered it: the HTML of its body, and what the source knows of it."""

    candidate: Candidate
    html: str
    known: KnownFacts


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from an answer. `notes` are remarks that are counted and shown at the end of the run.

    `repeated` are the ids of articles that the answer named and an earlier one had named before; told with a
    fetch that is `if_news`. `remember` are facts for the next run, once this one is complete. `failure` is
    set once, on the last step, when the portal as a whole failed: one line for people. `defect` is such a
    line for a portal whose articles are still crawled in this run.
    """

    fetches: tuple[Fetch, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    remember: tuple[tuple[str, str], ...] = ()
    failure: str | None = None
    defect: str | None = None
