"""Extraction worker: reads pages from a socket, writes articles back, exits on EOF.

Imports no Scrapy. Started by `crawler.workers.pool`; a crawl that ends or is killed closes its end of the
socket.
"""

from __future__ import annotations

import resource
import signal
import socket
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, replace
from pathlib import Path

from lxml.html import HtmlElement

from crawler.dates.fallback import TALLY
from crawler.discovery.page.multipage import further_pages
from crawler.discovery.page.prev_next import prev_next_links
from crawler.discovery.platform import NOT_AN_ARTICLE, PROTECTED
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.wrapper.template import Template
from crawler.items import Page
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.platforms import PLATFORMS
from crawler.workers.extraction_steps import read_page
from crawler.workers.forking import freeze_loaded
from crawler.workers.wire_format import (
    Answer,
    Done,
    Outcome,
    RawPage,
    Ready,
    RejectedPage,
    RunInProcess,
    Task,
    pack_message,
    unpack_messages,
)

PATIENCE = 2.0
"""Multiples of a page's time limit after which a worker that does not stop by itself is killed, ..."""

GRACE = 5.0
"""... plus seconds for parsing, which does not check the time."""

PAGE_MEMORY = 1 << 30
"""Bytes of memory for one page, beyond what the worker holds before its first one. The largest page that is
downloaded (10 MB) takes a tenth of it."""

CHUNK = 1 << 18

_platforms = {platform.name: platform for platform in PLATFORMS}


def main(fd: int, seconds: float) -> None:
    """Extract pages from the socket `fd`; each may take `seconds` of processor time, 0 without a limit."""
    # A service manager stops the whole process group, as Ctrl-C does: the crawl still needs its last pages.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    freeze_loaded()
    limit_memory(PAGE_MEMORY)
    templates: dict[str, Template | None] = {}
    with socket.socket(fileno=fd) as connection, suppress(ConnectionError):  # the crawl has ended
        connection.sendall(pack_message(Ready()))
        for task in tasks(connection):
            connection.sendall(pack_message(run_job(task, templates, seconds)))


def limit_memory(size: int) -> None:
    """Let this process allocate `size` bytes more; beyond that Python raises MemoryError (Linux)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return  # elsewhere the limit does not cover what the allocator maps
    held = next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = held + size
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def tasks(connection: socket.socket) -> Iterator[Task]:
    """Yield the tasks in order, until EOF.

    The socket is drained before each task. It buffers about three pages, and the crawl's process sends
    nothing while it writes a batch to the ledger: the next tasks must have been received by then.
    """
    waiting = bytearray()
    arrived: deque[Task] = deque()
    while True:
        try:
            data = connection.recv(CHUNK, socket.MSG_DONTWAIT if arrived else 0)
        except BlockingIOError:
            yield arrived.popleft()
            continue
        if not data:
            return
        waiting += data
        arrived.extend(unpack_messages(waiting))


def run_job(task: Task, templates: dict[str, Template | None], seconds: float) -> Done:
    """Extract the page of a task. SIGPROF kills the worker if extraction never returns to Python."""
    if task.forget:
        templates.clear()
    templates.update(task.templates)
    before = astuple(TALLY)
    limit = seconds * PATIENCE + GRACE if seconds else 0.0
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        portal_facts = task.portal_facts or NO_PORTAL_FACTS
        answer = read(task.page, templates.get(task.page.portal.id), seconds, portal_facts)
        if task.article_fingerprints and isinstance(answer, Outcome) and answer.article is not None:
            answer = replace(answer, article_fingerprint=article_fingerprint_of(answer.article))
    except MemoryError:
        answer = Outcome(None, reason="too_complex", detail=f"more than {PAGE_MEMORY >> 20} MB of memory")
    except Exception as error:  # raised again in the crawl's process
        answer = Outcome(None, reason=type(error).__name__, failure=traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    asked, read_, refused = (after - then for after, then in zip(astuple(TALLY), before, strict=True))
    return Done(answer, (asked, read_, refused))


def read(
    raw: RawPage, template: Template | None, seconds: float, portal_facts: PortalFacts = NO_PORTAL_FACTS
) -> Answer:
    """Extract a page as the spider and the item pipelines would."""
    tree = _tree(raw)
    if tree is None:
        return RejectedPage("empty")
    platform = _platforms.get(raw.platform or "")
    kind = platform.page_kind(tree) if platform is not None else None
    named: tuple[str, ...] = ()
    if raw.wants_neighbours and (kind not in NOT_AN_ARTICLE or kind == PROTECTED):
        named = prev_next_links(tree, raw.url)
    if kind is not None and kind in NOT_AN_ARTICLE:
        return RejectedPage(kind, named)
    if further_pages(tree, raw.url) is not None:
        return RunInProcess()
    page = Page(raw.url, raw.portal, tree, raw.fetched_at, raw.known, warnings=raw.warnings)
    outcome = read_page(page, template, seconds, portal_facts=portal_facts)
    return replace(outcome, neighbours=named) if named else outcome


def _tree(raw: RawPage) -> HtmlElement | None:
    """The page's tree; None for an empty page."""
    return parse_html(raw.body, raw.url, raw.encoding) if raw.body.strip() else None
