"""All cores over WARC files: each process reads its part of the addresses and sends finished articles."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty

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
    registry = load_registry([Path(file) for file in portals_files])
    waiting: list[Result] = []
    shown: Counter[str] = Counter()
    for file in files:
        try:
            for capture in captures(Path(file), hosts, part, parts):
                portal = _portal(capture.url, registry)
                template = templates.get(portal.id)
                # Pages of a portal without a template teach one, for the next run; a few are enough.
                result, lesson = read(capture, file, portal, template, learn=shown[portal.id] < ENOUGH)
                waiting.append(result)
                if lesson is not None:
                    shown[portal.id] += lesson.seen is not None
                    waiting.append(Learned(portal.id, lesson))
                if len(waiting) >= CHUNK:
                    results.put(waiting)
                    waiting = []
        except (OSError, EOFError) as error:
            waiting.append(Unreadable(file, str(error)))
    if waiting:
        results.put(waiting)
    results.put(None)


def extract(
    capture: Capture, file: str, registry: Registry, template: Template | None = None
) -> Article | Refused:
    """The article of a capture, through the steps that the pipelines of a crawl take."""
    return read(capture, file, _portal(capture.url, registry), template, learn=False)[0]


def read(
    capture: Capture, file: str, portal: Portal, template: Template | None, *, learn: bool
) -> tuple[Article | Refused, Lesson | None]:
    """The article of a capture, and what it says of the portal's template, if there is one or to `learn`."""
    from lxml.html import HtmlElement
    from scrapy.http import HtmlResponse

    response = HtmlResponse(capture.url, body=capture.body, headers={"Content-Type": capture.content_type})
    root = response.selector.root if capture.body.strip() else None
    if not isinstance(root, HtmlElement):
        return Refused(portal.id, capture.url, "empty"), None
    draft = locate_article(Page(capture.url, portal, root, capture.fetched_at), template)
    draft = normalise_dates(strip_boilerplate(draft))
    verdict = judge(draft)
    if verdict.reason is not None:
        return Refused(portal.id, capture.url, verdict.reason), None
    lesson = lesson_of(draft, template) if learn or template is not None else None
    return replace(finish(draft), warc=WarcRef(file, capture.offset)), lesson


def _portal(url: str, registry: Registry) -> Portal:
    host = "/".join(url.split("/", 3)[:3]) + "/"
    return _portal_at(host, registry)


@cache
def _portal_at(address: str, registry: Registry) -> Portal:
    return registry.by_address(address) or portal_from_address(address, registry)
