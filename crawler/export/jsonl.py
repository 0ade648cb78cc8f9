"""The JSON Lines files: a projection of the ledger, appended to while the crawl runs.

Each file holds the records of one portal and one crawl date in the order of `seq`, each exactly once, each
line complete. The last line says how far a file has come, so nothing else needs to be remembered: after a
crash a torn line is cut off and what the ledger has beyond the last whole one is appended. Nothing here is
synced to the disk: the ledger is, and makes the files whole after a power cut.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from crawler.export.folders import articles_file
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger

try:
    import fcntl
except ImportError:  # Windows: there one process at a time has to do
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

TAIL = 64 * 1024
"""Bytes first read from the end of a file, looking for its last line."""

BUFFER = 1 << 20
"""Bytes collected before they are written: a batch reaches the file in one piece."""


@dataclass(frozen=True, slots=True)
class ExportPosition:
    """How far a file has come: the `seq` of its last line, and its size in bytes."""

    seq: int
    size: int


@dataclass(frozen=True, slots=True)
class Tail:
    """The last line of a file (without its end), or None, and where the last line ends."""

    line: bytes | None
    end: int


class Projection:
    """Keeps the files below `output` level with the ledger."""

    def __init__(self, ledger: Ledger, output: Path, *, wanted: bool = True) -> None:
        """Without `wanted` no file is written: the ledger alone holds the articles."""
        self.ledger = ledger
        self.output = output
        self._wanted = wanted
        self.files: list[str] = []
        """The files that were written to, in order of first writing."""
        self._reached: dict[tuple[str, date], ExportPosition] = {}

    def repair(self) -> None:
        """Make the files of runs that died whole again. Raises LedgerError when a file cannot be written."""
        dead = self.ledger.dead_runs()
        if not dead:
            return
        portal_ids = self.ledger.portal_ids() if self._wanted else []
        for day in sorted({day for _, day in dead}):
            for portal_id in portal_ids:
                self._level(portal_id, day, counted=True)
        self.ledger.bury([run_id for run_id, _ in dead])

    def check(self, portal_id: str) -> None:
        """Bring every file of a portal level with the ledger. Raises LedgerError."""
        for day, _ in self.ledger.file_days(portal_id):
            self._level(portal_id, day)

    def advance(self, portal_ids: Iterable[str]) -> None:
        """Append the new records of this run's files. Raises LedgerError when one cannot be written."""
        for portal_id in portal_ids:
            self._level(portal_id, self.ledger.run.crawl_date)

    def _level(self, portal_id: str, day: date, *, counted: bool = False) -> None:
        if not self._wanted:
            return
        path = articles_file(self.output, portal_id, day)
        try:
            self._append(path, portal_id, day, counted)
        except OSError as error:
            raise LedgerError(
                f"{path} cannot be written ({error.strerror}); the ledger has it all"
            ) from error

    def _append(self, path: Path, portal_id: str, day: date, counted: bool) -> None:
        key = portal_id, day
        reached = self._reached.pop(key, None)  # when writing fails, the next call looks at the file anew
        if reached is None and not path.exists() and self.ledger.last_seq(portal_id, day) == 0:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+", buffering=BUFFER) as file, _alone(file):
            if reached is None or reached.size != file.seek(0, os.SEEK_END):
                reached = self._look(file, portal_id, day, counted)
            if reached is not None:
                self._reached[key] = self._write_beyond(file, reached, path, key)
                return
        self._set_aside(path)
        self._append(path, portal_id, day, counted)

    def _look(self, file: BinaryIO, portal_id: str, day: date, counted: bool) -> ExportPosition | None:
        """Cut a torn line off and say how far the file has come; None if this ledger did not write it so.

        With `counted` there must be as many lines as the ledger has: a power cut may leave a hole in a file.
        """
        tail = read_tail(file)
        seq = 0
        if tail.line is not None:
            record = record_of(tail.line)
            if record is None or not self.ledger.holds(portal_id, day, *record):
                return None
            seq = record[0]
            if counted and count_lines(file) != self.ledger.count(portal_id, day, seq):
                return None
        file.truncate(tail.end)
        return ExportPosition(seq, tail.end)

    def _write_beyond(
        self, file: BinaryIO, reached: ExportPosition, path: Path, key: tuple[str, date]
    ) -> ExportPosition:
        seq, size = reached.seq, reached.size
        for number, line in self.ledger.lines(*key, reached.seq):
            seq, size = number, size + file.write(line + b"\n")
        if seq != reached.seq and str(path) not in self.files:
            self.files.append(str(path))
        return ExportPosition(seq, size)

    def _set_aside(self, path: Path) -> None:
        """Keep a file that another ledger wrote, under another name."""
        number = 1
        while (aside := path.with_name(f"{path.name}.{number}")).exists():
            number += 1
        path.rename(aside)
        logger.warning("%s was not written from this ledger; it is kept as %s", path, aside.name)


@contextmanager
def _alone(file: BinaryIO) -> Iterator[None]:
    """Hold the file against other processes: a run that repairs may come upon one that is still writing."""
    if fcntl is None:
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
        file.flush()
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def read_tail(file: BinaryIO) -> Tail:
    """Where the lines of a file end; what follows is torn."""
    start = end = file.seek(0, os.SEEK_END)
    tail = b""
    step = TAIL
    while start > 0 and tail.count(b"\n") < 2:
        start = max(0, start - step)
        file.seek(start)
        tail = file.read(end - start)
        step *= 2
    whole, feed, torn = tail.rpartition(b"\n")
    return Tail(whole[whole.rfind(b"\n") + 1 :] if feed else None, end - len(torn))


def count_lines(file: BinaryIO) -> int:
    """How many line feeds there are in a file."""
    file.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(BUFFER), b""))


def record_of(line: bytes) -> tuple[int, str] | None:
    """`seq` and article of a line, or None if it is no record."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    match record:
        case {"id": str(article_id), "seq": int(seq)}:
            return seq, article_id
    return None
