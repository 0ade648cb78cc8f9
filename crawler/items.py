"""The items of the crawl: `Page` (pipeline input) and `Article` (output record)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement

from crawler.portals import Portal

STORED_SOURCE = "ledger"
"""Source of a URL that earlier runs found and that no other source named in this run."""


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """Facts that a source (REST record, feed entry, sitemap) gave about a page.

    Facts that the source did not give are None or empty. Times are ISO 8601 strings as in `Article`.
    `listed_at` is the day that a listing prints beside the article, for pages that print none.
    """

    source: str = "page"
    title: str | None = None
    canonical_url: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[tuple[str, str | None], ...] = ()
    """Pairs of address and caption."""
    listed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched article page, the input of the pipelines.

    `tree` is the root of the response's lxml tree; every step reads this one tree.
    With `body_only` the tree holds only the article's body (from a REST API or a full-content feed),
    and `known` holds the other facts.
    `fetched_at` is an aware datetime. `more` holds the trees of the article's further pages, in order.
    `warnings` list failures before extraction, e.g. a further page that could not be fetched.
    """

    url: str
    portal: Portal
    tree: HtmlElement
    fetched_at: datetime
    known: KnownFacts = field(default_factory=KnownFacts)
    body_only: bool = False
    more: tuple[HtmlElement, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalRef:
    """The portal fields of an article."""

    id: str
    name: str
    domain: str
    region: str | None
    province: str | None
    code: str | None = None
    """Kemendagri code of the region: `35`, `35.73`."""


@dataclass(frozen=True, slots=True)
class BodyDate:
    """A date in the body: `body[paragraph][start:end] == text`, offsets in code points."""

    text: str
    paragraph: int
    start: int
    end: int
    iso: str
    precision: str
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`MAKASSAR, NEWSURBAN.ID` is place MAKASSAR, outlet NEWSURBAN.ID; `text` is kept as printed."""

    place: str | None
    outlet: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made the article; `role` is author, editor, reporter, photographer, source or initials."""

    role: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """`url` is absolute http(s)."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link in a paragraph, which reads `paragraph[start:end]`; `url` is absolute http(s)."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """The kind of one paragraph of the body.

    `kind` is paragraph, heading, list_item, quote, table_row or verse; `level` is 1 to 6 for a heading,
    and the nesting depth of a list item, from 1.
    """

    kind: str
    level: int | None = None
    links: list[BodyLink] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A linked or embedded document; `url` is absolute http(s)."""

    url: str
    title: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Embed:
    """A video, audio, social post or map in the article; `url` is absolute http(s)."""

    provider: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A government named in the article; `code` is its Kemendagri code, `level` as in the registry.

    `count` is the number of mentions, `text` the first one: `body[paragraph][start:]` begins with it, or the
    title if `paragraph` is None. `start` is in code points.
    """

    name: str
    code: str
    level: str
    count: int
    paragraph: int | None
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class WarcRef:
    """Where the page is archived: the WARC file (below the output folder) and the offset of its record."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Article:
    """One clean article: a record of the JSON Lines output, its keys in this order.

    Absent facts are None or empty, never guessed. Times are ISO 8601: with offset, or a plain date where
    the page gives no time. `body` is a list of paragraphs of plain text in NFC, in reading order.
    `body_blocks` has an entry for each paragraph of `body`, or none where the structure is unknown. `type` is
    `announcement` where the text is an attachment, else `article`. `confidence` (0 to 1) rates how surely the
    body was found. `gone_at` is when the page was found to be removed.
    `id` follows from the canonical address and is the same in every run. `seq` is the ledger's counter
    and None until the ledger has taken the article. The published JSON Schema is generated from here.
    """

    id: str
    seq: int | None
    url: str
    canonical_url: str
    portal: PortalRef
    title: str
    body: list[str]
    published_at: str | None = None
    modified_at: str | None = None
    published_source: str | None = None
    date_mentions: list[BodyDate] = field(default_factory=list)
    dateline: Dateline | None = None
    credits: list[Credit] = field(default_factory=list)
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    images: list[Image] = field(default_factory=list)
    type: str = "article"
    description: str | None = None
    published_text: str | None = None
    body_blocks: list[BodyBlock] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    confidence: float | None = None
    revision: int = 1
    first_seen_at: str | None = None
    fetched_at: str | None = None
    content_hash: str = ""
    duplicate_of: str | None = None
    duplicate_similarity: float | None = None
    extractor_version: str = ""
    warnings: list[str] = field(default_factory=list)
    warc: WarcRef | None = None
    gone_at: str | None = None
