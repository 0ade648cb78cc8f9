"""Reads the sections before any article, as far as they may list the newest ones, for runs with a limit.

A front page that is a selection (featured articles, the newest of each section) does not begin with the
newest articles of the site: those may be on the pages of their sections alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from crawler.discovery.core.source import SourceResult
from crawler.discovery.listing.entry_order import article_number, times_of
from crawler.discovery.listing.page import Listing, read_listing
from crawler.discovery.listing.section_pages import SectionPages
from crawler.discovery.listing.sections import folder_of, section_links
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage
from crawler.urls.canonical import article_id, canonicalize, same_site

MAX_SECTIONS = 12
MAX_PAGES = 60
"""Pages of all sections that are read before the first article."""


class SectionSurvey:
    """`site` is the front page, `sections` are those that the platform knows, `limit` is the number of
    articles that the run wants. `page` builds the URL of the n-th page of a section (`Pager`).

    `selection`: the platform's front page is a selection even if it has a pager.
    """

    name = "listing"
    complete = False

    def __init__(
        self,
        site: Homepage,
        sections: Sequence[str],
        is_article: Callable[[str], bool | None],
        *,
        selection: bool,
        limit: int = 1,
        page: Callable[[str, int, int], str | None] | None = None,
    ) -> None:
        self._site = site
        self._urls = sections
        self._is_article = is_article
        self._selection = selection
        self._limit = limit + limit // 10  # some are dropped
        self._page = page
        self._sections: list[SectionPages] = []
        self._open: dict[str, SectionPages] = {}
        self._asked: set[str] = set()
        self._found: dict[str, Candidate] = {}
        self.entries: dict[str, int] = {}

    def start(self, known: AbstractSet[str]) -> SourceResult:
        """Request the sections at once; nothing if the front page lists all articles, the newest first."""
        site = self._site
        if site.tree is None:
            return SourceResult()
        front = read_listing(site.tree, site.address, self._is_article)
        times, order = times_of(front.links)
        if front.next_page is not None and not self._selection:
            if order != "oldest first":
                return SourceResult()
            section = SectionPages(site.address, self._page)
            section.on_page(front, site.tree, site.address)
            self._sections.append(section)
            self._add(front, times)
            return self._go_on()
        folders = {folder_of(link.url) for link in front.links} - {""}
        own = canonicalize(site.address)
        urls = [*self._urls, *section_links(site.tree, site.address, folders)]
        several = {canonicalize(url): url for url in urls if canonicalize(url) != own}
        self._sections += [SectionPages(url, self._page) for url in several.values()][:MAX_SECTIONS]
        self._add(front, times)  # a section may give the day that the front page does not
        return self._ask({section.url: section for section in self._sections})

    def receive(self, answer: FetchResult) -> SourceResult:
        """Collect the articles of a page; deliver all of them after the last one."""
        section = self._open.pop(answer.fetch.url)
        moved = section.is_begun and canonicalize(answer.url) != canonicalize(answer.fetch.url)
        if answer.ok and answer.tree is not None and same_site(answer.url, answer.fetch.url) and not moved:
            start = section.url if section.is_begun else answer.url
            listing = read_listing(answer.tree, answer.url, self._is_article, start)
            section.on_page(listing, answer.tree, answer.url)
            self._add(listing, section.times)
        return SourceResult() if self._open else self._go_on()

    def _ask(self, pages: Mapping[str, SectionPages]) -> SourceResult:
        """Request these pages; deliver what was found if there are none."""
        self._asked.update(pages)
        self._open = {**pages}
        fetches = [Fetch(url, Kind.LISTING, before_articles=True) for url in pages]
        return SourceResult(tuple(fetches)) if fetches else self._all()

    def _go_on(self) -> SourceResult:
        """Request the next page of each section that may list one of the newest articles."""
        times = sorted((one.about for one in self._found.values() if one.about), reverse=True)
        numbers = [article_number(one.url) for one in self._found.values()]
        known = sorted((one for one in numbers if one is not None), reverse=True)
        least_time = times[self._limit - 1] if len(times) >= self._limit else ""
        least_number = known[self._limit - 1] if len(known) >= self._limit else 0
        pages = {
            url: section
            for section in self._sections
            if (url := section.next_page(least_time, least_number)) is not None and url not in self._asked
        }
        return self._ask(pages if len(self._asked) + len(pages) <= MAX_PAGES else {})

    def _add(self, listing: Listing, times: Sequence[str | None]) -> None:
        for link, time in zip(listing.links, times, strict=True):
            id_ = article_id(link.url)
            before = self._found.get(id_)
            if before is None or len(before.about or "") < len(time or ""):
                sure = self._is_article(link.url) is True
                listed = link.day or (before.listed if before is not None else None)
                self._found[id_] = Candidate(
                    link.url, self.name, title=link.text or None, sure=sure, listed=listed, about=time
                )

    def _all(self) -> SourceResult:
        return SourceResult(candidates=tuple(self._found.values()))
