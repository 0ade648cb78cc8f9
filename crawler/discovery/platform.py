"""What discovery needs to know of a platform. The platforms themselves are in `crawler.platforms`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import UrlSource
from crawler.discovery.page.homepage import Homepage

PROTECTED = "protected"
"""An article that only a password opens; its neighbours may be open."""
NOT_AN_ARTICLE = frozenset({"page", "listing", PROTECTED})
"""Words of `page_kind` for a page that is no article."""


class Platform(Protocol):
    """One CMS family."""

    @property
    def name(self) -> str: ...

    def detect(self, site: Homepage) -> int:
        """How sure the page makes us, 0 to 100."""
        ...

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """The ways through the site's articles, cheapest first; the next is for where one is not complete."""
        ...

    def is_article(self, url: str) -> bool | None:
        """What the platform's address shapes say: True, False, or None where the page must tell."""
        ...

    def page_kind(self, tree: HtmlElement) -> str | None:
        """What a fetched page says it is: `article`, or why none (`page`, `listing`, ...), or None."""
        ...
