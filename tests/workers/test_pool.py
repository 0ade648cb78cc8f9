"""Real extraction workers: they read, die, hang, and end with the crawl."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from crawler.extraction import extract_article
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.wrapper.template import Template
from crawler.items import KnownFacts, Page
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.templates.lifecycle import learn_template
from crawler.workers import extraction_worker, forking
from crawler.workers import pool as reading
from crawler.workers.pool import WorkerPool
from crawler.workers.wire_format import (
    Answer,
    ExtractedPage,
    Outcome,
    RawPage,
    RejectedPage,
    RunInProcess,
    Task,
    WorkerDied,
    WorkerError,
    pack_message,
)
from pipelines.extract import ExtractPipeline
from tests.crawling import ROOT
from tests.extraction.portal_pages import FETCHED, PORTAL, classic, paragraphs

DEADLINE = 60.0
"""Seconds after which a test that waits for a process has failed."""


def raw(number: int, html: str | None = None) -> RawPage:
    body = (classic(number) if html is None else html).encode()
    url = f"{PORTAL.address}berita/{number}/kabar"
    return RawPage(url, PORTAL, body, "utf-8", FETCHED, KnownFacts("sitemap"), "generic")


def run(test: Callable[[WorkerPool], Awaitable[None]], template: Template | None = None) -> None:
    """Run a test with a pool of one process, and close it."""

    async def main() -> None:
        readers = WorkerPool(1, 10.0, lambda _: template)
        try:
            await asyncio.wait_for(test(readers), DEADLINE)
        finally:
            await readers.close()
        assert readers.pids == []

    asyncio.run(main())


def read_here(number: int) -> list[str]:
    page = raw(number)
    return extract_article(page.body, page.url, PORTAL, fetched_at=FETCHED).body


def body_of(answer: object) -> list[str]:
    assert isinstance(answer, Outcome)
    assert answer.article is not None
    return answer.article.body


def test_a_page_gives_what_it_gives_here() -> None:
    async def test(readers: WorkerPool) -> None:
        page = raw(1)
        answer = await readers.read(page)
        assert isinstance(answer, Outcome)
        assert answer.article == extract_article(page.body, page.url, PORTAL, fetched_at=FETCHED)
        assert answer.observation is not None
        assert (answer.observation.revision, answer.observation.fits) == (0, False)

    run(test)


def test_the_template_goes_along() -> None:
    pages = [
        Page(f"{PORTAL.address}berita/{n}/kabar", PORTAL, parse_html(classic(n)), FETCHED) for n in range(20)
    ]
    template = learn_template(PORTAL.id, pages)
    assert template is not None

    async def test(readers: WorkerPool) -> None:
        for number in (30, 31):
            assert body_of(await readers.read(raw(number))) == paragraphs(number)

    run(test, template)


def test_what_is_no_article_of_one_page() -> None:
    async def test(readers: WorkerPool) -> None:
        assert await readers.read(raw(1, "  \n")) == RejectedPage("empty")
        listing = await readers.read(raw(2, "<html><title>Arsip</title><body><h1>Arsip</h1></body></html>"))
        assert isinstance(listing, Outcome)
        assert (listing.article, listing.reason) == (None, "listing")
        long = classic(3).replace("</h1>", "</h1><a href='/berita/3/kabar?page=2'>2</a>")
        assert await readers.read(raw(3, long)) == RunInProcess()
        huge = await readers.read(raw(4, "<html><body>" + "<b>a</b>" * 60_000))
        assert isinstance(huge, Outcome)
        assert huge.reason == "too_complex"

    run(test)


def test_an_article_comes_with_its_imprint_where_that_is_asked_for() -> None:
    answer = extraction_worker.run_job(Task(raw(1), article_fingerprints=True), {}, 10.0).answer
    assert isinstance(answer, Outcome)
    assert answer.article is not None
    assert answer.article_fingerprint == article_fingerprint_of(answer.article)

    async def main() -> list[Answer]:
        readers = WorkerPool(1, 10.0, lambda _: None, article_fingerprints=True)
        try:
            async with asyncio.timeout(DEADLINE):
                first = await readers.read(raw(1))
                return [first, *await asyncio.gather(*(readers.read(raw(number)) for number in range(20)))]
        finally:
            await readers.close()

    answers = [answer for answer in asyncio.run(main()) if isinstance(answer, Outcome)]
    made = [answer.article_fingerprint for answer in answers if answer.article_fingerprint is not None]
    assert len(answers) == 21
    assert 0 < len(made) < 21, "those behind which others waited are left to the crawl's own process"
    for answer in answers:
        assert answer.article is not None
        assert answer.article_fingerprint is None or answer.article_fingerprint.fits(answer.article)


def test_signals_to_the_whole_group_are_left_to_the_crawl() -> None:
    async def test(readers: WorkerPool) -> None:
        await readers.read(raw(1))
        (pid,) = readers.pids
        for one in (signal.SIGINT, signal.SIGTERM):
            os.kill(pid, one)
        assert body_of(await readers.read(raw(2)))
        assert readers.pids == [pid]

    run(test)


def with_a_deadly_page(by: signal.Signals, *, times: int) -> tuple[list[Answer], int]:
    """The answers for a page whose process is killed `times`, and for three behind it; number of kills."""
    ended: list[int] = []

    def template_of(portal_id: str) -> None:
        if portal_id == "deadly" and len(ended) < times:
            ended.append(readers.pids[-1])
            os.kill(ended[-1], by)

    async def main() -> list[Answer]:
        deadly = replace(raw(0), portal=replace(PORTAL, id="deadly"))
        try:
            async with asyncio.timeout(DEADLINE):
                return await asyncio.gather(*map(readers.read, (deadly, raw(1), raw(2), raw(3))))
        finally:
            await readers.close()

    readers = WorkerPool(1, 10.0, template_of)
    return asyncio.run(main()), len(ended)


def test_pages_of_a_killed_process_are_read_by_another() -> None:
    answers, ended = with_a_deadly_page(signal.SIGKILL, times=1)
    assert ended == 1
    assert [body_of(answer) for answer in answers] == [read_here(number) for number in range(4)]


def test_a_page_over_which_two_processes_died_is_given_up_and_no_other() -> None:
    (lost, *others), ended = with_a_deadly_page(signal.SIGSEGV, times=5)
    assert ended == 2
    assert isinstance(lost, WorkerDied)
    assert lost.reason == "extraction_died"
    assert "SIGSEGV" in lost.why
    assert [body_of(answer) for answer in others] == [read_here(number) for number in (1, 2, 3)]


def test_a_page_that_hangs_outside_of_python_is_too_slow_at_once() -> None:
    (hung, *others), ended = with_a_deadly_page(signal.SIGPROF, times=5)
    assert ended == 1
    assert isinstance(hung, Outcome)
    assert (hung.article, hung.reason) == (None, "too_slow")
    assert [body_of(answer) for answer in others] == [read_here(number) for number in (1, 2, 3)]


def test_a_process_that_works_on_beyond_its_time_is_ended_by_the_clock() -> None:
    program = """
