"""A partly extracted article: the data that the extraction steps pass on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.content.confidence import LOW, confidence_in
from crawler.extraction.deadline import Deadline
from crawler.extraction.metadata.fields import Metadata
from crawler.extraction.metadata.page_context import ContextElement, name_of, read_page_context
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.metadata.title import NO_TITLE, Title
from crawler.items import Attachment, BodyDate, Credit, Dateline, Embed, Image, Page

SHORT = 120
"""Characters of text below which a page with a document is an announcement of it."""
MAX_OF_ONE = 5
"""Documents up to which those of a page are one announcement, and no list of documents."""


@dataclass(slots=True)
class Draft:
    """`locate_article` fills `facts`, `title` and `body`; `strip_boilerplate` cleans the body and fills
    `dateline`, `credits`, `images` and `confidence`; `normalise_dates` fills the times and `date_mentions`.
    `finish` makes the Article of it.

    `page` is the unchanged input, `time` its remaining time limit. Times are ISO 8601 as in Article.
    `layout` names the matching layout of the portal's template, `template` is that template's revision; both
    are absent if none matches or the template would remove too much: then `doubted` is set. `take_recurring`
    removes recurring blocks from the cleaned body. `printed_date` is the date's element by a hand-written
    selector.
    """

    page: Page
    facts: Metadata
    body: Body
    title: Title = NO_TITLE
    dateline: Dateline | None = None
    credits: list[Credit] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    published_at: str | None = None
    modified_at: str | None = None
    published_source: str | None = None
    published_text: str | None = None
    date_mentions: list[BodyDate] = field(default_factory=list)
    confidence: float | None = None
    warnings: list[str] = field(default_factory=list)
    time: Deadline = field(default_factory=lambda: Deadline(0.0))
    portal_facts: PortalFacts = NO_PORTAL_FACTS
    layout: str | None = None
    template: int | None = None
    doubted: bool = False
    take_recurring: Callable[[Body], bool] | None = None
    printed_date: HtmlElement | None = None
    _surroundings: list[ContextElement] | None = None
    _printed: list[Block] | None = None

    @property
    def is_announcement(self) -> bool:
        """Whether the text is a document: it is linked or embedded, and the page has almost no text."""
        return bool(self.title.text) and 0 < len(self.attachments) <= MAX_OF_ONE and self.length < SHORT

    @property
    def length(self) -> int:
        """Characters of the body as printed."""
        return sum(len(block.text) for block in self.printed)

    @property
    def paragraphs(self) -> list[str]:
        """The body as it will be written."""
        return [block.text for block in self.body.blocks]

    @property
    def printed(self) -> list[Block]:
        """The cleaned body including recurring blocks: page type and dates are derived from it."""
        return self.body.blocks if self._printed is None else self._printed

    def drop_recurring(self) -> None:
        """Remove recurring blocks from the cleaned body, unless that is too much of it."""
        if self.take_recurring is None:
            return
        self._printed = self.body.blocks
        if not self.take_recurring(self.body):
            self.layout, self.template, self.doubted = None, None, True

    def surroundings(self) -> list[ContextElement]:
        """The elements around the article, read once, on first use."""
        if self._surroundings is None:
            self._surroundings = read_page_context(self.title.element, self.body.container)
        return self._surroundings

    def printed_about(self) -> Iterator[ContextElement]:
        """Those of them that may print a date, the hand-selected one first."""
        if self.printed_date is not None:
            yield ContextElement(self.printed_date, name_of(self.printed_date), "between")
        yield from self.surroundings()

    def rate_confidence(self) -> None:
        """Set `confidence` from the cleaned body, with a warning if it is low."""
        certainty = 1.0 if self.page.body_only else self.body.certainty
        self.confidence = confidence_in(self.body.blocks, self.title.text, certainty)
        if self.confidence < LOW:
            self.warn("low_confidence")

    def warn(self, warning: str) -> None:
        """Add a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)
