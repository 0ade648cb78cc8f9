"""Source for sites whose news section only the menu names, by a word of its own: `/notes`, `/suara-warga`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult, UrlSource
from crawler.discovery.listing.embedded import Embedded
from crawler.discovery.listing.sections import may_be_section
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.page.entry_pages import entry_pages
from crawler.discovery.page.homepage import Homepage
from crawler.discovery.page.url_patterns import language_prefix
from crawler.urls.canonical import canonicalize, same_site

MAX_PAGES = 8
"""Pages of the menu to read, at most."""


class MenuPages(ListingSource):
    """Reads the pages that the front page's menu links to as listings, if no source in `unless` lists any.

    Without a menu, all links of the front page count.
    """

    def __init__(
        self,
        site: Homepage,
        options: CrawlOptions,
        *,
        unless: Sequence[UrlSource],
        page: Callable[[str, int, int], str | None] | None,
        is_article: Callable[[str], bool | None],
        embedded: Embedded,
    ) -> None:
        self._others = unless
        starts = [] if options.sections else menu_pages(site, is_article)
        super().__init__(starts, options, page=page, is_article=is_article, embedded=embedded)

    def start(self, known: AbstractSet[str]) -> SourceResult:
        """Return the first request, or nothing if another source lists articles."""
        if known or any(count for other in self._others for count in other.entries.values()):
            return SourceResult()
        return super().start(known)


def menu_pages(site: Homepage, is_article: Callable[[str], bool | None]) -> list[str]:
    """Return the pages of the menu that may list articles: those with short names, and without a query.

    None if the front page leads to another front page.
    """
    if entry_pages(site):
        return []
    own = {canonicalize(site.address), canonicalize(site.base)}
    found: dict[str, str] = {}
    for link in site.menu_links or site.links:
        plain = link.partition("#")[0]
        if (
            "?" not in plain
            and same_site(plain, site.address)
            and may_be_section(plain)
            and language_prefix(plain, site.base) is None
            and (key := canonicalize(plain)) not in own
            and not is_article(plain)
        ):
            found.setdefault(key, plain)
    return [*found.values()][:MAX_PAGES]
