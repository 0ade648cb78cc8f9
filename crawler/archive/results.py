"""What the reading of WARC files brings, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Article

if TYPE_CHECKING:
    from crawler.ledger.fingerprint import ArticleFingerprint
    from crawler.templates.lifecycle import Observation


@dataclass(frozen=True, slots=True)
class Finished:
    """An article, with what the ledger will make of it where that was asked for."""

    article: Article
    article_fingerprint: ArticleFingerprint | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that gave no article."""

    portal_id: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A WARC file, or the rest of one, that could not be read."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What an article says of its portal's template."""

    portal_id: str
    observation: Observation


Result = Finished | Refused | Unreadable | Learned
