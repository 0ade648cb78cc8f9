"""All cores over WARC files: each process reads its part of the addresses and sends finished articles."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty

from crawler.archive.joining import PageJoiner
from crawler.archive.reading import Capture, captures
from crawler.extraction import finish, judge, locate_article, normalise_dates, strip_boilerplate
from crawler.extraction.keeper import Lesson, lesson_of
from crawler.extraction.learning import ENOUGH
from crawler.extraction.template import Template
from crawler.items import Article, Page, WarcRef
from crawler.portals import Portal, Registry, load_registry, portal_from_address

CHUNK = 20
"""Results in one message between processes."""

AHEAD = 32
"""Messages that may wait: bounds the memory when storing is slower than extracting."""

POLL = 1.0
"""Seconds after which a silent pool is asked whether it still lives."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that gave no article."""

    portal_id: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A WARC file, or the rest of one, that could not be read."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What an article says of its portal's template."""

    portal_id: str
    lesson: Lesson


Result = Article | Refused | Unreadable | Learned


class Pool:
    """Extracts the articles of WARC files. `take` gives the next results, None at the end.

    `templates` are those of the portals; all pages of a run are read by the same ones, so that an article
    does not depend on which process read its page when.
    """

    def __init__(
        self,
        files: Sequence[Path],
        hosts: tuple[str, ...] = (),
        portals_files: Sequence[Path] = (),
        workers: int | None = None,
        templates: Mapping[str, Template] | None = None,
    ) -> None:
        context = multiprocessing.get_context("spawn")
        workers = workers or len(os.sched_getaffinity(0))
        self._results = context.Queue(AHEAD)
        self._running = workers
        names = [str(file) for file in files]
        own = [str(file) for file in portals_files]
        self._workers: list[BaseProcess] = [
            context.Process(
                target=_work,
                args=(names, hosts, own, part, workers, dict(templates or {}), self._results),
                daemon=True,
            )
            for part in range(workers)
        ]
        for worker in self._workers:
            worker.start()

    def take(self) -> list[Result] | None:
        """The next results; waits for them. Raises RuntimeError when a process died."""
        while self._running:
            try:
                found: list[Result] | None = self._results.get(timeout=POLL)
            except Empty:
                dead = [worker.exitcode for worker in self._workers if worker.exitcode]
                if dead:
                    raise RuntimeError(f"a process over the archive died (exit status {dead[0]})") from None
                continue
            if found is not None:
                return found
            self._running -= 1
        return None

    def stop(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.terminate()
            worker.join()


def _work(
    files: list[str],
    hosts: tuple[str, ...],
    portals_files: list[str],
    part: int,
    parts: int,
    templates: dict[str, Template],
    results: multiprocessing.Queue[list[Result] | None],
) -> None:
    reader = Reader(load_registry([Path(file) for file in portals_files]), templates)
    waiting: list[Result] = []
    for file in files:
        try:
            for capture in captures(Path(file), hosts, part, parts):
                waiting += reader.read(capture, file)
                if len(waiting) >= CHUNK:
                    results.put(waiting)
                    waiting = []
        except (OSError, EOFError) as error:
            waiting.append(Unreadable(file, str(error)))
    waiting += reader.rest()
    if waiting:
        results.put(waiting)
    results.put(None)


class Reader:
    """From captures to articles, through the steps that the pipelines of a crawl take."""

    def __init__(self, registry: Registry, templates: Mapping[str, Template]) -> None:
        self._registry = registry
        self._templates = templates
        self._joiner = PageJoiner()
        self._shown: Counter[str] = Counter()

    def read(self, capture: Capture, file: str) -> Iterator[Result]:
        """What follows from the next capture of the archive: nothing while its article lacks pages."""
        from lxml.html import HtmlElement
        from scrapy.http import HtmlResponse

        portal = _portal(capture.url, self._registry)
        headers = {"Content-Type": capture.content_type}
        response = HtmlResponse(capture.url, body=capture.body, headers=headers)
        root = response.selector.root if capture.body.strip() else None
        if not isinstance(root, HtmlElement):
            yield Refused(portal.id, capture.url, "empty")
            return
        page = Page(capture.url, portal, root, capture.fetched_at)
        for whole, place in self._joiner.take(page, WarcRef(file, capture.offset)):
            yield from self._extract(whole, place)

    def rest(self) -> Iterator[Result]:
        """At the end of the archive: the articles of which a page did not come."""
        for page, place in self._joiner.rest():
            yield from self._extract(page, place)

    def _extract(self, page: Page, place: WarcRef) -> Iterator[Result]:
        portal_id = page.portal.id
        template = self._templates.get(portal_id)
        draft = normalise_dates(strip_boilerplate(locate_article(page, template)))
        verdict = judge(draft)
        if verdict.reason is not None:
            yield Refused(portal_id, page.url, verdict.reason)
            return
        yield replace(finish(draft), warc=place)
        # Pages of a portal without a template teach one, for the next run; a few are enough.
        if template is not None or self._shown[portal_id] < ENOUGH:
            lesson = lesson_of(draft, template)
            self._shown[portal_id] += lesson.seen is not None
            yield Learned(portal_id, lesson)


def _portal(url: str, registry: Registry) -> Portal:
    host = "/".join(url.split("/", 3)[:3]) + "/"
    return _portal_at(host, registry)


@cache
def _portal_at(address: str, registry: Registry) -> Portal:
    return registry.by_address(address) or portal_from_address(address, registry)
