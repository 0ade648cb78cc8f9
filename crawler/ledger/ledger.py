"""The ledger as spiders, pipelines and exports use it: one object, one database, one run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import Connection, Engine, select

from crawler.items import Article, PortalRef
from crawler.ledger import decisions, leases
from crawler.ledger.batch_writer import keep_templates, write
from crawler.ledger.clock import clock_of
from crawler.ledger.decisions import EVERYTHING, Decision, Window
from crawler.ledger.engine import ledger_url, open_engine, shown, translated, writing
from crawler.ledger.entries import (
    ArticleEntry,
    Discovered,
    Entry,
    Failure,
    Fetched,
    Incomplete,
    Learned,
    NotModified,
    Rejection,
    Release,
    Stored,
)
from crawler.ledger.errors import LedgerError
from crawler.ledger.fingerprint import ArticleFingerprint
from crawler.ledger.leases import Run
from crawler.ledger.queries import LedgerReader
from crawler.ledger.schema import portals, templates
from crawler.ledger.url_state import key_of, read_settled, read_states, read_unsettled

BATCH_SIZE = 50
"""Articles per transaction at most: one sync of the disk is shared by so many."""

TRANSACTION_SIZE = 5000
"""Entries that one transaction writes at most: a sitemap may name 100,000 addresses at once."""

BATCH_AGE = 0.25
"""Seconds that an entry waits for its transaction, where transactions are quick."""

WRITING_SHARE = 0.1
"""Part of the time that transactions may take before they become fewer and larger: on a slow disk or a busy
machine the next one waits in proportion to the last one, `LONGEST_AGE` at most, whoever is in a hurry."""

LONGEST_AGE = 1.0
"""Seconds; a stopped crawl fetches again what came in them."""

LEASE_PATIENCE = 10.0
"""Seconds that taking a portal waits for another process's lock: nothing else goes on before it."""

ADDRESSES_SIZE = 2000
"""Discovered addresses per transaction at most; they carry no text."""


