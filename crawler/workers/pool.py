"""Pool of extraction workers: takes a page, returns an awaitable result.

Workers start when pages wait. Each worker handles its pages in order, so the first page without an answer is
the one it was extracting when it died. That page is retried once by another worker; the others are only
delayed.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import subprocess
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from crawler.dates.fallback import TALLY
from crawler.workers.forking import start
from crawler.workers.wire_format import (
    Answer,
    Done,
    Outcome,
    RawPage,
    Ready,
    RunInProcess,
    Task,
    WorkerDied,
    pack_message,
    unpack_messages,
)

if TYPE_CHECKING:
    from crawler.extraction.metadata.portal_facts import PortalFacts
    from crawler.extraction.wrapper.template import Template

logger = logging.getLogger(__name__)

IN_HAND = 16
"""Pages per worker: the current one and the next ones, which keep the worker busy while the crawl's process
writes a batch to the ledger and answers nothing (some 100 ms), ..."""

IN_HAND_BYTES = 2 << 20
"""... as long as they total fewer bytes than this."""

BACKLOG = 8
"""Waiting pages, with all workers busy, from which another worker is started."""

TRIES = 2
"""Worker deaths over one page after which the page is dropped."""

STARTS = 3
"""Consecutive workers that exit before they are ready, after which the crawl extracts in its own process."""

READY_TIMEOUT = 60.0
"""Seconds within which a worker must become ready."""

PORTALS = 100
"""Templates per worker; with more portals, templates are sent again."""

PATIENCE = 5.0
"""Seconds that a worker has to exit at the end of the crawl."""


@dataclass(slots=True)
class _Page:
    raw: RawPage
    answer: asyncio.Future[Answer]
    deaths: int = 0


class WorkerPool:
    """Up to `most` workers; each page may take `seconds` of processor time (0: no limit).

    `template_of` returns the current template of a portal, `facts_of` what its pages share. With
    `article_fingerprints` workers also compute the ledger's fingerprint of each article when they have time.
    For one event loop and thread.
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        template_of: Callable[[str], Template | None],
        *,
        article_fingerprints: bool = False,
        facts_of: Callable[[str], PortalFacts | None] = lambda portal_id: None,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._template_of = template_of
        self._facts_of = facts_of
        self._fingerprints = article_fingerprints
        self._waiting: deque[_Page] = deque()
        self._running: list[_Worker] = []
        self._false_starts = 0
        self._over = False

    def start(self) -> None:
        """Start the first worker if none runs, ahead of the first page."""
        if not self._over and not self._running:
            self._start_one()

    @property
    def pids(self) -> list[int]:
        """Process ids of the running workers."""
        return [worker.pid for worker in self._running]

    async def read(self, raw: RawPage) -> Answer:
        """Extract a page. Returns `RunInProcess` if no worker can be started."""
        if self._over:
            return RunInProcess()
        page = _Page(raw, asyncio.get_running_loop().create_future())
        self._waiting.append(page)
        self._distribute()
        return await page.answer

    async def close(self) -> None:
        """Stop the workers."""
        self._stop_all()
        workers, self._running = self._running, []
        for worker in workers:
            worker.close()
        await asyncio.gather(*(worker.ended(PATIENCE) for worker in workers))

    # --- events of the workers -----------------------------------------------------------------------

    def ready(self) -> None:
        """A worker is ready."""
        self._false_starts = 0
        self._distribute()

    def page_done(self, page: _Page, done: Done) -> None:
        """A worker finished a page."""
        asked, read, refused = done.dateparser
        TALLY.asked += asked
        TALLY.read += read
        TALLY.refused += refused
        _settle(page, done.answer)
        self._distribute()

    def worker_exited(self, worker: _Worker, status: int, pages: list[_Page]) -> None:
        """A worker exited unexpectedly; `pages` are those it had, in order."""
        if worker not in self._running:
            return
        self._running.remove(worker)
        if worker.is_ready:
            logger.warning("an extraction worker %s; its pages are extracted again", _how(status))
        else:
            self._false_starts += 1
        if pages:
            self._after_death(pages[0], status)
        self._waiting.extendleft(page for page in reversed(pages) if not page.answer.done())
        if self._false_starts >= STARTS:
            logger.warning("no further extraction worker can be started (it %s)", _how(status))
            self._most = len(self._running)
        if self._false_starts >= STARTS and not self._running:
            self._stop_all()
        elif self._waiting:
            self._distribute()

    def _after_death(self, page: _Page, status: int) -> None:
        """Decide on the page that a worker was extracting when it exited."""
        if status == -signal.SIGPROF:  # many times the time limit of a page
            why = f"more than {self._seconds:g} seconds, and the worker did not stop"
            _settle(page, Outcome(None, reason="too_slow", detail=why))
            return
        page.deaths += 1
        if page.deaths >= TRIES:
            logger.error("%s is dropped: its extraction worker %s, twice", page.raw.url, _how(status))
            _settle(page, WorkerDied("extraction_died", f"its extraction worker {_how(status)}"))

    # --- distribution of pages -----------------------------------------------------------------------

    def _distribute(self) -> None:
        while self._waiting:
            free = [one for one in self._running if one.accepts_pages]
            if not free:
                break
            worker = min(free, key=lambda one: len(one.pages))
            page = self._waiting.popleft()
            try:
                # While pages wait, the crawl's process has time and computes fingerprints as it stores.
                worker.take(
                    page,
                    self._template_of,
                    article_fingerprints=self._fingerprints and not self._waiting,
                    portal_facts=self._facts_of(page.raw.portal.id),
                )
            except Exception as error:  # raised again in `read`
                _fail(page, error)
        ready = all(one.is_ready for one in self._running)
        if len(self._running) < self._most and ready and len(self._waiting) > BACKLOG * bool(self._running):
            self._start_one()

    def _start_one(self) -> None:
        try:
            self._running.append(_Worker(self, self._seconds))
        except OSError as error:  # no memory, too many processes or files
            logger.warning("no further extraction worker can be started: %s", error)
            self._most = len(self._running)
            if not self._running:
                self._stop_all()

    def _stop_all(self) -> None:
        self._over = True
        self._answer_all()

    def _answer_all(self) -> None:
        """Return the waiting pages to the crawl's process, except one that killed a worker."""
        while self._waiting:
            page = self._waiting.popleft()
            dangerous = WorkerDied(
                "extraction_died", "its extraction worker exited, and no other can be started"
            )
            _settle(page, dangerous if page.deaths else RunInProcess())


