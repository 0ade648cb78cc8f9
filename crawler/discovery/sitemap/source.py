"""URL source for a site's sitemaps: the first URL that is one, its index, its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from heapq import nlargest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import ChangeSignal, SourceResult
from crawler.discovery.core.vanished import MAX_REMEMBERED, Facts, VanishedArticles
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.url_patterns import is_never_article
from crawler.discovery.sitemap.parser import NOTHING_THERE, NotASitemap, read_sitemap
from crawler.discovery.timestamps import in_utc, read_time
from crawler.urls.canonical import article_id, canonicalize, same_site

NUMBER = re.compile(r"\d+(?=\D*$)")
MONTH = re.compile(r"(?:19|20)\d\d\D?(?:0\d|1[0-2])\D*$")
"""Monthly sitemaps keep their articles, even if articles of other months are withdrawn."""
MAX_SITEMAPS = 5000
MAX_DEPTH = 3
"""An index of indexes violates the protocol, but exists; deeper nesting is a trap."""


FOUND_AT = "sitemap"
"""Memory key: where the site's sitemap was found, or empty for none."""


ABSENT = frozenset({401, 403, 404, 410})
"""Statuses that are normal for a guessed URL; others add a note."""


class SitemapSource:
    """Requests all `announced` URLs (robots.txt), or else the `usual` URLs in order until one is a sitemap.

    With `unless` the source does nothing if that other source found a sitemap. Of an index without lastmod
    values an incremental run reads the files at which sitemaps grow, and one more in rotation, since any
    file may contain a changed article. If the `feed`, requested before, is unchanged, nothing is new, and
    the one in rotation is enough.

    `child_kind` classifies a sitemap of an index: it lists articles (True), none (False), or mixed pages
    (None). `is_article` classifies a URL in the same way.
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
        feed: ChangeSignal | None = None,
    ) -> None:
        self._unless = unless
        self._feed = feed
        self._has_bad_times = False
        self._vanished = VanishedArticles(options.memory)
        self._announced = list(dict.fromkeys(announced))
        self._usual = [url for url in dict.fromkeys(usual) if url not in self._announced]
        if not options.full and (last := options.memory.get(FOUND_AT)) is not None:
            self._usual = [last] if last and last not in self._announced else []
        self._options = options
        self._child_kind = child_kind
        self._is_article = is_article
        self._asked: dict[str, int] = {}
        self._lists_articles: dict[str, bool] = {}
        self._open = 0
        self._reads_again = False
        self._series: dict[str, list[str]] = {}
        """Files of an index that differ in a number, in the order in which they were read."""
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
        """Always False: SEO plugins list a part of the site only, so a feed or listing must confirm."""
        return False

    @property
    def vanished(self) -> Sequence[str]:
        """Articles that a file no longer has."""
        return self._vanished.ids

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
                # An index stays the same when one of its sitemaps changes.
                conditional = _index_key(url) not in self._options.memory
                fetches.append(Fetch(url, Kind.SITEMAP, number=depth + 1, conditional=conditional))
        self._open += len(fetches)
        return tuple(fetches)

    def receive(self, answer: FetchResult) -> SourceResult:
        found = self._received(answer)
        self._open -= 1
        return replace(found, fetches=self._read_again()) if self._open == 0 else found

    def _read_again(self) -> tuple[Fetch, ...]:
        """Return requests for the files of a series again.

        An article that is withdrawn in the meantime moves the first one of the next file to a file that was
        read before.
        """
        again = [url for files in self._series.values() if len(files) > 1 for url in files]
        self._series.clear()
        self._reads_again = True
        self._open = len(again)
        return tuple(Fetch(url, Kind.SITEMAP, number=2) for url in again)

    def _received(self, answer: FetchResult) -> SourceResult:
        trying, self._trying = self._trying, False
        if answer.unchanged:
            self.answered += 1
            self.found += 1
            return SourceResult()
        if self._reads_again:
            if not answer.ok:
                return SourceResult()  # the series has become shorter
        elif self._options.recheck and self._options.full and answer.fetch.number > 1:
            url = answer.fetch.url
            if not MONTH.search(url):
                self._series.setdefault(NUMBER.sub("#", url), []).append(url)
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
            for entry in read_sitemap(answer.body, answer.url):
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
        else:
            remember.update(self._compared(answer.fetch.url, candidates))
        self.answered += 1
        self.entries[answer.fetch.url] = listed
        self.found += len(candidates)
        if depth and not candidates and not children and not undated:
            remember[_empty_key(answer.fetch.url)] = "1"
        if self._has_bad_times:
            self._has_bad_times = False
            notes.append("sitemap contains impossible times; they are ignored")
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

    def _compared(self, url: str, candidates: Sequence[Candidate]) -> Facts:
        """Compare the dated entries of a file with the last run."""
        dated = [one for one in candidates if one.lastmod is not None]
        newest = nlargest(MAX_REMEMBERED, dated, key=lambda one: one.lastmod or "")
        ids = [article_id(one.url) for one in newest]
        return self._vanished.on_sitemap(url, ids, (one.url for one in candidates))

    def _wanted_of(self, undated: list[str], index: str) -> list[str]:
        """Choose the files of an index without lastmod that this run reads; the last one is that of the
        rotation.
        """
        before = self._options.memory.get(_turn_key(index))
        # On stock WordPress the last file grows: it is read first.
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
        # What robots.txt or an index lists should exist.
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
        self._has_bad_times = self._has_bad_times or bool(text and time is None)
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
    """The files at which a sitemap grows: the first and the last."""
    return urls if len(urls) <= 2 else [urls[0], urls[-1]]


def _index_key(url: str) -> str:
    return f"index {url}"


def _turn_key(url: str) -> str:
    return f"turn {url}"


def _empty_key(url: str) -> str:
    return f"no articles in {url}"


def _lastmod_key(url: str) -> str:
    return f"lastmod {url}"
