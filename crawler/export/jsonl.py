"""JSON Lines files: a projection of the ledger, appended to during the crawl.

Each file holds the records of one portal and one crawl date, ordered by `seq`, each exactly once and each
line complete. The last line determines the position of a file, so no other state is needed: after a crash a
torn line is cut off, and the records after the last complete line are appended. Files are not synced to disk:
the ledger is, and restores them after a power cut.
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

from crawler.export.folders import articles_file, file_days
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from crawler.ledger.run import file_identity

try:
    import fcntl
except ImportError:  # Windows: only one process at a time is supported
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

TAIL = 64 * 1024
"""Bytes first read from the end of a file to find its last line."""

BUFFER = 1 << 20
"""Write buffer in bytes: a batch is written at once."""


@dataclass(frozen=True, slots=True)
class ExportPosition:
    """Position of a file: the `seq` of its last line, and its size in bytes."""

    seq: int
    size: int


@dataclass(frozen=True, slots=True)
class Tail:
    """The last complete line of a file (without line end) or None, and its end offset."""

    line: bytes | None
    end: int


class Projection:
    """Keeps the files below `output` in sync with the ledger."""

    def __init__(self, ledger: Ledger, output: Path, *, wanted: bool = True) -> None:
        """Without `wanted`, no file is written: only the ledger holds the articles."""
        self.ledger = ledger
        self.output = output
        self._wanted = wanted
        self.files: list[str] = []
        """The files written to, in order of first write."""
        self._reached: dict[tuple[str, date], ExportPosition] = {}
        self._folder = file_identity(output)
        """The output folder: where it was moved away, files in a new one would be apart from the rest."""

    def repair(self) -> None:
        """Complete the files of dead runs. Raises LedgerError if a file cannot be written."""
        dead = self.ledger.dead_runs()
        if not dead:
            return
        portal_ids = self.ledger.portal_ids() if self._wanted else []
        for day in sorted({day for _, day in dead}):
            for portal_id in portal_ids:
                self._synchronize(portal_id, day, counted=True)
        self.ledger.finish_dead_runs([run_id for run_id, _ in dead])

    def check(self, portal_id: str) -> None:
        """Synchronize every file of a portal with the ledger. Raises LedgerError."""
        for day, _ in self.ledger.file_days(portal_id):
            self._synchronize(portal_id, day)

    def rebuild(self, portal_ids: Iterable[str]) -> None:
        """Compare all files of these portals with a ledger that lost records; replace those that differ.

        Raises LedgerError.
        """
        self._reached.clear()
        for portal_id in portal_ids:
            for day in file_days(self.output, portal_id):
                self._synchronize(portal_id, day)

    def advance(self, portal_ids: Iterable[str]) -> None:
        """Append the new records to this run's files. Raises LedgerError if one cannot be written."""
        for portal_id in portal_ids:
            self._synchronize(portal_id, self.ledger.run.crawl_date)

    def _synchronize(self, portal_id: str, day: date, *, counted: bool = False) -> None:
        if not self._wanted:
            return
        path = articles_file(self.output, portal_id, day)
        try:
            self._append(path, portal_id, day, counted)
        except OSError as error:
            if self._folder is not None and file_identity(self.output) != self._folder:
                raise self._moved() from error
            raise LedgerError(
                f"{path} cannot be written ({error.strerror}); the ledger holds all articles"
            ) from error

    def _append(self, path: Path, portal_id: str, day: date, counted: bool) -> None:
        key = portal_id, day
        reached = self._reached.pop(key, None)  # if writing fails, the next call inspects the file again
        if reached is None and not path.exists() and self.ledger.last_seq(portal_id, day) == 0:
            return
        self._make_folders(path)
        with path.open("ab+", buffering=BUFFER) as file, _locked(file):
            if reached is None or reached.size != file.seek(0, os.SEEK_END):
                reached = self._position(file, portal_id, day, counted)
            if reached is not None:
                self._reached[key] = self._append_new(file, reached, path, key)
                return
        self._rename_foreign(path)
        self._append(path, portal_id, day, counted)

    def _make_folders(self, path: Path) -> None:
        """Make the folders of a file. Raises LedgerError if the output folder was moved away."""
        if self._folder is None:
            self.output.mkdir(parents=True, exist_ok=True)
            self._folder = file_identity(self.output)
        elif file_identity(self.output) != self._folder:
            raise self._moved()
        path.parent.parent.mkdir(exist_ok=True)
        path.parent.mkdir(exist_ok=True)

    def _moved(self) -> LedgerError:
        return LedgerError(
            f"{self.output} was moved, deleted or replaced while this run uses it; the ledger holds all"
            " articles"
        )

    def _position(self, file: BinaryIO, portal_id: str, day: date, counted: bool) -> ExportPosition | None:
        """Cut off a torn line and return the file's position; None if the file is not from this ledger.

        With `counted`, the number of lines must match the ledger: a power cut may leave a hole in a file.
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

    def _append_new(
        self, file: BinaryIO, reached: ExportPosition, path: Path, key: tuple[str, date]
    ) -> ExportPosition:
        seq, size = reached.seq, reached.size
        for number, line in self.ledger.lines(*key, reached.seq):
            seq, size = number, size + file.write(line + b"\n")
        if seq != reached.seq and str(path) not in self.files:
            self.files.append(str(path))
        return ExportPosition(seq, size)

    def _rename_foreign(self, path: Path) -> None:
        """Rename a file that another ledger wrote."""
        number = 1
        while (aside := path.with_name(f"{path.name}.{number}")).exists():
            number += 1
        path.rename(aside)
        logger.warning("%s was not written from this ledger; renamed to %s", path, aside.name)


@contextmanager
def _locked(file: BinaryIO) -> Iterator[None]:
    """Lock the file: a run that repairs may find another that is still writing."""
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
    """The last complete line of a file; anything after it is torn."""
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
    """Number of line feeds in a file."""
    file.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(BUFFER), b""))


def record_of(line: bytes) -> tuple[int, str] | None:
    """`seq` and article id of a line, or None if it is not a record."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    match record:
        case {"id": str(article_id), "seq": int(seq)}:
            return seq, article_id
    return None