from crawler.workers import extraction_worker
from crawler.workers import pool as reading
from crawler.workers.wire_format import Task
from tests.workers.test_pool import raw
extraction_worker.GRACE = 0.01
extraction_worker.read = lambda *_: sum(iter(int, 1))
extraction_worker.run_job(Task(raw(1)), {}, 0.01)
"""
    assert python(program).wait(DEADLINE) == -signal.SIGPROF


def test_an_error_in_the_extraction_comes_back_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in the middle of a page")

    monkeypatch.setattr(extraction_worker, "read_page", fail)
    answer = extraction_worker.run_job(Task(raw(1)), {}, 10.0).answer
    assert isinstance(answer, Outcome)
    assert answer.failure is not None
    item = ExtractedPage(raw(1).url, PORTAL, KnownFacts(), answer)
    with pytest.raises(WorkerError, match="ZeroDivisionError: in the middle of a page"):
        ExtractPipeline(10.0).process_item(item)


def test_without_a_process_the_crawl_reads_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "BOOT", "raise SystemExit(3)  # {}")

    async def test(readers: WorkerPool) -> None:
        answers = await asyncio.gather(*(readers.read(raw(number)) for number in range(3)))
        assert answers == [RunInProcess()] * 3
        assert await readers.read(raw(4)) == RunInProcess()

    run(test)


def test_a_process_that_never_says_a_word_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "BOOT", "import signal; signal.pause()  # {}")
    monkeypatch.setattr(reading, "READY_TIMEOUT", 0.05)

    async def test(readers: WorkerPool) -> None:
        assert await readers.read(raw(1)) == RunInProcess()

    run(test)


def test_more_processes_only_for_a_backlog() -> None:
    async def main() -> None:
        readers = WorkerPool(3, 10.0, lambda _: None)
        await asyncio.gather(*(readers.read(raw(number)) for number in range(5)))
        assert len(readers.pids) == 1
        await asyncio.gather(*(readers.read(raw(number)) for number in range(80)))
        assert len(readers.pids) > 1
        await readers.close()

    asyncio.run(main())


def test_a_crawl_that_is_killed_takes_its_processes_along() -> None:
    program = """
