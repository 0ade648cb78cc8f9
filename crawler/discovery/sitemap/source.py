"""The walk through a site's sitemaps: the first address that holds one, its index, its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult
from crawler.discovery.feed.source import FeedSource
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.url_patterns import is_never_article
from crawler.discovery.sitemap.parser import NOTHING_THERE, NotASitemap, read_sitemap
from crawler.discovery.timestamps import in_utc, read_time
from crawler.urls.canonical import canonicalize, same_site

MAX_SITEMAPS = 5000
MAX_DEPTH = 3
"""An index of indexes is against the protocol, but exists; deeper is a trap."""


FOUND_AT = "sitemap"
"""What the next run is told: where the site's sitemap was, or empty for none."""


ABSENT = frozenset({401, 403, 404, 410})
"""Answers that a guess may well get; others are told."""


class SitemapSource:
    """Tries `announced` (robots.txt, all of them) or else `usual` addresses in order until one is a sitemap.

    With `unless` it does nothing where that other walk found one. Of the files of an index without times a
    run after the first reads those where a sitemap grows, and one in turn, since any may hold a changed
    article; where the `feed`, asked before, is as it was, nothing is new, and the one in turn is enough.

    `child_kind` says of a sitemap named in an index whether it lists articles (True), surely none (False), or
    mixed things (None). `is_article` says the same of an address.
    """

    name = "sitemap"

    def __init__(
        self,
        announced: Sequence[str],
        usual: Sequence[str],
        options: CrawlOptions,
        *,
        child_kind: Callable[[str], bool | None] = lambda url: None,
        is_article: Callable[[str], bool | None] = lambda url: None,
        unless: SitemapSource | None = None,
        feed: FeedSource | None = None,
    ) -> None:
        self._unless = unless
        self._feed = feed
        self._lies = False
        self._announced = list(dict.fromkeys(announced))
        self._usual = [url for url in dict.fromkeys(usual) if url not in self._announced]
        if not options.full and (last := options.memory.get(FOUND_AT)) is not None:
            self._usual = [last] if last and last not in self._announced else []
        self._options = options
        self._child_kind = child_kind
        self._is_article = is_article
        self._asked: dict[str, int] = {}
        self._lists_articles: dict[str, bool] = {}
        self._trying = False
        self.found = 0
        self.entries: dict[str, int] = {}
        self.failed = 0
        self.answered = 0

    def start(self, known: AbstractSet[str]) -> SourceResult:
        if self._unless is not None and self._unless.answered:
            return SourceResult()
        if self._announced:
            return SourceResult(self._ask(self._announced, depth=0))
        return self._try_next()

    @property
    def complete(self) -> bool:
        """Never by its own word: plugins list a part only, so a feed or listing must agree."""
        return False

    def _try_next(self) -> SourceResult:
        if not self._usual and not self.answered:
            return SourceResult(remember=((FOUND_AT, ""),))
        while self._usual:
            fetches = self._ask([self._usual.pop(0)], depth=0)
            if fetches:
                self._trying = True
                return SourceResult(fetches)
        return SourceResult()

    def _ask(self, urls: Sequence[str], depth: int) -> tuple[Fetch, ...]:
        fetches = []
        for url in urls:
            key = canonicalize(url)
            if key not in self._asked and len(self._asked) < MAX_SITEMAPS:
                self._asked[key] = depth
                # An index stays as it is when a sitemap that it names changes.
                conditional = _index_key(url) not in self._options.memory
                fetches.append(Fetch(url, Kind.SITEMAP, number=depth + 1, conditional=conditional))
        return tuple(fetches)

    def receive(self, answer: FetchResult) -> SourceResult:
        trying, self._trying = self._trying, False
        if answer.unchanged:
            self.answered += 1
            self.found += 1
            return SourceResult()
        if not answer.ok:
            return self._missed(answer, trying, answer.error_text)
        depth = self._asked.get(canonicalize(answer.fetch.url), 0)
        children: list[str] = []
        candidates: list[Candidate] = []
        notes: list[str] = []
        remember = {} if self.answered else {FOUND_AT: answer.fetch.url}
        undated: list[str] = []
        sure = self._lists_articles.get(canonicalize(answer.fetch.url), False)
        listed = 0
        try:
            for entry in read_sitemap(answer.body):
                if not same_site(entry.url, answer.url):
                    continue
                listed += 1
                if entry.is_sitemap:
                    remember[_index_key(answer.fetch.url)] = "1"
                    lastmod = self._time(entry.lastmod)
                    if not self._wanted(entry.url, lastmod):
                        continue
                    if lastmod is None:
                        if self._options.full or _empty_key(entry.url) not in self._options.memory:
                            undated.append(entry.url)
                    else:
                        remember[_lastmod_key(entry.url)] = lastmod
                        if self._options.full or self._options.memory.get(_lastmod_key(entry.url)) != lastmod:
                            children.append(entry.url)
                else:
                    candidate = self._candidate(entry.url, entry.lastmod, entry.published, entry.title, sure)
                    if candidate is not None:
                        candidates.append(candidate)
        except NotASitemap as error:
            if not candidates and not children and not undated:
                return self._missed(answer, trying, str(error))
            self.failed += 1
            notes.append(f"sitemap breaks off: {error}")
        self.answered += 1
        self.entries[answer.fetch.url] = listed
        self.found += len(candidates)
        if depth and not candidates and not children and not undated:
            remember[_empty_key(answer.fetch.url)] = "1"
        if self._lies:
            self._lies = False
            notes.append("sitemap gives times that cannot be; they are not used")
        if undated and not self._options.full:
            undated = self._wanted_of(undated, answer.fetch.url)
            remember[_turn_key(answer.fetch.url)] = undated[-1]
        children += undated
        if depth >= MAX_DEPTH and children:
            notes.append("sitemaps nested too deeply")
            children = []
        return SourceResult(
            self._ask(children, depth + 1),
            tuple(candidates),
            notes=tuple(notes),
            remember=tuple(remember.items()),
        )

    def _wanted_of(self, undated: list[str], index: str) -> list[str]:
        """Those of the files of an index without times that this run reads, the one whose turn it is last."""
        before = self._options.memory.get(_turn_key(index))
        # The last file is the one that grows on a stock WordPress: it comes first.
        place = undated.index(before) + 1 if before in undated else len(undated) - 1
        in_turn = undated[place % len(undated)]
        if self._feed is not None and self._feed.unchanged:
            return [in_turn]
        return [*(url for url in _ends(undated) if url != in_turn), in_turn]

    def _missed(self, answer: FetchResult, trying: bool, why: str) -> SourceResult:
        if trying:
            found = self._try_next()
            absent = answer.status in ABSENT or (answer.ok and why in NOTHING_THERE)
            return found if absent else replace(found, notes=(f"sitemap not read: {why}", *found.notes))
        # What robots.txt or an index names should be there.
        self.failed += 1
        found = self._try_next() if not self.answered and len(self._asked) == self.failed else SourceResult()
        return SourceResult(found.fetches, notes=(f"sitemap not read: {why}",), remember=found.remember)

    def _wanted(self, url: str, lastmod: str | None) -> bool:
        kind = self._child_kind(url)
        if kind:
            self._lists_articles[canonicalize(url)] = True
        return kind is not False and not self._options.before(lastmod)

    def _time(self, text: str | None) -> str | None:
        time = read_time(text, self._options.now, self._options.timezone)
        self._lies = self._lies or bool(text and time is None)
        return time

    def _candidate(
        self, url: str, lastmod: str | None, published: str | None, title: str | None, sure: bool
    ) -> Candidate | None:
        verdict = self._is_article(url)
        if verdict is False or (verdict is None and not sure and is_never_article(url)):
            return None
        modified, day = self._time(lastmod), self._time(published)
        if self._options.before(modified or day) or self._options.after(day):
            return None
        return Candidate(
            url, self.name, in_utc(modified), day, title, sure=sure or verdict is True or day is not None
        )


def _ends(urls: list[str]) -> list[str]:
    """Where a sitemap grows: at its first or its last file."""
    return urls if len(urls) <= 2 else [urls[0], urls[-1]]


def _index_key(url: str) -> str:
    return f"index {url}"


def _turn_key(url: str) -> str:
    return f"turn {url}"


def _empty_key(url: str) -> str:
    return f"no articles in {url}"


def _lastmod_key(url: str) -> str:
    return f"lastmod {url}"
