"""URL source for a site's feed, page by page where the platform's feeds have pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.recheck import PageRecheck
from crawler.discovery.core.skip_ahead import SkipAhead
from crawler.discovery.core.source import GONE, SourceResult
from crawler.discovery.core.vanished import VanishedArticles
from crawler.discovery.feed.parser import MAX_ENTRIES, Feed, FeedEntry, NotAFeed, read_feed
from crawler.discovery.messages import SKIPPED, SUPERSEDED, Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.timestamps import in_utc
from crawler.items import KnownFacts
from crawler.urls.canonical import article_id, same_site

MAX_PAGES = 20_000

TOO_MANY = f"a feed has more than {MAX_ENTRIES:,} entries; the others are left out"

FOUND_AT = "feed"
"""Memory key: where the site's feed was found, or empty for none."""


class FeedSource:
    """Tries the URLs in order until one is a feed; `page` builds the URL of its n-th page.

    The first `announced` URLs are linked by the site itself, so an announced URL that is not a feed adds a
    note. With `unless` the source does nothing if that other source found a feed.

    With `probe` it first requests the one page on which an article that is not in `known` would be: a site
    with S articles in its sitemap and n entries per page has nothing after page S/n + 1. The whole feed is
    read only if something is missing, without the pages that previous/next links cover
    (`crawler.discovery.core.skip_ahead`). With `whole` the entries contain whole articles.

    An unchanged feed means that nothing on the site changed if the feed is ordered by modification
    (`by_change`), or if the server's validators cover the whole site (`site_wide`) and work.
    Entries that the front page lists under another URL (`has_other_url`) are left to the listing.
    """

    name = "feed"

    def __init__(
        self,
        addresses: Sequence[str],
        options: CrawlOptions,
        *,
        page: Callable[[str, int, int], str | None] | None = None,
        is_article: Callable[[str], bool | None] = lambda url: None,
        probe: bool = True,
        has_whole_articles: bool = False,
        announced: int = 0,
        unless: FeedSource | None = None,
        by_change: bool = False,
        site_wide: bool = False,
        has_other_url: Callable[[str | None, str], bool] = lambda title, url: False,
    ) -> None:
        self._has_other_url = has_other_url
        self._addresses = list(dict.fromkeys(addresses))
        self._announced = frozenset(addresses[:announced])
        self._unless = unless
        self._options = options
        if not options.full and (last := options.memory.get(FOUND_AT)) is not None:
            self._addresses = [last] if last else []
        self._page = page
        self._is_article = is_article
        self._probe = probe
        self._by_change = by_change
        self._site_wide = site_wide
        self._whole = has_whole_articles
        self._entries = 0
        self.entries: dict[str, int] = {}
        self._known: AbstractSet[str] = frozenset()
        self._start = ""
        self._size = 0
        self._previous: frozenset[str] = frozenset()
        self._seen = ArticleIds()
        self._probing = 0
        self._probed = 0
        self._complete = False
        self._broken = False
        self._skip_ahead = SkipAhead(enabled=options.skip_ahead and not options.verify)
        self._recheck = PageRecheck(options, Kind.FEED)
        self._vanished = VanishedArticles(options.memory)
        self.answered = False
        """Whether one of the URLs was a feed."""
        self.unchanged = False
        """Whether the feed is the same as in the last run."""

    @property
    def complete(self) -> bool:
        """Whether the feed listed all articles of the site."""
        return self._complete and not self._broken

    @property
    def vanished(self) -> Sequence[str]:
        """Articles that the feed no longer has."""
        return self._vanished.ids

    def start(self, known: AbstractSet[str]) -> SourceResult:
        self._known = known
        if self._unless is not None and self._unless.answered:
            return SourceResult()
        return self._try_next()

    def _try_next(self) -> SourceResult:
        if not self._addresses:
            return SourceResult(remember=((FOUND_AT, ""),))
        return SourceResult((Fetch(self._addresses.pop(0), Kind.FEED, conditional=True),))

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        self._skip_ahead.update_links(answer.links)
        if self._recheck.waiting == answer.fetch.url:
            return self._rechecked(answer)
        found = self._on_answer(answer, number)
        if found.fetches or not self._complete or answer.links or self._options.since is not None:
            return found
        again = self._recheck.begin()
        return replace(found, fetches=(again,)) if again is not None else found

    def _rechecked(self, answer: FetchResult) -> SourceResult:
        """Handle a page that was requested again."""
        try:
            entries = self._entries_of(answer, self._feed_of(answer)) if answer.ok else None
        except NotAFeed:
            entries = None
        fresh = [one for one in entries or () if self._seen.add(article_id(one.url))]
        ids = frozenset(article_id(one.url) for one in entries) if entries is not None else None
        fetch = self._recheck.receive(ids, found=bool(fresh))
        return SourceResult((fetch,) if fetch is not None else (), *self._take(fresh))

    def _on_answer(self, answer: FetchResult, number: int) -> SourceResult:
        if answer.failure == SUPERSEDED:
            # Previous/next links now list more than when this page was requested.
            number = 2 if number == self._probing else number
            self._probing = 0
            return SourceResult(self._ask(number, None, if_new=False))
        found = self._filled(answer) if self._skip_ahead.filling else self._followed(answer)
        if not self._skip_ahead.filling:
            return found
        if found.fetches:
            self._skip_ahead.hold_back(found.fetches[0])
        fetch = self._skip_ahead.next_skipped(self._numbered, Kind.FEED)
        return replace(found, fetches=(fetch,) if fetch is not None else ())

    def _filled(self, answer: FetchResult) -> SourceResult:
        """Handle the result of a skipped page that was requested after all."""
        try:
            if answer.ok:
                return SourceResult((), *self._take(self._entries_of(answer, self._feed_of(answer))))
            if answer.status in GONE:
                self._skip_ahead.skipped.clear()
                return SourceResult()
            why = answer.error_text
        except NotAFeed as error:
            why = str(error)
        self._broken = True
        return SourceResult(notes=(f"feed breaks off: {why}",))

    def _numbered(self, number: int) -> str | None:
        return self._page(self._start, number, self._size) if self._page is not None else None

    def _feed_of(self, answer: FetchResult) -> Feed:
        return read_feed(answer.body, answer.url, answer.headers, self._options.now, self._options.timezone)

    def _entries_of(self, answer: FetchResult, feed: Feed) -> list[FeedEntry]:
        entries = [entry for entry in feed.entries if same_site(entry.url, answer.url)]
        return [
            entry
            for entry in entries
            if self._is_article(entry.url) is not False and not self._has_other_url(entry.title, entry.url)
        ]

    def _followed(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        if answer.unchanged and number == 1:
            self.answered = self.unchanged = True
            self._complete = self._by_change or (self._site_wide and not answer.same_body)
            return SourceResult()
        if answer.failure == SKIPPED:
            return SourceResult()  # no article of the page before was new
        if not answer.ok:
            if number == 1:
                return self._missed(answer, answer.error_text)
            # WordPress answers 404 after the last page. A single page may be all that a site publishes.
            self._complete = answer.status in GONE and (number > 2 or number == self._probing)
            self._skip_ahead.on_mismatch()
            return SourceResult(
                notes=() if answer.status in GONE else (f"feed breaks off: {answer.error_text}",)
            )
        try:
            feed = self._feed_of(answer)
        except NotAFeed as error:
            if number == 1:
                return self._missed(answer, str(error))
            return SourceResult(notes=(f"feed breaks off: {error}",))
        self.answered = True
        found = self._read(answer, feed)
        if len(feed.entries) >= MAX_ENTRIES:
            found = replace(found, notes=(*found.notes, TOO_MANY))
        if number > 1:
            return found
        shown = [article_id(entry.url) for entry in self._entries_of(answer, feed)]
        remember = self._vanished.on_page(answer.fetch.url, shown)
        return replace(found, remember=((FOUND_AT, answer.fetch.url), *remember))

    def _missed(self, answer: FetchResult, why: str) -> SourceResult:
        """Handle a URL that is not a feed; adds a note unless it was a guess that does not exist."""
        found = self._try_next()
        there = answer.failure is not None or answer.status >= 500
        if there or answer.fetch.url in self._announced:
            return replace(found, notes=(f"feed not read: {why}", *found.notes))
        return found

    def _read(self, answer: FetchResult, feed: Feed) -> SourceResult:
        number = answer.fetch.number
        entries = self._entries_of(answer, feed)
        ids = frozenset(article_id(entry.url) for entry in entries)
        for id_ in ids:
            self._seen.add(id_)
        missing = any(id_ not in self._known for id_ in ids)
        if number == 1:
            self._start, self._size = answer.fetch.url, len(feed.entries)
            self.entries[self._start] = len(entries)
        candidates, records = self._take(entries)
        self._entries += len(feed.entries)
        self._skip_ahead.on_page(number, [int(article_id(entry.url), 16) for entry in entries])
        if not ids or ids == self._previous:
            self._complete = number > 1
            return SourceResult((), candidates, records)
        self._previous = ids
        self._recheck.on_page(number, answer.fetch.url, ids)
        if entries and all(self._options.before(entry.published) for entry in entries):
            self._complete = True
            return SourceResult((), candidates, records)
        if feed.total is not None and self._entries >= feed.total:
            self._complete = True
            return SourceResult((), candidates, records)
        if number == self._probing:
            self._probing, self._probed = 0, number
            expected = len(self._known) - (number - 1) * self._size
            if not missing and len(ids) <= expected:
                self._complete = True
                return SourceResult((), candidates, records)
            return SourceResult(self._ask(2, feed, if_new=False), candidates, records)
        if number == 1 and self._probe and self._known and not missing:
            self._probing = max(2, len(self._known) // max(1, self._size) + 1)
            return SourceResult(self._ask(self._probing, feed, if_new=False), candidates, records)
        return SourceResult(self._ask(number + 1, feed, if_new=not self._options.full), candidates, records)

    def _take(self, entries: Sequence[FeedEntry]) -> tuple[tuple[Candidate, ...], tuple[Record, ...]]:
        candidates, records = [], []
        for entry in entries:
            if self._options.before(entry.published) or self._options.after(entry.published):
                continue
            lastmod = in_utc(entry.modified)
            candidate = Candidate(entry.url, self.name, lastmod, entry.published, entry.title)
            if self._whole and entry.content and self._options.rest:
                records.append(Record(candidate, entry.content, _known(entry)))
            else:
                candidates.append(candidate)
        return tuple(candidates), tuple(records)

    def _ask(self, number: int, feed: Feed | None, *, if_new: bool) -> tuple[Fetch, ...]:
        number += number == self._probed
        following = feed.next_page if feed is not None else None
        may_skip = (
            self._skip_ahead.enabled
            and self._options.full
            and self._options.since is None
            and self._page is not None
        )
        if may_skip and number != self._probing and (target := self._skip_ahead.target(number)) > number:
            self._skip_ahead.skip(number, target)
            number = target
        url = self._numbered(number) if self._page is not None else following
        if url is None or number > MAX_PAGES:
            return ()
        return (Fetch(url, Kind.FEED, number=number, if_new=if_new, after_articles=may_skip),)


def _known(entry: FeedEntry) -> KnownFacts:
    return KnownFacts(
        source=FeedSource.name,
        title=entry.title,
        canonical_url=entry.url,
        published_at=entry.published,
        modified_at=entry.modified,
        authors=entry.authors,
        tags=entry.tags,
    )
