"""The ledger for spiders, pipelines and exports: one object, one database, one run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from crawler.items import Article
from crawler.ledger import decisions, leases
from crawler.ledger.batch_writer import save_templates, write
from crawler.ledger.clock import clock_of
from crawler.ledger.decisions import EVERYTHING, Candidate, UrlDecision, Window
from crawler.ledger.engine import ledger_url, open_engine, shown
from crawler.ledger.entries import (
    ArticleEntry,
    Discovered,
    Entry,
    Failure,
    Fetched,
    Incomplete,
    NotModified,
    Rejection,
    Release,
    Stored,
    TemplateUpdate,
)
from crawler.ledger.fingerprint import ArticleFingerprint
from crawler.ledger.run import LedgerRun
from crawler.ledger.url_state import key_of, read_settled, read_states, read_unsettled

BATCH_SIZE = 50
"""Maximum articles per transaction: they share one disk sync."""

TRANSACTION_SIZE = 5000
"""Maximum entries per transaction: a sitemap may list 100,000 URLs at once."""

BATCH_AGE = 0.25
"""Seconds that an entry waits for its transaction, while transactions are fast."""

WRITING_SHARE = 0.1
"""Maximum share of time spent in transactions. On a slow disk or busy machine the next transaction waits in
proportion to the last one, at most `LONGEST_AGE`, even if a flush was requested."""

LONGEST_AGE = 1.0
"""Seconds; a crawl that is killed fetches again what arrived in them."""

ADDRESSES_SIZE = 2000
"""Maximum discovered URLs per transaction; they carry no text."""


def _no_callback(_: object) -> None:
    """Default callback: does nothing."""


class Ledger(LedgerRun):
    """URL state, articles and revisions of all crawls.

    Entries (articles, failures, ...) are queued; `flush` commits them in one transaction. Call `tick` often:
    it flushes a batch that is full or old enough and renews the leases. Not thread-safe.
    """

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float]) -> None:
        super().__init__(engine, name, clock)
        self._batch: list[Entry] = []
        self._written: set[str] = set()  # portals with new records that no caller has seen yet
        self._batch_since = 0.0
        self._age = BATCH_AGE
        self._cost = 0.0  # seconds that the last transaction took
        self._rest = 0.0  # minimum seconds from its end to the next one
        self._committed = -math.inf  # when it ended
        self._articles = 0
        self._releases: dict[str, bool] = {}
        self._fetches: dict[tuple[str, str], list[Fetched]] = {}
        self._fingerprints: dict[tuple[str, str], ArticleFingerprint] = {}
        self._hurried = False
        self.drop_duplicates = False
        """Whether near-duplicates of stored articles are dropped instead of linked."""
        self.from_archive = False
        """Whether articles come from archives: captures older than the newest revision count as unchanged."""
        self.accept_replaced = False
        """Whether articles that have nothing in common with their stored revision are stored."""

    @classmethod
    def open(
        cls, target: str | Path, *, clock: Callable[[], float] | None = None, patience: float = 10.0
    ) -> Self:
        """Open the ledger at a path or database URL, creating or migrating it if needed.

        `patience`: seconds that a statement waits for another process's lock. `clock`: replaces that of
        `clock_of`. Raises LedgerError.
        """
        url = ledger_url(target)
        engine = open_engine(target, patience=patience)
        return cls(engine, shown(url), clock or clock_of(engine))

    def close(self, *, finished: bool = True) -> None:
        """Commit the queue, release the leases, mark the run as finished and close the database.

        Without `finished` the run counts as dead, and the next run repairs its files: a run of this process
        at once, a run of another process after this process has ended.
        """
        try:
            if finished:
                self._queue_releases(set(self._releases))
                self.flush()
                self._finish_run()
        finally:
            if self._run is not None:
                leases.abandon_run(self._run.id)
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def set_patience(self, seconds: float) -> None:
        """Set how long statements wait from now on for another process's lock."""
        self._engine.update_execution_options(ledger_patience=seconds)

    # --- the run -----------------------------------------------------------------------------------

    def release(self, portal_id: str, *, completed: bool) -> None:
        """Release the portal once its last page is settled; `completed`: all sources were read to their
        end."""
        self._releases[portal_id] = completed

    # --- queries of discovery ----------------------------------------------------------------------

    def decide(
        self,
        portal_id: str,
        candidates: Iterable[Candidate],
        *,
        full: bool = False,
        window: Window = EVERYTHING,
    ) -> list[UrlDecision]:
        """Decide on each candidate, in order; variants of one URL are answered once.

        Unknown URLs are stored as pending, so that a run that dies before fetching them loses none. Raises
        LedgerError, UrlError.
        """
        by_id = {key_of(portal_id, one.url)[1]: one for one in candidates}
        with self._reading() as connection:
            known = read_states(connection, portal_id, list(by_id))
        now = self._now()
        decided: list[UrlDecision] = []
        for id_, one in by_id.items():
            state = known.get(id_)
            decision = decisions.decide(state, one.lastmod, now, full=full, window=window)
            if state is None:
                self._add(Discovered(portal_id, one.url, one.lastmod))
                decided.append(UrlDecision(one.url, one.lastmod, decision))
            else:
                decided.append(UrlDecision(one.url, one.lastmod, decision, state.etag, state.last_modified))
        return decided

    def unsettled(self, portal_id: str) -> list[tuple[str, str | None]]:
        """URLs (with lastmod) that earlier runs discovered and did not settle."""
        with self._reading() as connection:
            return read_unsettled(connection, portal_id, self._now())

    def settled(self, portal_id: str, after: str, limit: int) -> list[tuple[str, str]]:
        """The next `limit` ids and URLs that gave an article, after the id `after`."""
        with self._reading() as connection:
            return read_settled(connection, portal_id, after, limit)

    # --- events of the crawl -----------------------------------------------------------------------

    def fetched(self, fetch: Fetched) -> None:
        """Record a fetched page; the article, rejection or failure at `fetch.final_url` settles its URL."""
        self._fetches.setdefault((fetch.portal_id, fetch.final_url), []).append(fetch)

    def expect_article(self, article_fingerprint: ArticleFingerprint) -> None:
        """Keep the fingerprint of an article that `record_article` will receive."""
        self._fingerprints[article_fingerprint.article.portal.id, article_fingerprint.article.url] = (
            article_fingerprint
        )

    def discard_fingerprint(self, portal_id: str, url: str) -> None:
        """Drop the fingerprint of the page's article, if any."""
        self._fingerprints.pop((portal_id, url), None)

    def record_article(
        self,
        article: Article,
        answer: Callable[[Stored], None] = _no_callback,
        refuse: Callable[[Exception], None] = _no_callback,
        *,
        page_url: str | None = None,
    ) -> None:
        """Store an article; `answer` is called with the result after the commit.

        `refuse` is called instead if the batch is abandoned.
        `page_url` is the URL of its page, if that is not `article.url`.
        """
        article_fingerprint = self._fingerprints.pop((article.portal.id, article.url), None)
        if article_fingerprint is not None and not article_fingerprint.fits(article):
            article_fingerprint = None
        fetches = self._take_fetches(article.portal.id, page_url or article.url)
        self._add(ArticleEntry(article, fetches, answer, refuse, article_fingerprint))

    def record_rejection(
        self,
        portal_id: str,
        page_url: str,
        reason: str,
        *,
        published: str | None = None,
        skipped: bool = False,
    ) -> None:
        """Record that the page is not an article, or (`skipped`) is outside the run's days."""
        self._add(Rejection(self._take_fetches(portal_id, page_url), reason, published, skipped))

    def record_failure(self, portal_id: str, url: str, reason: str, *, gone: bool = False) -> None:
        """Record that a discovered URL could not be fetched; `gone` for 404 and 410."""
        self._add(Failure(portal_id, url, reason, gone))

    def record_incomplete(self, portal_id: str, url: str, reason: str) -> None:
        """Record that the URL's article was stored without all of its pages: a later run retries."""
        self._add(Incomplete(portal_id, url, reason))

    def record_refusal(self, portal_id: str, url: str, reason: str, lastmod: str | None = None) -> None:
        """Record that a discovered URL led to something that is not an article."""
        self._add(Rejection((Fetched(portal_id, url, url, lastmod),), reason))

    def record_page_failure(self, portal_id: str, page_url: str, reason: str) -> None:
        """Record that extraction failed on the page: a later run retries."""
        for fetch in self._take_fetches(portal_id, page_url):
            self._add(Failure(portal_id, fetch.url, reason))

    def record_not_modified(self, portal_id: str, url: str, lastmod: str | None = None) -> None:
        """Record a 304 response for a discovered URL."""
        self._add(NotModified(portal_id, url, lastmod))

    def _take_fetches(self, portal_id: str, page_url: str) -> tuple[Fetched, ...]:
        noted = self._fetches.pop((portal_id, page_url), None)
        return tuple(noted) if noted else (Fetched(portal_id, page_url, page_url),)

    def _add(self, entry: Entry) -> None:
        if not self._batch:
            self._batch_since = time.monotonic()
        self._batch.append(entry)
        self._articles += isinstance(entry, ArticleEntry)

    # --- committing --------------------------------------------------------------------------------

    def request_flush(self) -> None:
        """Flush with the next tick that the last transaction's cost allows: a caller waits for the result."""
        self._hurried = True

    def tick(self) -> list[str]:
        """Flush the batch if it is full, old or requested; renew leases. Returns the portals with new
        records.

        Raises LedgerBusy if another process holds the ledger: nothing is lost, call again.
        """
        self._beat()
        if self._releases:
            busy = {portal_id for portal_id, _ in self._fetches}
            self._queue_releases(set(self._releases) - busy)
        full = self._articles >= BATCH_SIZE or len(self._batch) >= ADDRESSES_SIZE
        if full or (self._batch and self._is_time()):
            return self.flush()
        return []

    def _is_time(self) -> bool:
        """Whether the batch is old enough, or a flush was requested."""
        now = time.monotonic()
        age = now - self._batch_since
        in_time = age >= self._cost and now - self._committed >= self._rest
        return age >= self._age or (self._hurried and in_time)

    def _queue_releases(self, portal_ids: Iterable[str]) -> None:
        for portal_id in sorted(portal_ids):
            self._add(Release(portal_id, self.run.id, self._releases.pop(portal_id)))

    def flush(self) -> list[str]:
        """Commit the queue and return the portals with new records. Raises LedgerError, LedgerBusy."""
        while self._batch:
            self._flush_some()
        written, self._written = self._written, set()
        return sorted(written)

    def _flush_some(self) -> None:
        """Commit one transaction: the queue, or the first part of a long one."""
        batch = self._batch[:TRANSACTION_SIZE]
        crawl_date = self.run.crawl_date
        began = time.monotonic()
        with self._writing() as connection:
            stored = write(
                connection,
                batch,
                self._now(),
                crawl_date,
                drop_duplicates=self.drop_duplicates,
                from_archive=self.from_archive,
                accept_replaced=self.accept_replaced,
            )
        self._committed = time.monotonic()
        self._cost = self._committed - began
        self._hurried = False
        self._rest = min(self._cost / WRITING_SHARE, LONGEST_AGE)
        self._age = max(BATCH_AGE, self._rest)
        del self._batch[:TRANSACTION_SIZE]
        self._articles -= sum(isinstance(entry, ArticleEntry) for entry in batch)
        self._written |= {
            answer.article.portal.id for _, answer in stored if answer.kind in ("new", "changed")
        }
        for entry, answer in stored:
            entry.answer(answer)

    def abandon(self, error: Exception) -> None:
        """Drop the queue: articles are refused with `error`; a later run fetches them again."""
        batch, self._batch, self._articles = self._batch, [], 0
        for entry in batch:
            if isinstance(entry, ArticleEntry):
                entry.refuse(error)

    @property
    def waiting(self) -> int:
        """Number of queued entries."""
        return len(self._batch)

    # --- templates ---------------------------------------------------------------------------------

    def save_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Save template data at once."""
        with self._writing() as connection:
            save_templates(connection, {(portal_id, name): data}, self._now())

    def record_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Save template data with the next batch, in one transaction with the articles it was learned
        from."""
        self._add(TemplateUpdate(portal_id, name, data))
