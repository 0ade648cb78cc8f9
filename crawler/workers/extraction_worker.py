"""A reading process: pages in, articles out, until the crawl hangs up.

It imports no Scrapy. It is started by `crawler.workers.pool` and goes with it: a crawl that ends, or is
killed, closes its end of the socket.
"""

from __future__ import annotations

import signal
import socket
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, replace

from lxml.html import HtmlElement

from crawler.dates.fallback import TALLY
from crawler.discovery.page.multipage import further_pages
from crawler.discovery.page.prev_next import prev_next_links
from crawler.discovery.platform import NOT_AN_ARTICLE, PROTECTED
from crawler.extraction.dom.parse import parse_html
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
    Refused,
    RunInProcess,
    Task,
    packed,
    unpack,
)

PATIENCE = 2.0
"""Times the processor time of a page after which a process that does not stop by itself is ended, ..."""

GRACE = 5.0
"""... and seconds beside: of parsing, which looks at no clock."""

CHUNK = 1 << 18

_platforms = {platform.name: platform for platform in PLATFORMS}


def main(fd: int, seconds: float) -> None:
    """Read pages from the socket `fd`; each may take `seconds` of processor time, 0 without a limit."""
    # A service manager's stop reaches the whole group, as Ctrl-C does: the crawl wants its last pages read.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    freeze_loaded()
    templates: dict[str, Template | None] = {}
    with socket.socket(fileno=fd) as connection, suppress(ConnectionError):  # the crawl is gone
        connection.sendall(packed(Ready()))
        for task in tasks(connection):
            connection.sendall(packed(carry_out(task, templates, seconds)))


def tasks(connection: socket.socket) -> Iterator[Task]:
    """The tasks in their order, until the crawl hangs up.

    Before each of them the socket is emptied. It holds some three pages, and the crawl's process sends no
    more while it writes a batch into the ledger: the next tasks have to be here by then.
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
        arrived.extend(unpack(waiting))


def carry_out(task: Task, templates: dict[str, Template | None], seconds: float) -> Done:
    """Read the page of a task. A page whose reading never comes back to Python ends the process (SIGPROF)."""
    if task.forget:
        templates.clear()
    templates.update(task.templates)
    before = astuple(TALLY)
    limit = seconds * PATIENCE + GRACE if seconds else 0.0
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        answer = read(task.page, templates.get(task.page.portal.id), seconds)
        if task.article_fingerprints and isinstance(answer, Outcome) and answer.article is not None:
            answer = replace(answer, article_fingerprint=article_fingerprint_of(answer.article))
    except Exception as error:  # raised again in the crawl's process, as if it had happened there
        answer = Outcome(None, reason=type(error).__name__, failure=traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    asked, read_, refused = (after - then for after, then in zip(astuple(TALLY), before, strict=True))
    return Done(answer, (asked, read_, refused))


def read(raw: RawPage, template: Template | None, seconds: float) -> Answer:
    """What the spider and the item pipelines would make of the page."""
    tree = _tree(raw)
    if tree is None:
        return Refused("empty")
    platform = _platforms.get(raw.platform or "")
    kind = platform.page_kind(tree) if platform is not None else None
    named: tuple[str, ...] = ()
    if raw.wants_neighbours and (kind not in NOT_AN_ARTICLE or kind == PROTECTED):
        named = prev_next_links(tree, raw.url)
    if kind is not None and kind in NOT_AN_ARTICLE:
        return Refused(kind, named)
    if further_pages(tree, raw.url) is not None:
        return RunInProcess()
    page = Page(raw.url, raw.portal, tree, raw.fetched_at, raw.known)
    outcome = read_page(page, template, seconds)
    return replace(outcome, neighbours=named) if named else outcome


def _tree(raw: RawPage) -> HtmlElement | None:
    """The page's tree; None for an empty page."""
    return parse_html(raw.body, raw.url, raw.encoding) if raw.body.strip() else None