class _Worker(asyncio.Protocol):
    """One worker process, its socket, and the pages it has."""

    def __init__(self, pool: WorkerPool, seconds: float) -> None:
        self.pages: deque[_Page] = deque()
        self.is_ready = False
        self._pool = pool
        self._revisions: dict[str, int | None] = {}
        self._arrived = bytearray()
        self._transport: asyncio.WriteTransport | None = None
        with ExitStack() as unless_started:
            ours, theirs = socket.socketpair()
            unless_started.enter_context(ours)
            with theirs:
                self._process = start("crawler.workers.extraction_worker", seconds, fd=theirs.fileno())
            unless_started.pop_all()
        loop = asyncio.get_running_loop()
        self._connecting = loop.create_task(loop.create_unix_connection(lambda: self, sock=ours))
        self._ending: asyncio.Task[None] | None = None
        self._late = loop.call_later(READY_TIMEOUT, self._process.kill)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def accepts_pages(self) -> bool:
        """Whether the worker is ready and has room for another page."""
        if not self.is_ready or self._transport is None or len(self.pages) >= IN_HAND:
            return False
        return sum(len(page.raw.body) for page in self.pages) < IN_HAND_BYTES

    def take(
        self,
        page: _Page,
        template_of: Callable[[str], Template | None],
        *,
        article_fingerprints: bool,
        portal_facts: PortalFacts | None = None,
    ) -> None:
        """Send a page."""
        assert self._transport is not None
        portal_id = page.raw.portal.id
        template = template_of(portal_id)
        revision = template.revision if template is not None else None
        forget = len(self._revisions) >= PORTALS and portal_id not in self._revisions
        known = None if forget else self._revisions.get(portal_id)
        news = {portal_id: template} if known != revision else {}
        data = pack_message(Task(page.raw, news, forget, article_fingerprints, portal_facts))
        # State changes only after everything that may fail: answers arrive in the order of `pages`.
        self._transport.write(data)
        self.pages.append(page)
        if forget:
            self._revisions.clear()
        if news:
            self._revisions[portal_id] = revision

    def close(self) -> None:
        """Close the socket: the worker exits."""
        if self._transport is not None:
            self._transport.close()
        else:
            self._process.kill()

    async def ended(self, patience: float) -> int:
        """Wait for the worker to exit; kill it after `patience` seconds."""
        try:
            return await asyncio.to_thread(self._process.wait, patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return await asyncio.to_thread(self._process.wait)

    # --- events of the event loop --------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's class does not derive from it

    def data_received(self, data: bytes) -> None:
        self._arrived += data
        for message in unpack_messages(self._arrived):
            if isinstance(message, Ready):
                self.is_ready = True
                self._late.cancel()
                self._pool.ready()
            else:
                self._pool.page_done(self.pages.popleft(), message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._late.cancel()
        self._ending = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        status = await self.ended(PATIENCE)
        self._pool.worker_exited(self, status, list(self.pages))


def _settle(page: _Page, answer: Answer) -> None:
    if not page.answer.done():  # cancelled if the crawl was aborted
        page.answer.set_result(answer)


def _fail(page: _Page, error: Exception) -> None:
    if not page.answer.done():
        page.answer.set_exception(error)


def _how(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-status).name}"
    return f"was ended by signal {-status}"
