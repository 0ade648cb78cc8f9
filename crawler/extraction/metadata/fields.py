"""The facts of a page outside its body, each with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.metadata.json_ld import clean
from crawler.items import Credit


class Signal(NamedTuple):
    """A fact as printed, and its source on the page."""

    source: str
    value: str


@dataclass(slots=True)
class Metadata:
    """The facts of a page outside its body; absent facts are None or empty, nothing is chosen yet.

    `published`, `modified` and `created` hold machine-readable timestamps, most trusted first.
    `times` are the page's `<time>` elements, `headings` its h1 to h3 (at most 40), `trails` the elements
    classed as breadcrumbs, in document order.
    `claimed_authors` and `claimed_section` come from metadata, before comparison with printed values.
    `credits` are those printed above the text, `credits_below` those below it; `body` is the body in
    structured data.
    `types` are the schema.org and OpenGraph types in lower case, `body_classes` those of `<body>`.
    """

    document_title: str | None = None
    titles: list[Signal] = field(default_factory=list)
    site_names: list[str] = field(default_factory=list)
    canonical: str | None = None
    amp: bool = False
    published: list[Signal] = field(default_factory=list)
    modified: list[Signal] = field(default_factory=list)
    created: list[Signal] = field(default_factory=list)
    authors: list[Signal] = field(default_factory=list)
    claimed_authors: list[str] = field(default_factory=list)
    claimed_section: str | None = None
    credits: list[Credit] = field(default_factory=list)
    credits_below: list[Credit] = field(default_factory=list)
    section: Signal | None = None
    tags: list[str] = field(default_factory=list)
    images: list[tuple[str, str | None]] = field(default_factory=list)
    language: str | None = None
    types: frozenset[str] = frozenset()
    body_classes: frozenset[str] = frozenset()
    base: str = ""
    next_page: str | None = None
    times: list[HtmlElement] = field(default_factory=list)
    headings: list[HtmlElement] = field(default_factory=list)
    trails: list[HtmlElement] = field(default_factory=list)
    body: str | None = None
    warnings: list[str] = field(default_factory=list)


_MAX_TAG_LABEL_LENGTH = 10
_TAG_LABELS = frozenset({"topic", "topics", "topik", "tag", "tags", "tagar", "label"})


def without_tag_label(text: str) -> str:
    """A tag without the word for tags before it: `Topic: Banjir` gives Banjir."""
    label, colon, rest = text.partition(":")
    if colon and len(label) <= _MAX_TAG_LABEL_LENGTH and label.strip().lower() in _TAG_LABELS:
        return rest.strip()
    return text


def tidy_tags(tags: Iterable[str]) -> list[str]:
    """Unique tags, without `#` and labels; splits a list given as one string."""
    split = (without_tag_label(clean(part)) for tag in tags for part in tag.split(","))
    return list(dict.fromkeys(text for part in split if (text := part.lstrip("#").strip())))
