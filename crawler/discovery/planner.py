"""Plans the discovery of one portal; processes data only and does no I/O.

`DiscoveryPlanner` requests the front page, detects the platform, and runs the platform's URL sources one
after the other (REST API, sitemaps, feeds, listings) until one has listed everything. The driver returns a
result for each fetch of a step, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import DetailSource, ListSource, OrderedSource, SourceResult, UrlSource
from crawler.discovery.core.url_variants import NAMES_KEY, UrlVariants
from crawler.discovery.listing.sections import folder_of
from crawler.discovery.messages import SKIPPED, SUPERSEDED, Candidate, Fetch, FetchResult, Kind, Step
from crawler.discovery.other_addresses import OtherAddresses
from crawler.discovery.outage import OutageDetector
from crawler.discovery.page.entry_pages import entry_pages, forward_url, has_scripts, is_javascript_only
from crawler.discovery.page.front_page import FrontPage
from crawler.discovery.page.homepage import read_homepage
from crawler.discovery.page.url_patterns import is_never_article, language_prefix, url_pattern
from crawler.discovery.platform import Platform, detect_platform
from crawler.urls.canonical import article_id, same_site
from crawler.urls.parsing import UrlError, is_url

NEIGHBOUR = "neighbour"
"""Source of candidates found by a previous/next link on the page of another article."""
FRONT_PAGE = "front page"
"""Memory key: the URL of the front page, if it is behind an entry page."""
MAX_FORWARDS = 3
"""Pages without links, each of which forwards to the next, before the front page."""
REPEATING = 3
"""Consecutive results that list only known articles under changed URLs, after which a source is left."""
REPEATS = "a source lists the same articles under changing URLs; skipped"
JAVASCRIPT_ONLY = (
    "its front page is rendered by JavaScript; describe its API in the registry, if it is public"
)
MAX_FOLDERS = 1000
"""Folders of articles that are remembered."""


class DiscoveryPlanner:
    """Discovery of one portal at `address`; `platforms` are tried in order, the last accepts any site.

    With `named` the registry sets the platform, and detection is skipped.
    """

    def __init__(
        self, address: str, platforms: Sequence[Platform], options: CrawlOptions, *, named: str | None = None
    ) -> None:
        self._address = address
        self._platforms = platforms
        self._named = named
        self._options = options
        self._sources: list[UrlSource] = []
        self._source: UrlSource | None = None
        self._read: list[UrlSource] = []
        self._open: set[Fetch] = set()
        self._site = self._base = address
        self._seen = ArticleIds()
        self._undated: set[int] = set()
        self._folders: set[str] = set()
        self._any_unsure = False
        self._foreign: set[str] = set()
        self._outage = OutageDetector(address, options.memory, known=not options.full)
        self._others = OtherAddresses(address, options.alternatives, options.memory)
        self._front_trouble: str | None = None
        self._last_trouble: str | None = None
        self.platform: Platform | None = None
        self._doors: list[str] | None = None
        self.front_page = FrontPage((), None)
        """What a page is compared with that was an article before."""
        self.is_empty_shell = self.is_scripted = False  # the front page has scripts alone, or some
        self.needs_scripts = False  # scripts load the rest of the list
        self.details: DetailSource | None = None  # reads articles whose pages do not contain them
        self._forwards = 0
        self._moved = False  # whether the front page stored by the last run no longer exists
        self._links: dict[int, tuple[int, ...]] = {}
        self.variants = UrlVariants(options.memory.get(NAMES_KEY, ""))
        self._repeating = 0  # answers in a row that list known articles under other URLs
        self.superseded = False
        """Whether previous/next links led to new articles since the last result."""
        self.front = address  # or the front page behind it, if that is an entry page
        self.confidence = 0
        self.title: str | None = None
        self.found = 0
        self.done = False
        self.used: list[str] = []
        """The sources that found articles, in order."""

    def start(self) -> Step:
        """Return the first step."""
        behind = "" if self._options.full else self._options.memory.get(FRONT_PAGE, "")
        return self._asking(Fetch(behind or self._address, Kind.HOME))

    def receive(self, answer: FetchResult) -> Step:
        """Process the result of one of the open fetches; results of other fetches are ignored.

        If processing raises, the fetch stays open: the driver can send another result to continue without
        it.
        """
        if answer.fetch not in self._open:
            return Step()
        self._open.discard(answer.fetch)
        try:
            return self._received(answer)
        except Exception:
            self._open.add(answer.fetch)
            raise

    def _received(self, answer: FetchResult) -> Step:
        answer = replace(answer, links=self._links, folders=self._folders, known=self._seen)
        self.superseded = False
        if answer.failure not in {None, SKIPPED, SUPERSEDED} or answer.status >= 400:
            self._last_trouble = answer.error_text
        down = self._outage.on_answer(answer)
        if down is not None and not self.found:
            return self._failed(down)
        if answer.fetch.kind is Kind.HOME:
            self._others.on_answer(answer)
            return self._arrive(answer)
        if self._source is None:
            return Step()
        found = self._source.receive(answer)
        self._outage.on_entries(self._source.entries)
        return self._go_on(found)

    def add_candidates(self, candidates: Sequence[Candidate]) -> Step:
        """Add candidates from outside the site's sources, unless these already listed them."""
        return self._take(SourceResult(candidates=tuple(candidates)))

    @property
    def vanished(self) -> list[str]:
        """Ids of articles that a list no longer shows, and that no source listed in this run."""
        gone = [id_ for one in self._read if isinstance(one, OrderedSource) for id_ in one.vanished]
        return [id_ for id_ in dict.fromkeys(gone) if id_ not in self._seen]

    def has_listed(self, url: str) -> bool:
        """Whether a source listed the article in this run."""
        return article_id(url) in self._seen

    @property
    def has_prev_next(self) -> bool:
        """Whether articles of this site have previous/next links."""
        return bool(self._links)

    @property
    def follows_prev_next(self) -> bool:
        """Whether the driver should report previous/next links.

        Not if only a part of the site is crawled: the chain of links leads out of it.
        """
        options = self._options
        return (
            not self.done
            and options.full
            and not options.sections
            and options.since is None
            and options.until is None
        )

    def receive_prev_next(self, source: Candidate, urls: Sequence[str]) -> Step:
        """Add the articles that the page of `source` links to as previous or next."""
        assert self.platform is not None
        candidates = []
        for url in urls:
            verdict = self.platform.is_article(url)
            if verdict is None and (is_never_article(url) or url_pattern(url) != url_pattern(source.url)):
                verdict = False
            if verdict is not False and is_url(url):
                candidates.append(Candidate(url, NEIGHBOUR, sure=verdict is True or source.sure))
        fresh = tuple(one for candidate in candidates if (one := self._fresh(candidate)))
        self.found += len(fresh)
        if candidates and is_url(source.url):
            named = dict.fromkeys(int(article_id(one.url), 16) for one in candidates)
            self._links[int(article_id(source.url), 16)] = tuple(named)
        self.superseded = self.superseded or bool(fresh)
        return Step(candidates=fresh)

    def page_kind(self, tree: HtmlElement) -> str | None:
        """Classify a fetched page by the platform's rules."""
        return self.platform.page_kind(tree) if self.platform is not None else None

    def _asking(self, *fetches: Fetch) -> Step:
        self._open.update(fetches)
        return Step(fetches=fetches)

    def _arrive(self, answer: FetchResult) -> Step:
        """Process the front page."""
        if self._doors is not None and not answer.ok:
            return self._finish()  # this entry page is a dead end
        if answer.failure is not None:
            return self._failed(answer.failure)
        if not answer.ok and not self._options.full and answer.fetch.url != self._address:
            self._moved = True
            return self._asking(Fetch(self._address, Kind.HOME))
        if not answer.ok:
            self._front_trouble = f"its front page answers HTTP {answer.status}"
        site = read_homepage(answer)
        if answer.ok and self._forwards < MAX_FORWARDS and (target := forward_url(site)) is not None:
            self._forwards += 1
            return self._asking(Fetch(target, Kind.HOME))
        if self._doors is None:
            if answer.ok and (replaced := self._outage.on_front_page(site)) is not None:
                return self._failed(replaced)
            self._doors = entry_pages(site)
            self.is_empty_shell = is_javascript_only(site)
        self._site, self._base = site.address, site.base
        if not self._options.full or self._options.verify:
            self.front_page = FrontPage((self._address, answer.fetch.url, site.address), site.tree)
        self.title = site.title
        self.is_scripted = self.is_scripted or has_scripts(site)
        self.platform, self.confidence = detect_platform(self._platforms, site, self._named)
        for id_ in self.platform.static_pages(site):
            self._seen.add(id_)  # a listing that shows one has nothing new
        self._sources = list(self.platform.url_sources(site, self._options))
        self.details = next((one for one in self._sources if isinstance(one, DetailSource)), None)
        notes = [f"robots.txt names a sitemap that is no http(s) URL: {one[:100]}" for one in site.unusable]
        step = self._next_source(notes)
        self.front = answer.fetch.url
        behind = self.front != self._address
        return replace(step, remember=((FRONT_PAGE, self.front), *step.remember)) if behind else step

    def _next_source(self, notes: list[str]) -> Step:
        step = Step(notes=tuple(notes))
        while not self._open and self._sources:
            self._source = self._sources.pop(0)
            self._read.append(self._source)
            known = ArticleIds() if self._any_unsure else self._seen.copy()
            step = step.then(self._take(self._source.start(known)))
            self._outage.on_entries(self._source.entries)
            if not self._open and self._source.complete:
                self._sources.clear()
        if not self._open:
            return step.then(self._finish())
        return step

    def _go_on(self, found: SourceResult) -> Step:
        step = self._take(found)
        if self._open or self._source is None:
            return step
        if self._source.complete:
            self._sources.clear()
        return step.then(self._next_source([]))

    def _take(self, found: SourceResult) -> Step:
        """Keep what is new to this planner."""
        self.needs_scripts = any(isinstance(one, ListSource) and one.needs_scripts for one in self._read)
        found = self._without_variants(found)
        self._open.update(found.fetches)
        asks_for_news = any(fetch.if_new for fetch in found.fetches)
        before = self._named_before(found.candidates) if asks_for_news else ()
        candidates = tuple(fresh for one in found.candidates if (fresh := self._fresh(one)))
        records = tuple(one for one in found.records if self._fresh(one.candidate))
        count = sum(not one.is_update for one in candidates) + len(records)
        self.found += count
        if count and self._source is not None and self._source.name not in self.used:
            self.used.append(self._source.name)
        return Step(found.fetches, candidates, records, found.notes, before, found.remember)

    def _without_variants(self, found: SourceResult) -> SourceResult:
        """Return the result with one URL per article; without fetches if a source repeats endlessly."""
        listed = self.variants.first_urls(found.candidates)
        if not listed:
            return replace(found, candidates=())
        variants = self.variants.observe(listed)
        candidates = tuple(replace(one, url=self.variants.resolve(one)) for one in listed)
        fresh = any(is_url(one.url) and article_id(one.url) not in self._seen for one in candidates)
        self._repeating = self._repeating + 1 if variants and not fresh else 0
        if self._repeating < REPEATING:
            return replace(found, candidates=candidates)
        return replace(found, fetches=(), candidates=candidates, notes=(*found.notes, REPEATS))

    def _named_before(self, candidates: Sequence[Candidate]) -> tuple[str, ...]:
        ids = [article_id(one.url) for one in candidates if is_url(one.url)]
        return tuple(id_ for id_ in ids if id_ in self._seen)

    def _fresh(self, candidate: Candidate) -> Candidate | None:
        """Return the candidate if it belongs to this site and adds something new."""
        try:
            id_ = article_id(candidate.url)
        except UrlError:
            return None
        if not same_site(candidate.url, self._site):
            return None
        if (tree := language_prefix(candidate.url, self._base)) is not None:
            self._foreign.add(tree)
            return None
        self._any_unsure = self._any_unsure or not candidate.sure
        if len(self._folders) < MAX_FOLDERS and (folder := folder_of(candidate.url)):
            self._folders.add(folder)
        is_first = self._seen.add(id_)
        self.variants.spellings.note(id_, candidate, is_first=is_first)
        if is_first:
            if candidate.lastmod is None and not self._options.full:
                self._undated.add(int(id_, 16))
            return candidate
        if candidate.lastmod is None or int(id_, 16) not in self._undated:
            return None
        self._undated.discard(int(id_, 16))
        return replace(candidate, is_update=True)

    def _finish(self) -> Step:
        if not self.found and self._doors and (self._moved or not self._is_quiet()):
            return self._asking(Fetch(self._doors.pop(0), Kind.HOME))
        self.done = True
        self._source = None
        self._links.clear()
        trees = sorted(self._foreign)
        notes = tuple(f"left out: the pages in another language below /{tree}/" for tree in trees)
        shrunk = self._outage.shrunk()
        if self.found or self._outage.any_valid:
            defect = f"{self._address}: {shrunk}" if shrunk else None
            if self.found or (self._is_quiet() and not self._others.tried):
                remembered = self._outage.remember() + self._others.remember()
                notes += self._others.moved(self._options.entry)
                return Step(notes=notes, remember=remembered, defect=defect)
        elif not self._options.full:
            reason = self._outage.trouble or "none of its sources lists an article any more"
            return self._lost(f"{self._address}: {reason}", notes)
        why = JAVASCRIPT_ONLY if self.is_empty_shell else self._front_trouble or self._last_trouble
        about = f"platform {self.platform.name if self.platform else 'unknown'}{f'; {why}' if why else ''}"
        return self._lost(f"no article found at {self._address} ({about})", notes)

    def _is_quiet(self) -> bool:
        """Whether an empty result is legitimate: nothing new, or nothing in the requested days."""
        return not self._options.full or self._options.since is not None or self._options.until is not None

    def _failed(self, why: str) -> Step:
        self._open.clear()
        self._sources.clear()
        return self._lost(f"{self._address}: {why}")

    def _lost(self, failure: str, notes: tuple[str, ...] = ()) -> Step:
        """Continue at another address of the portal, or fail if there is none."""
        if (address := None if self.found else self._others.next(failure)) is None:
            self.done = True
            return Step(failure=self._others.failure or failure, notes=notes)
        self.done, self._doors, self._forwards, self._named = False, None, 0, None
        self._address = self._site = self._base = address
        self._outage = OutageDetector(address, self._options.memory, known=not self._others.is_sure(address))
        return replace(self._asking(Fetch(address, Kind.HOME)), notes=notes)
