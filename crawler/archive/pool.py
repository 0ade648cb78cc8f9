"""All cores over WARC files: each process reads its part of the addresses and sends finished articles."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from crawler.archive.results import Result, Unreadable
from crawler.processes import freeze_loaded, start

if TYPE_CHECKING:
    import subprocess

    from crawler.extraction.template import Template

CHUNK = 20
"""Results in one message between processes."""


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
        freeze_loaded()
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
        self._workers: dict[Connection, subprocess.Popen[bytes]] = {}
        for part in range(workers):
            ours, theirs = Pipe()
            with theirs:
                self._workers[ours] = start("crawler.archive.pool", fd=theirs.fileno())
            ours.send((work, part, workers))
        self._running = dict(self._workers)

    def take(self) -> list[Result] | None:
        """The next results; waits for them. None at the end. Raises RuntimeError when a process died."""
        while self._running:
            connection = cast("Connection", wait(list(self._running))[0])
            try:
                found: list[Result] | None = connection.recv()
            except (EOFError, ConnectionError) as error:
                status = self._running[connection].wait()
                raise RuntimeError(f"a process over the archive died (exit status {status})") from error
            if found is not None:
                return found
            del self._running[connection]
        return None

    def stop(self) -> None:
        """End the processes."""
        for connection, worker in self._workers.items():
            worker.terminate()
            worker.wait()
            connection.close()


def main(fd: int) -> None:
    """What a process of the pool does: extract its part of the work that comes over the socket `fd`."""
    # Ctrl-C reaches the whole group: the crawl ends its processes when it has taken what they have.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(fd) as connection:
        work, part, parts = connection.recv()
        try:
            for found in work.results(part, parts):
                connection.send(found)
            connection.send(None)
        except ConnectionError:
            return  # the crawl is gone
