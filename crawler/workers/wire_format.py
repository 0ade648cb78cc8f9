"""Messages between the crawl and its extraction workers. Light: imported by every crawl."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.items import Article, KnownFacts
from crawler.portals import Portal

if TYPE_CHECKING:
    from crawler.extraction.metadata.portal_facts import PortalFacts
    from crawler.extraction.wrapper.template import Template
    from crawler.ledger.fingerprint import ArticleFingerprint
    from crawler.templates.lifecycle import Observation

HEAD = 4
"""Bytes of the length prefix of each message."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """An article page as received, not yet parsed.

    `encoding` as declared by the server, `platform`: name of the portal's platform. With `wants_neighbours`
    the answer includes the URLs of the previous and next articles that the page links to. `warnings` as in
    `Page`.
    """

    url: str
    portal: Portal
    body: bytes
    encoding: str | None
    fetched_at: datetime
    known: KnownFacts
    platform: str | None
    wants_neighbours: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a page: an article with its template observation, or the `reason` why there is none.

    `published_at` is known for some pages without an article, too; `detail` explains the reason. `failure` is
    the traceback of an extraction error. `neighbours`: URLs of the previous and next articles.
    `article_fingerprint`: computed on request.
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
    """Extraction failed in a worker; the message is the traceback."""


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """Item for an article page that a worker has extracted, in place of a Page."""

    url: str
    portal: Portal
    known: KnownFacts
    outcome: Outcome

    @property
    def published_at(self) -> str | None:
        """Publication time of the article, if known."""
        return self.outcome.published_at


@dataclass(frozen=True, slots=True)
class RejectedPage:
    """The page declares itself not to be an article, or is empty; `neighbours` as in `Outcome`."""

    reason: str
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The page could not be extracted; a later run retries. `why` is for people."""

    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class RunInProcess:
    """The crawl's process must extract the page: a multi-page article, or no worker is available."""


Answer = Outcome | RejectedPage | WorkerDied | RunInProcess


@dataclass(frozen=True, slots=True)
class Task:
    """A page to extract. `templates`: by portal, those that the worker does not have yet; with `forget` it
    drops all others first. With `article_fingerprints` the answer includes the article's fingerprint."""

    page: RawPage
    templates: dict[str, Template | None] = field(default_factory=dict)
    forget: bool = False
    article_fingerprints: bool = False
    portal_facts: PortalFacts | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Result of a task. `dateparser` counts the lines asked, read and refused."""

    answer: Answer
    dateparser: tuple[int, int, int] = (0, 0, 0)


class Ready:
    """First message of a worker: all modules are imported."""


def pack_message(message: object) -> bytes:
    """The message as bytes, with its length prefix."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(HEAD, "big") + data


def unpack_messages(waiting: bytearray) -> Iterator[Any]:
    """Yield the complete messages and remove them from the buffer. Only for messages of our own processes."""
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
