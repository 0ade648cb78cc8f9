"""Extracts WARC files on all cores: each process reads its share of the URLs and sends finished articles."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, cast

from crawler.archive.results import BrokenRecord, Result, Unreadable
from crawler.workers.forking import freeze_loaded, start

if TYPE_CHECKING:
    import subprocess

    from crawler.archive.extraction_jobs import CaptureExtractor
    from crawler.archive.warc_reader import Capture
    from crawler.extraction.metadata.portal_facts import PortalFacts
    from crawler.extraction.wrapper.template import Template

logger = logging.getLogger(__name__)

CHUNK = 20
"""Results per message between processes."""


@dataclass(frozen=True, slots=True)
class Work:
    """What to extract: the WARC files, for all hosts or the given ones, for the portals of the registry and
    the user's own files.

    `templates` and `portal_facts` by portal; all pages of a run use the same ones, so that an article does
    not depend on the process that read its page. With `article_fingerprints`, articles come with their
    fingerprint for the ledger.
    """

    files: tuple[Path, ...]
    hosts: tuple[str, ...] = ()
    portals_files: tuple[Path, ...] = ()
    templates: Mapping[str, Template] = field(default_factory=dict)
    portal_facts: Mapping[str, PortalFacts] = field(default_factory=dict)
    article_fingerprints: bool = False

    def results(
        self, part: int = 0, parts: int = 1, is_over: Callable[[], bool] = lambda: False
    ) -> Iterator[list[Result]]:
        """Yield the results for the URLs of one of `parts` processes, in small lists.

        Stops when `is_over`, which is called before each record, returns True.
        """
        # Only the processes that extract import the extraction.
        from crawler.archive.extraction_jobs import CaptureExtractor
        from crawler.archive.warc_reader import captures
        from crawler.portals import load_registry

        reader = CaptureExtractor(
            load_registry(self.portals_files),
            self.templates,
            self.portal_facts,
            article_fingerprints=self.article_fingerprints,
        )
        freeze_loaded()
        waiting: list[Result] = []
        for file in self.files:
            try:
                broken = partial(_append_broken, waiting, str(file))
                for capture in captures(file, self.hosts, part, parts, is_over, broken):
                    waiting += _read(reader, capture, str(file))
                    if len(waiting) >= CHUNK:
                        yield [*waiting]
                        waiting.clear()
            except (OSError, EOFError) as error:
                waiting.append(Unreadable(str(file), str(error)))
        waiting += reader.rest()
        if waiting:
            yield waiting


def _append_broken(results: list[Result], file: str, offset: int, why: str) -> None:
    results.append(BrokenRecord(file, offset, why))


def _read(reader: CaptureExtractor, capture: Capture, file: str) -> list[Result]:
    """Results for one record; an error costs that record alone."""
    try:
        return [*reader.read(capture, file)]
    except Exception as error:
        logger.warning("%s, record at %d: %s", file, capture.offset, error, exc_info=True)
        return [BrokenRecord(file, capture.offset, f"{type(error).__name__}: {error}")]


class Source(Protocol):
    """Provides results to the spider."""

    def take(self) -> list[Result] | None:
        """The next results; blocks until there are some. None at the end."""

    def stop(self) -> None:
        """Stop reading."""


class InProcessExtraction:
    """Extracts in the caller's process, on demand."""

    def __init__(self, work: Work) -> None:
        self._over = threading.Event()
        self._results = work.results(is_over=self._over.is_set)

    def take(self) -> list[Result] | None:
        """The next results, None at the end."""
        return next(self._results, None)

    def stop(self) -> None:
        """Stop after the current record."""
        self._over.set()


class Pool:
    """Extracts in worker processes. Raises OSError if they cannot be started.

    They import their modules in parallel to the crawl, wait for their job, and end with the crawl.
    """

    def __init__(self, workers: int) -> None:
        self._workers: dict[Connection, subprocess.Popen[bytes]] = {}
        try:
            for _ in range(workers):
                ours, theirs = Pipe()
                with theirs:
                    self._workers[ours] = start("crawler.archive.job_pool", fd=theirs.fileno())
        except OSError:
            self.stop()
            raise
        self._running = dict(self._workers)

    def begin(self, work: Work) -> Self:
        """Distribute the job. Raises OSError if a process has already exited."""
        for part, connection in enumerate(self._workers):
            connection.send((work, part, len(self._workers)))
        return self

    def take(self) -> list[Result] | None:
        """The next results; blocks until there are some. None at the end. Raises RuntimeError if a process
        died."""
        while self._running:
            connection = cast("Connection", wait(list(self._running))[0])
            try:
                found: list[Result] | None = connection.recv()
            except (EOFError, ConnectionError) as error:
                status = self._running[connection].wait()
                raise RuntimeError(f"an archive worker died (exit status {status})") from error
            if found is not None:
                return found
            del self._running[connection]
        return None

    def stop(self) -> None:
        """Stop the processes."""
        for connection, worker in self._workers.items():
            worker.terminate()
            worker.wait()
            connection.close()


def main(fd: int) -> None:
    """Main function of a worker: extract its share of the job received over the socket `fd`."""
    with Connection(fd) as connection:
        import crawler.archive.extraction_jobs
        import crawler.archive.warc_reader  # noqa: F401 (imported before the job arrives)

        try:
            work, part, parts = connection.recv()
            for found in work.results(part, parts):
                connection.send(found)
            connection.send(None)
        except (ConnectionError, EOFError):
            return  # the crawl has ended
