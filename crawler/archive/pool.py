"""All cores over WARC files: each process reads its part of the addresses and sends finished articles."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Protocol

from crawler.archive.results import Result, Unreadable

if TYPE_CHECKING:
    from crawler.extraction.template import Template

CHUNK = 20
"""Results in one message between processes."""

AHEAD = 32
"""Messages that may wait: bounds the memory when storing is slower than extracting."""

POLL = 1.0
"""Seconds after which a silent pool is asked whether it still lives."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be extracted: the WARC files, of all hosts or these, for the portals of the registry and the
    user's own files.

    `templates` are those of the portals; all pages of a run are read by the same ones, so that an article
    does not depend on which process read its page when.
    """

    files: tuple[Path, ...]
    hosts: tuple[str, ...] = ()
    portals_files: tuple[Path, ...] = ()
    templates: Mapping[str, Template] = field(default_factory=dict)

    def results(self, part: int = 0, parts: int = 1) -> Iterator[list[Result]]:
        """What came of the addresses that fall to one of `parts` readers, a few at a time."""
        # Extraction is heavy: only the processes that extract load it.
        from crawler.archive.extracting import Reader
        from crawler.archive.reading import captures
        from crawler.portals import load_registry

        reader = Reader(load_registry(self.portals_files), self.templates)
        waiting: list[Result] = []
        for file in self.files:
            try:
                for capture in captures(file, self.hosts, part, parts):
                    waiting += reader.read(capture, str(file))
                    if len(waiting) >= CHUNK:
                        yield waiting
                        waiting = []
            except (OSError, EOFError) as error:
                waiting.append(Unreadable(str(file), str(error)))
        waiting += reader.rest()
        if waiting:
            yield waiting


class Source(Protocol):
    """Where results come from."""

    def take(self) -> list[Result] | None:
        """The next results; waits for them. None at the end."""

    def stop(self) -> None:
        """Read no more."""


class Alone:
    """Extracts in the process that asks, when it asks."""

    def __init__(self, work: Work) -> None:
        self._results = work.results()

    def take(self) -> list[Result] | None:
        """The next results, None at the end."""
        return next(self._results, None)

    def stop(self) -> None:
        """Nothing is left to end."""


class Pool:
    """Extracts in so many processes of its own."""

    def __init__(self, work: Work, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._results = context.Queue(AHEAD)
        self._running = workers
        self._workers: list[BaseProcess] = [
            context.Process(target=_work, args=(work, part, workers, self._results), daemon=True)
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


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _work(work: Work, part: int, parts: int, results: multiprocessing.Queue[list[Result] | None]) -> None:
    for found in work.results(part, parts):
        results.put(found)
    results.put(None)
