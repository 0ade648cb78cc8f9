"""The reading processes of a crawl, as the crawl sees them: a page in, an answer to wait for.

A process is started when a page waits for one, and each reads its pages in order, so that the first page
without an answer is the one that it was at when it died. That page is tried once more by another process;
the others have lost nothing but their turn.
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
    packed,
    unpack,
)

if TYPE_CHECKING:
    from crawler.extraction.wrapper.template import Template

logger = logging.getLogger(__name__)

IN_HAND = 16
"""Pages that a process has: one that it reads, and the next ones, which keep it busy while the crawl's own
process writes a batch into the ledger and answers nobody (some 100 ms), ..."""

IN_HAND_BYTES = 2 << 20
"""... as long as they have fewer bytes than this together."""

BACKLOG = 8
"""Pages that wait while all processes are busy, before one more is started."""

TRIES = 2
"""Deaths of processes over one page, after which it is given up."""

STARTS = 3
"""Processes in a row that end before their first word, after which the crawl reads its pages itself."""

LATEST = 60.0
"""Seconds within which a process has to say its first word."""

PORTALS = 100
"""Templates that a process keeps; with more portals than that they are sent again."""

PATIENCE = 5.0
"""Seconds that a process may take to end, at the end of the crawl."""


@dataclass(slots=True)
class _Page:
    raw: RawPage
    answer: asyncio.Future[Answer]
    deaths: int = 0


class WorkerPool:
    """Up to `most` processes; a page may take each `seconds` of processor time (0: no limit).

    `template_of` gives the present template of a portal's pages. With `imprints` articles come with their
    imprint for the ledger, as far as the processes have the time. For one event loop and thread.
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        template_of: Callable[[str], Template | None],
        *,
        article_fingerprints: bool = False,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._template_of = template_of
        self._imprints = article_fingerprints
        self._waiting: deque[_Page] = deque()
        self._running: list[_Reader] = []
        self._false_starts = 0
        self._over = False

    def start(self) -> None:
        """Start the first process, where none runs: pages will come."""
        if not self._over and not self._running:
            self._start_one()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that run."""
        return [reader.pid for reader in self._running]

    async def read(self, raw: RawPage) -> Answer:
        """What the page is. `RunInProcess` where no process can be started."""
        if self._over:
            return RunInProcess()
        page = _Page(raw, asyncio.get_running_loop().create_future())
        self._waiting.append(page)
        self._feed()
        return await page.answer

    async def close(self) -> None:
        """End the processes."""
        self._give_up()
        readers, self._running = self._running, []
        for reader in readers:
            reader.hang_up()
        await asyncio.gather(*(reader.ended(PATIENCE) for reader in readers))

    # --- what the processes tell ---------------------------------------------------------------------

    def ready(self) -> None:
        """A process has begun."""
        self._false_starts = 0
        self._feed()

    def answered(self, page: _Page, done: Done) -> None:
        """A page was read."""
        asked, read, refused = done.dateparser
        TALLY.asked += asked
        TALLY.read += read
        TALLY.refused += refused
        _settle(page, done.answer)
        self._feed()

    def gone(self, reader: _Reader, status: int, pages: list[_Page]) -> None:
        """A process ended that should not have; `pages` are those that it had, in order."""
        if reader not in self._running:
            return
        self._running.remove(reader)
        if reader.is_ready:
            logger.warning("a process that reads pages %s; its pages are read again", _how(status))
        else:
            self._false_starts += 1
        if pages:
            self._judge(pages[0], status)
        self._waiting.extendleft(page for page in reversed(pages) if not page.answer.done())
        if self._false_starts >= STARTS:
            logger.warning("no further process can be started to read pages (it %s)", _how(status))
            self._most = len(self._running)
        if self._false_starts >= STARTS and not self._running:
            self._give_up()
        elif self._waiting:
            self._feed()

    def _judge(self, page: _Page, status: int) -> None:
        """What becomes of the page that a process was at when it ended."""
        if status == -signal.SIGPROF:  # the time that a page may take, many times over
            why = f"more than {self._seconds:g} seconds, and the process did not stop"
            _settle(page, Outcome(None, reason="too_slow", detail=why))
            return
        page.deaths += 1
        if page.deaths >= TRIES:
            logger.error("%s is left out: the process that read it %s, twice", page.raw.url, _how(status))
            _settle(page, WorkerDied("extraction_died", f"the process that read it {_how(status)}"))

    # --- who reads what ------------------------------------------------------------------------------

    def _feed(self) -> None:
        while self._waiting:
            free = [one for one in self._running if one.takes_pages]
            if not free:
                break
            reader = min(free, key=lambda one: len(one.pages))
            page = self._waiting.popleft()
            try:
                # While pages wait the crawl's own process has the time, and makes the imprints as it stores.
                reader.take(
                    page, self._template_of, article_fingerprints=self._imprints and not self._waiting
                )
            except Exception as error:  # raised again where the page is waited for
                _fail(page, error)
        ready = all(one.is_ready for one in self._running)
        if len(self._running) < self._most and ready and len(self._waiting) > BACKLOG * bool(self._running):
            self._start_one()

    def _start_one(self) -> None:
        try:
            self._running.append(_Reader(self, self._seconds))
        except OSError as error:  # no memory, too many processes or files
            logger.warning("no further process can be started to read pages: %s", error)
            self._most = len(self._running)
            if not self._running:
                self._give_up()

    def _give_up(self) -> None:
        self._over = True
        self._answer_all()

    def _answer_all(self) -> None:
        """Nobody reads any more: those who wait read their pages themselves, but for one that kills."""
        while self._waiting:
            page = self._waiting.popleft()
            dangerous = WorkerDied(
                "extraction_died", "the process that read it ended, and no other can be started"
            )
            _settle(page, dangerous if page.deaths else RunInProcess())


class _Reader(asyncio.Protocol):
    """One process, its socket, and the pages that it has."""

    def __init__(self, readers: WorkerPool, seconds: float) -> None:
        self.pages: deque[_Page] = deque()
        self.is_ready = False
        self._readers = readers
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
        self._late = loop.call_later(LATEST, self._process.kill)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def takes_pages(self) -> bool:
        """Whether it runs and has room for another page."""
        if not self.is_ready or self._transport is None or len(self.pages) >= IN_HAND:
            return False
        return sum(len(page.raw.body) for page in self.pages) < IN_HAND_BYTES

    def take(
        self, page: _Page, template_of: Callable[[str], Template | None], *, article_fingerprints: bool
    ) -> None:
        """Send a page."""
        assert self._transport is not None
        portal_id = page.raw.portal.id
        template = template_of(portal_id)
        revision = template.revision if template is not None else None
        forget = len(self._revisions) >= PORTALS and portal_id not in self._revisions
        known = None if forget else self._revisions.get(portal_id)
        news = {portal_id: template} if known != revision else {}
        data = packed(Task(page.raw, news, forget, article_fingerprints))
        # Nothing is noted before all is done that may fail: the answers come in the order of `pages`.
        self._transport.write(data)
        self.pages.append(page)
        if forget:
            self._revisions.clear()
        if news:
            self._revisions[portal_id] = revision

    def hang_up(self) -> None:
        """Close the socket: the process ends."""
        if self._transport is not None:
            self._transport.close()
        else:
            self._process.kill()

    async def ended(self, patience: float) -> int:
        """Wait for the end of the process; it is killed when that takes too long."""
        try:
            return await asyncio.to_thread(self._process.wait, patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return await asyncio.to_thread(self._process.wait)

    # --- what the event loop tells -------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's own is none by its class

    def data_received(self, data: bytes) -> None:
        self._arrived += data
        for message in unpack(self._arrived):
            if isinstance(message, Ready):
                self.is_ready = True
                self._late.cancel()
                self._readers.ready()
            else:
                self._readers.answered(self.pages.popleft(), message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._late.cancel()
        self._ending = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        status = await self.ended(PATIENCE)
        self._readers.gone(self, status, list(self.pages))


def _settle(page: _Page, answer: Answer) -> None:
    if not page.answer.done():  # nobody waits any more for a page of a crawl that was broken off
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
