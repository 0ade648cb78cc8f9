"""The ledger for spiders, pipelines and exports: one object, one database, one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Engine

from crawler.items import Article
from crawler.ledger import decisions, leases
from crawler.ledger.decisions import EVERYTHING, Candidate, UrlDecision, Window
from crawler.ledger.entries import (
    ArticleEntry,
    Discovered,
    Failure,
    Fetched,
    Incomplete,
    NotModified,
    Rejection,
    Stored,
    TemplateUpdate,
    VolatileNames,
)
from crawler.ledger.fingerprint import ArticleFingerprint
from crawler.ledger.upserts import save_templates
from crawler.ledger.url_state import (
    key_of,
    read_due,
    read_settled,
    read_states,
    read_stored,
    read_unsettled,
)
from crawler.ledger.write_queue import WriteQueue


def _no_callback(_: object) -> None:
    """Default callback: does nothing."""


class Ledger(WriteQueue):
    """URL state, articles and revisions of all crawls.

    Entries (articles, failures, ...) are queued; `flush` commits them in one transaction. Call `tick` often:
    it flushes a batch that is full or old enough and renews the leases. Not thread-safe.
    """

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float]) -> None:
        super().__init__(engine, name, clock)
        self._fingerprints: dict[tuple[str, str], ArticleFingerprint] = {}

    def close(self, *, finished: bool = True) -> None:
        """Commit the queue, release the leases, mark the run as finished and close the database.

        Without `finished` the run counts as dead, and the next run repairs its files: a run of this process
        at once, a run of another process after this process has ended.
        """
        try:
            if finished:
                self.flush_all()
                self._finish_run()
        finally:
            if self._run is not None:
                leases.abandon_run(self._run.id)
            self._engine.dispose()

    def set_patience(self, seconds: float) -> None:
        """Set how long statements wait from now on for another process's lock."""
        self._engine.update_execution_options(ledger_patience=seconds)

    # --- the run -----------------------------------------------------------------------------------

    def release(self, portal_id: str, *, completed: bool, healthy: bool = False) -> None:
        """Release the portal once its last page is settled; `completed`: all sources were read to their end.

        `healthy`: the portal did not answer errors in general. Then articles that were found missing for the
        second time are gone; otherwise what this run found missing counts as failed.
        """
        self._releases[portal_id] = completed, healthy

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
                stored = state.state is decisions.State.STORED
                # A 304 would not bring the text of an article back.
                gone = state.state is decisions.State.GONE
                etag, modified = (None, None) if gone else (state.etag, state.last_modified)
                decided.append(UrlDecision(one.url, one.lastmod, decision, etag, modified, stored))
        return decided

    def unsettled(self, portal_id: str) -> list[tuple[str, str | None]]:
        """URLs (with lastmod) that earlier runs discovered and did not settle."""
        with self._reading() as connection:
            return read_unsettled(connection, portal_id, self._now())

    def due(self, portal_id: str, limit: int) -> list[UrlDecision]:
        """The articles to read again by the schedule `revisit`, at most `limit`, the newest first."""
        if not self.revisit or limit <= 0:
            return []
        with self._reading() as connection:
            found = read_due(connection, portal_id, self._now(), self.revisit, limit)
        return [_revisit(*one) for one in found]

    def revisits_of(self, portal_id: str, ids: Sequence[str]) -> list[UrlDecision]:
        """The stored articles among these ids, if articles are read again at all."""
        if not self.revisit or not ids:
            return []
        with self._reading() as connection:
            return [_revisit(*one) for one in read_stored(connection, portal_id, ids)]

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

    def record_volatile_names(self, portal_id: str, names: frozenset[str]) -> None:
        """Record that these query parameters never change a page: URLs without them are known as well."""
        self._add(VolatileNames(portal_id, names))

    # --- templates ---------------------------------------------------------------------------------

    def save_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Save template data at once."""
        with self._writing() as connection:
            save_templates(connection, {(portal_id, name): data}, self._now())

    def record_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Save template data with the next batch, in one transaction with the articles it was learned
        from."""
        self._add(TemplateUpdate(portal_id, name, data))


def _revisit(url: str, lastmod: str | None, etag: str | None, last_modified: str | None) -> UrlDecision:
    return UrlDecision(url, lastmod, decisions.Decision.DUE, etag, last_modified, stored=True)
