"""The interface of a platform. The platforms themselves are in `crawler.platforms`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import UrlSource
from crawler.discovery.page.homepage import Homepage

PROTECTED = "protected"
"""A password-protected article; its previous/next articles may be public."""
NOT_AN_ARTICLE = frozenset({"page", "listing", PROTECTED})
"""Values of `page_kind` for a page that is not an article."""


class Platform(Protocol):
    """One CMS."""

    @property
    def name(self) -> str: ...

    def detect(self, site: Homepage) -> int:
        """Return the confidence that the site runs on this platform, 0 to 100."""
        ...

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """Return the site's URL sources, cheapest first; each further one is used if those before are not
        complete.
        """
        ...

    def is_article(self, url: str) -> bool | None:
        """Classify a URL by the platform's patterns: True, False, or None if the page must be classified."""
        ...

    def static_pages(self, site: Homepage) -> frozenset[str]:
        """Return the ids of static pages whose URLs look like those of articles."""
        ...

    def page_kind(self, tree: HtmlElement) -> str | None:
        """Classify a fetched page: `article`, a reason against it (`page`, `listing`, ...), or None."""
        ...


def detect_platform(platforms: Sequence[Platform], site: Homepage, named: str | None) -> tuple[Platform, int]:
    """Return the platform `named`, or the one that the front page shows best, and its confidence (0-100)."""
    for platform in platforms:
        if platform.name == named:
            return platform, 100
    signatures = [(platform.detect(site), -place, platform) for place, platform in enumerate(platforms)]
    confidence, _, platform = max(signatures, key=lambda signature: signature[:2])
    return platform, confidence
