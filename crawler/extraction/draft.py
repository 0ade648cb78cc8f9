"""An article on its way from the page to its record: what the steps of the extraction hand to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.deadline import Deadline
from crawler.extraction.metadata.fields import Metadata
from crawler.extraction.metadata.page_context import ContextElement, name_of, read_page_context
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.metadata.title import NO_TITLE, Title
from crawler.items import Attachment, BodyDate, Credit, Dateline, Embed, Image, Page

SHORT = 120
"""Characters of text below which a page with a document is an announcement of it."""
MOST_OF_ONE = 5
"""Documents up to which those of a page are one announcement, and no list of documents."""


@dataclass(slots=True)
class Draft:
    """`locate_article` fills `facts`, `title` and `body`; `strip_boilerplate` cleans the body and fills
    `dateline`, `credits`, `images` and `confidence`; `normalise_dates` fills the times and `date_mentions`.
    `finish` makes the Article of it.

    `page` is what came in, unchanged, `time` what it may still cost. Times are ISO 8601 as in Article.
    `layout` names the layout of the portal's template that told where the body stands, `template` is that
    template's revision; both are absent where the page was read the general way. `printed_date` finds the
    element in which the layout has the date printed, `dates_beside` tells whether there may be more of them.
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
    printed_date: Callable[[], HtmlElement | None] | None = None
    dates_beside: bool = True
    _surroundings: list[ContextElement] | None = None

    @property
    def is_announcement(self) -> bool:
        """Whether the text is a document: it is linked or shown, and the page itself has next to none."""
        return bool(self.title.text) and 0 < len(self.attachments) <= MOST_OF_ONE and self.length < SHORT

    @property
    def length(self) -> int:
        """Characters of the body."""
        return sum(len(block.text) for block in self.body.blocks)

    @property
    def paragraphs(self) -> list[str]:
        """The body as it will be written."""
        return [block.text for block in self.body.blocks]

    def surroundings(self) -> list[ContextElement]:
        """The elements about the article, read once, and only where they are asked for."""
        if self._surroundings is None:
            self._surroundings = read_page_context(self.title.element, self.body.container)
        return self._surroundings

    def printed_about(self) -> Iterator[ContextElement]:
        """The same as far as they may print a date, the one in which the layout has it printed first."""
        element = self.printed_date() if self.printed_date is not None else None
        if element is not None:
            yield ContextElement(element, name_of(element), "between")
        if self.dates_beside or (element is None and self.printed_date is not None):
            yield from self.surroundings()

    def warn(self, warning: str) -> None:
        """Remember a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)