import asyncio
from crawler.workers.pool import WorkerPool
from tests.workers.test_pool import raw
async def main():
    readers = WorkerPool(1, 10.0, lambda _: None)
    await readers.read(raw(1))
    print(*readers.pids, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    crawl = python(program)
    assert crawl.stdout is not None
    pid = int(crawl.stdout.readline())
    watched = os.pidfd_open(pid)
    crawl.kill()
    crawl.communicate()
    ready, _, _ = select.select([watched], [], [], DEADLINE)
    os.close(watched)
    assert ready, "the process outlived the crawl"


def test_a_process_loads_nothing_of_scrapy() -> None:
    program = """
import sys
import crawler.workers.extraction_worker
loaded = {name.partition('.')[0] for name in sys.modules}
print(sorted(loaded & {'scrapy', 'twisted', 'sqlalchemy', 'asyncio'}))
"""
    assert python(program).communicate()[0].strip() == "[]"


def python(program: str) -> subprocess.Popen[str]:
    """Start a program in its own process."""
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_an_error_before_a_page_is_sent_is_that_page_s_alone() -> None:
    asked: list[str] = []

    def template_of(portal_id: str) -> Template | None:
        asked.append(portal_id)
        if len(asked) == 2:
            raise ValueError("the ledger is busy")
        return None

    async def main() -> None:
        readers = WorkerPool(1, 10.0, template_of)
        try:
            found = await asyncio.wait_for(
                asyncio.gather(*(readers.read(raw(n)) for n in range(4)), return_exceptions=True), DEADLINE
            )
        finally:
            await readers.close()
        assert [isinstance(one, ValueError) for one in found] == [False, True, False, False]
        assert [body_of(found[n]) for n in (0, 2, 3)] == [read_here(n) for n in (0, 2, 3)]

    asyncio.run(main())


def test_tasks_leave_the_socket_while_earlier_ones_are_carried_out() -> None:
    """While the crawl's process writes a batch it sends nothing: everything queued has been sent before."""
    data = b"".join(pack_message(Task(raw(number, "<p>" + "a" * 60_000))) for number in range(12))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        arriving = extraction_worker.tasks(theirs)
        taken = []
        left = data[ours.send(data) :]
        assert left, "the socket holds all of it: send more"
        while left:
            taken.append(next(arriving))
            left = left[ours.send(left) :]
        assert len(taken) <= 8
        ours.shutdown(socket.SHUT_WR)
        assert not [*arriving], "the crawl hung up: nobody waits for the others"
    numbers = [task.page.url.split("/")[-2] for task in taken]
    assert numbers == [str(number) for number in range(len(taken))]


def test_a_process_takes_no_pages_beyond_its_memory() -> None:
    """Some pages have ten MiB: the process gets the next one when it has finished those."""

    async def test(readers: WorkerPool) -> None:
        pages = [raw(number, "<p>" + "a" * 1_500_000) for number in range(4)]
        answers = [asyncio.ensure_future(readers.read(page)) for page in pages]
        most = 0
        while not all(answer.done() for answer in answers):
            most = max([most, *(len(one.pages) for one in readers._running)])
            await asyncio.sleep(0)
        assert most == 2

    run(test)
