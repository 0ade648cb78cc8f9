"""Results of reading WARC files, one per page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Article

if TYPE_CHECKING:
    from crawler.ledger.fingerprint import ArticleFingerprint
    from crawler.templates.lifecycle import Observation


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """An article, with its ledger fingerprint if requested."""

    article: Article
    article_fingerprint: ArticleFingerprint | None = None


@dataclass(frozen=True, slots=True)
class RejectedPage:
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
class BrokenRecord:
    """One record of a WARC file, at `offset`, that could not be read; the others of the file are."""

    file: str
    offset: int
    why: str


@dataclass(frozen=True, slots=True)
class TemplateObservation:
    """Template observation from one article."""

    portal_id: str
    observation: Observation


Result = ExtractedArticle | RejectedPage | Unreadable | BrokenRecord | TemplateObservation
