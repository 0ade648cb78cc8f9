"""Messages between discovery and the crawl: requests, results, found articles.

Discovery does no I/O. `DiscoveryPlanner` returns `Fetch` requests; the driver returns a `FetchResult` for
each; each result leads to a `Step` with further requests, `Candidate`s (article URLs) and `Record`s (whole
articles, where a source has them).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from lxml.html import HtmlElement

from crawler.items import KnownFacts


class Kind(StrEnum):
    """What a discovery request fetches."""

    HOME = "home"
    SITEMAP = "sitemap"
    FEED = "feed"
    LISTING = "listing"
    API = "api"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One discovery request.

    `number` is the page number within its source. `if_new`: only needed if a candidate of the same step, or
    one that it repeats, is new to the ledger; otherwise the driver returns `FetchResult.skipped`.
    `if_recent`: the same if all articles of the step turn out to be older than `since`. `after_articles`:
    on sites with previous/next links, sent only when no article request is in flight; if these articles
    linked to new ones in the meantime, the driver returns `FetchResult.superseded`. `conditional` allows
    the driver to send the validators of the last run. `before_articles`: articles of a run with a limit wait
    for it, since it may list newer ones.
    """

    url: str
    kind: Kind
    number: int = 1
    if_new: bool = False
    if_recent: bool = False
    after_articles: bool = False
    conditional: bool = False
    before_articles: bool = False


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result of a fetch: a response, or the `failure` message if there was none.

    `url` is the URL after redirects. Header names are lower case. `tree` is the parsed page for kinds that
    return a page. `sitemaps` are those that the host's robots.txt announces. `links` are the previous/next
    links found so far (`crawler.discovery.core.skip_ahead`), `folders` those of the articles
    (`crawler.discovery.listing.sections`), `known` the ids of all articles found so far. `moved_to` is where
    a redirect to another site led that was not followed. `same_body` marks a
    304 that the crawler derived: the server sent the same full body as in the last run.
    """

    fetch: Fetch
    status: int = 0
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    tree: HtmlElement | None = None
    sitemaps: tuple[str, ...] = ()
    failure: str | None = None
    moved_to: str | None = None
    same_body: bool = False
    links: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    folders: AbstractSet[str] = frozenset()
    known: AbstractSet[str] = frozenset()

    @classmethod
    def skipped(cls, fetch: Fetch) -> FetchResult:
        """Result of a fetch that was not needed."""
        return cls(fetch, failure=SKIPPED)

    @classmethod
    def superseded(cls, fetch: Fetch) -> FetchResult:
        """Result of a fetch that was not sent because previous/next links led to new articles."""
        return cls(fetch, failure=SUPERSEDED)

    @property
    def ok(self) -> bool:
        """Whether the server sent the requested document."""
        return self.failure is None and 200 <= self.status < 300

    @property
    def unchanged(self) -> bool:
        """Whether the server sent 304 Not Modified."""
        return self.failure is None and self.status == 304

    @property
    def error_text(self) -> str:
        """Why the result is unusable, as text."""
        return self.failure or f"HTTP {self.status}"


SKIPPED = "skipped"
SUPERSEDED = "overtaken"


@dataclass(frozen=True, slots=True)
class Candidate:
    """The URL of a page that a source lists as an article.

    `lastmod` and `published` are ISO 8601 as given by the source, or None. `listed` is the day that a listing
    prints beside it, less certain than the page's own date. `about` is a day estimated from its position in
    the listing, only for ordering. `sure` is False if the source also lists other pages, so that the page
    itself must be classified. `is_update` marks a candidate that was listed before without its `lastmod`,
    `is_further` another URL of an article that the source listed before. `data_url` is the URL of the
    article's data, if its page has none.
    """

    url: str
    source: str
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None
    sure: bool = True
    is_update: bool = False
    is_further: bool = False
    data_url: str | None = None
    listed: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A whole article as delivered by a source: the HTML of its body, and its known fields."""

    candidate: Candidate
    html: str
    known: KnownFacts


@dataclass(frozen=True, slots=True)
class Step:
    """The consequence of a result. `notes` are counted and printed at the end of the run.

    `repeated` are the ids of listed articles that an earlier result listed too; set together with an
    `if_new` request. `remember` are facts stored for the next run once this run is complete. `failure` is
    set once, on the last step, if the portal as a whole failed: one line for the user. `defect` is such a
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

    def then(self, other: Step) -> Step:
        """Return both steps as one."""
        records: tuple[Record, ...] = self.records + other.records
        return Step(
            self.fetches + other.fetches,
            self.candidates + other.candidates,
            records,
            self.notes + other.notes,
            self.repeated + other.repeated,
            self.remember + other.remember,
            self.failure or other.failure,
            self.defect or other.defect,
        )
