"""What goes to a reading process and what comes back. Light: every crawl has it from its start."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.items import Article, KnownFacts
from crawler.portals import Portal

if TYPE_CHECKING:
    from crawler.extraction.wrapper.template import Template
    from crawler.ledger.fingerprint import ArticleFingerprint
    from crawler.templates.lifecycle import Observation

HEAD = 4
"""Bytes before each message: its length."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """An article page as it came, not yet parsed.

    `encoding` is what the server declares, `platform` the name of the portal's platform. With
    `wants_neighbours` discovery asks which articles the page names as those before and after it.
    """

    url: str
    portal: Portal
    body: bytes
    encoding: str | None
    fetched_at: datetime
    known: KnownFacts
    platform: str | None
    wants_neighbours: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page gave: an article with its lesson for the portal's template, or the `reason` why none.

    `published_at` is known of some pages that gave none, too; `detail` says more of the reason. `failure` is
    the traceback of an error in the extraction. `neighbours` are the articles that the page names as those
    before and after it. `imprint` is what the ledger will make of the article, where it was asked for.
    """

    article: Article | None
    observation: Observation | None = None
    reason: str | None = None
    detail: str = ""
    published_at: str | None = None
    failure: str | None = None
    neighbours: tuple[str, ...] = ()
    article_fingerprint: ArticleFingerprint | None = None


class WorkerError(Exception):
    """The extraction failed on a page, in another process; the message is the traceback."""


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """An article page that another process has read: an item, as a Page is."""

    url: str
    portal: Portal
    known: KnownFacts
    outcome: Outcome

    @property
    def published_at(self) -> str | None:
        """When the article was published, if that is known."""
        return self.outcome.published_at


@dataclass(frozen=True, slots=True)
class Refused:
    """The page says itself that it is no article, or is empty; `neighbours` as of an Outcome."""

    reason: str
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The page could not be read, a later run tries again. `why` is for people."""

    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class RunInProcess:
    """The page is for the crawl's own process: the article has further pages, or no other process reads."""


Answer = Outcome | Refused | WorkerDied | RunInProcess


@dataclass(frozen=True, slots=True)
class Task:
    """A page to be read. `templates` are those, by portal, that the process has not got yet; with `forget`
    it lets all others go first. With `imprints` the article comes with what the ledger will make of it."""

    page: RawPage
    templates: dict[str, Template | None] = field(default_factory=dict)
    forget: bool = False
    article_fingerprints: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a task. `dateparser` counts the lines asked, read and refused on the way."""

    answer: Answer
    dateparser: tuple[int, int, int] = (0, 0, 0)


class Ready:
    """The first word of a process: it has imported everything."""


def packed(message: object) -> bytes:
    """The message as it goes over the wire."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(HEAD, "big") + data


def unpack(waiting: bytearray) -> Iterator[Any]:
    """The messages that have come whole, taken out of what waits. From our own processes only."""
    at = 0
    try:
        while len(waiting) >= at + HEAD:
            end = at + HEAD + int.from_bytes(waiting[at : at + HEAD], "big")
            if len(waiting) < end:
                return
            message = pickle.loads(waiting[at + HEAD : end])  # noqa: S301 (our own process wrote it)
            at = end
            yield message
    finally:
        del waiting[:at]