class Candidate(Protocol):
    """What discovery names: an absolute address and, where the source says it, when it was last changed."""

    @property
    def url(self) -> str: ...
    @property
    def lastmod(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Decided:
    """The ledger's word on one candidate; with `etag` or `last_modified` the request can be conditional."""

    url: str
    lastmod: str | None
    verdict: Decision
    etag: str | None = None
    last_modified: str | None = None


def _ignore(_: object) -> None:
    """Nobody waits for the answer."""


class Ledger(LedgerReader):
    """What was seen, stored and changed.

    Entries (articles, failures, ...) wait in a batch that `flush` commits in one transaction; `tick`, to be
    called often, flushes a batch that is full or old enough and renews the leases. Not for several threads.
    """

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float]) -> None:
        super().__init__(engine, name)
        self._clock = clock
        self._run: Run | None = None
        self._batch: list[Entry] = []
        self._written: set[str] = set()  # portals with new lines, not told yet
        self._batch_since = 0.0
        self._age = BATCH_AGE
        self._cost = 0.0  # seconds of the last transaction
        self._rest = 0.0  # seconds from its end to the next one at least
        self._committed = -math.inf  # when it ended
        self._articles = 0
        self._releases: dict[str, bool] = {}
        self._fetches: dict[tuple[str, str], list[Fetched]] = {}
        self._imprints: dict[tuple[str, str], ArticleFingerprint] = {}
        self._heartbeat = 0.0
        self._hurried = False
        self.drop_duplicates = False
        """Whether copies of stored articles are left out instead of linked."""
        self.from_archive = False
        """Whether articles come as they once were: one captured before its newest revision is no change."""
        self.leased: set[str] = set()
        """The portals that this run took."""

    @classmethod
    def open(
        cls, target: str | Path, *, clock: Callable[[], float] | None = None, patience: float = 10.0
    ) -> Self:
        """Open the ledger at a path or database address, creating or upgrading it when needed.

        `patience`: seconds that a statement waits for another process's lock. `clock`: in place of the one
        that `clock_of` chooses. Raises LedgerError.
        """
        url = ledger_url(target)
        engine = open_engine(target, patience=patience)
        return cls(engine, shown(url), clock or clock_of(engine))

    def close(self, *, finished: bool = True) -> None:
        """Commit what waits, give the leases back, mark the run as finished and let the database go.

        Without `finished` the run counts as died, and the next one looks after its files: one of this process
        at once, one of another when this process has ended.
        """
        try:
            if finished:
                self._give_back(set(self._releases))
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
        """How long a statement waits from now on for another process's lock."""
        self._engine.update_execution_options(ledger_patience=seconds)

    # --- the run -----------------------------------------------------------------------------------

    def start_run(self) -> Run:
        """Note that this process crawls from now on. Raises LedgerError."""
        with self._writing() as connection:
            self._run = leases.start(connection, self._now())
        self._heartbeat = time.monotonic()
        return self._run

    @property
    def run(self) -> Run:
        """The run that `start_run` started."""
        if self._run is None:
            raise LedgerError("no run was started on this ledger")
        return self._run

    def _finish_run(self) -> None:
        if self._run is None:
            return
        with self._writing() as connection:
            leases.finish(connection, [self._run.id], self._now())
        self._run = None

    def lease(self, portal: PortalRef) -> bool:
        """Take the portal for this run; False when another living run has it."""
        with self._writing(LEASE_PATIENCE) as connection:
            taken = leases.acquire(connection, self.run.id, portal, self._now())
        if taken:
            self.leased.add(portal.id)
        return taken

    def is_held(self, portal_id: str) -> bool:
        """Whether another living run has the portal."""
        with self._reading() as connection:
            return leases.is_held(connection, portal_id, self._run.id if self._run else None, self._now())

    def release(self, portal_id: str, *, completed: bool) -> None:
        """Give the portal back once its last page is settled; `completed`: discovery saw all of it."""
        self._releases[portal_id] = completed

    def dead_runs(self) -> list[tuple[str, date]]:
        """Runs that died before they finished, with their crawl date."""
        with self._reading() as connection:
            return leases.dead_runs(connection, self._now())

    def bury(self, run_ids: Sequence[str]) -> None:
        """Mark dead runs as finished, once their files are whole again."""
        with self._writing() as connection:
            leases.finish(connection, run_ids, self._now())

    def completed_at(self, portal_id: str) -> int | None:
        """When the whole portal was last gone through, in seconds since 1970; None if never."""
        with self._reading() as connection:
            found = connection.scalar(select(portals.c.completed_at).where(portals.c.id == portal_id))
            return None if found is None else int(found)

    # --- discovery asks ----------------------------------------------------------------------------

    def decide(
        self,
        portal_id: str,
        candidates: Iterable[Candidate],
        *,
        full: bool = False,
        window: Window = EVERYTHING,
    ) -> list[Decided]:
        """The verdict on each candidate, in their order; doublets of an address are answered once.

        Addresses to fetch that are not known yet are noted as pending, so that a run that dies before
        their turn loses none. Raises LedgerError, AddressError.
        """
        by_id = {key_of(portal_id, one.url)[1]: one for one in candidates}
        with self._reading() as connection:
            known = read_states(connection, portal_id, list(by_id))
        now = self._now()
        decided: list[Decided] = []
        for id_, one in by_id.items():
            state = known.get(id_)
            verdict = decisions.decide(state, one.lastmod, now, full=full, window=window)
            if state is None:
                self._add(Discovered(portal_id, one.url, one.lastmod))
                decided.append(Decided(one.url, one.lastmod, verdict))
            else:
                decided.append(Decided(one.url, one.lastmod, verdict, state.etag, state.last_modified))
        return decided

    def unsettled(self, portal_id: str) -> list[tuple[str, str | None]]:
        """Addresses (with lastmod) that earlier runs discovered and never came to an end with."""
        with self._reading() as connection:
            return read_unsettled(connection, portal_id)

    def settled(self, portal_id: str, after: str, limit: int) -> list[tuple[str, str]]:
        """The next `limit` ids and addresses that gave an article once, from behind the id `after` on."""
        with self._reading() as connection:
            return read_settled(connection, portal_id, after, limit)

    # --- the crawl tells ---------------------------------------------------------------------------

    def fetched(self, fetch: Fetched) -> None:
        """A page came; the article, rejection or failure at `fetch.final_url` will settle its address."""
        self._fetches.setdefault((fetch.portal_id, fetch.final_url), []).append(fetch)

    def expect(self, article_fingerprint: ArticleFingerprint) -> None:
        """An article is on its way here of which the imprint was made already."""
        self._imprints[article_fingerprint.article.portal.id, article_fingerprint.article.url] = (
            article_fingerprint
        )

    def expect_no_more(self, portal_id: str, url: str) -> None:
        """The article of that page is not on its way any more, if it was."""
        self._imprints.pop((portal_id, url), None)

    def record_article(
        self,
        article: Article,
        answer: Callable[[Stored], None] = _ignore,
        refuse: Callable[[Exception], None] = _ignore,
        *,
        page_url: str | None = None,
    ) -> None:
        """Store an article; `answer` is called with what became of it once that is committed.

        `refuse` is called instead when the batch is abandoned.
        `page_url` is the address of its page, if that is not `article.url`.
        """
        article_fingerprint = self._imprints.pop((article.portal.id, article.url), None)
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
        """The page at `page_url` gave no article, or (`skipped`) one outside the days that this run wants."""
        self._add(Rejection(self._take_fetches(portal_id, page_url), reason, published, skipped))

    def record_failure(self, portal_id: str, url: str, reason: str, *, gone: bool = False) -> None:
        """The address that discovery named could not be fetched; `gone` for 404 and 410."""
        self._add(Failure(portal_id, url, reason, gone))

    def record_incomplete(self, portal_id: str, url: str, reason: str) -> None:
        """The article of the address was stored without all of its pages: a later run tries again."""
        self._add(Incomplete(portal_id, url, reason))

    def record_refusal(self, portal_id: str, url: str, reason: str, lastmod: str | None = None) -> None:
        """What the address that discovery named led to is no article."""
        self._add(Rejection((Fetched(portal_id, url, url, lastmod),), reason))

    def record_page_failure(self, portal_id: str, page_url: str, reason: str) -> None:
        """The page at `page_url` came, but nothing could be made of it: a later run tries again."""
        for fetch in self._take_fetches(portal_id, page_url):
            self._add(Failure(portal_id, fetch.url, reason))

    def record_not_modified(self, portal_id: str, url: str, lastmod: str | None = None) -> None:
        """The server answered 304 for the address that discovery named."""
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

    def hurry(self) -> None:
        """Somebody waits for what is in the batch, and nothing that would fill it comes before: flush it with
        the next tick that the last transaction allows."""
        self._hurried = True

    def tick(self) -> list[str]:
        """Flush the batch if full, old or waited for; renew leases. The portals with new lines are returned.

        Raises LedgerBusy when another process holds the ledger: nothing is lost, call again.
        """
        if self._run is not None and time.monotonic() - self._heartbeat >= leases.HEARTBEAT:
            with self._writing() as connection:
                leases.beat(connection, self._run.id, self._now())
            self._heartbeat = time.monotonic()
        if self._releases:
            busy = {portal_id for portal_id, _ in self._fetches}
            self._give_back(set(self._releases) - busy)
        full = self._articles >= BATCH_SIZE or len(self._batch) >= ADDRESSES_SIZE
        if full or (self._batch and self._is_time()):
            return self.flush()
        return []

    def _is_time(self) -> bool:
        """Whether the batch is old enough, or waited for. Among many portals somebody always waits."""
        now = time.monotonic()
        age = now - self._batch_since
        in_time = age >= self._cost and now - self._committed >= self._rest
        return age >= self._age or (self._hurried and in_time)

    def _give_back(self, portal_ids: Iterable[str]) -> None:
        for portal_id in sorted(portal_ids):
            self._add(Release(portal_id, self.run.id, self._releases.pop(portal_id)))

    def flush(self) -> list[str]:
        """Commit the batch. The portals with new lines are returned. Raises LedgerError, LedgerBusy."""
        while self._batch:
            self._flush_some()
        written, self._written = self._written, set()
        return sorted(written)

    def _flush_some(self) -> None:
        """One transaction: the batch, or the beginning of a very long one."""
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
        """Give the waiting batch up: articles are refused with `error`; a later run fetches it."""
        batch, self._batch, self._articles = self._batch, [], 0
        for entry in batch:
            if isinstance(entry, ArticleEntry):
                entry.refuse(error)

    @property
    def waiting(self) -> int:
        """Entries that wait for their transaction."""
        return len(self._batch)

    # --- templates ---------------------------------------------------------------------------------

    def template(self, portal_id: str, name: str = "article") -> bytes | None:
        """What extraction learned of the portal, as it packed it."""
        query = select(templates.c.data).where(templates.c.portal_id == portal_id, templates.c.name == name)
        with self._reading() as connection:
            found = connection.scalar(query)
            return None if found is None else bytes(found)

    def templates(self, name: str = "article") -> dict[str, bytes]:
        """What extraction learned under that name, by portal; what it gave up is left out."""
        query = select(templates.c.portal_id, templates.c.data).where(templates.c.name == name)
        with self._reading() as connection:
            return {portal_id: bytes(data) for portal_id, data in connection.execute(query) if data}

    def save_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Keep what extraction learned of the portal, at once."""
        with self._writing() as connection:
            keep_templates(connection, {(portal_id, name): data}, self._now())

    def record_template(self, portal_id: str, data: bytes, name: str = "article") -> None:
        """Keep it with the next batch, in one transaction with the articles that it was learned from."""
        self._add(Learned(portal_id, name, data))

    # --- the database ------------------------------------------------------------------------------

    def _now(self) -> int:
        return int(self._clock())

    @contextmanager
    def _writing(self, patience: float | None = None) -> Iterator[Connection]:
        with translated(f"ledger {self.name}"), writing(self._engine, patience) as connection:
            yield connection
