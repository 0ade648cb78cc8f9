"""Sink for a local folder (`file:///srv/archive`): files are written atomically and synced to disk."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from crawler.deliver.errors import OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.deliver.sinks.object_format import OPTIONS, object_format, objects

MIN_FREE = 1 << 20
"""Free disk space that a run requires at its start, in bytes."""

FULL = (errno.ENOSPC, errno.EDQUOT)


class FileSink:
    """Writes each batch as files named by its sequence numbers; a repeated batch replaces them."""

    OPTIONS: ClassVar[Mapping[str, str]] = OPTIONS
    BATCH: ClassVar[int] = 2000

    def __init__(self, spec: SinkSpec) -> None:
        parts = urlsplit(spec.to)
        if parts.netloc not in ("", "localhost") or len(parts.path) < 2 or parts.query:
            raise OptionError("to", "must be a folder as file:///ABSOLUTE/PATH")
        self._root = Path(unquote(parts.path))
        self._name = spec.name
        self._format = object_format(spec)

    def open(self, position: Position) -> None:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self._root).free < MIN_FREE:
                raise SinkMisconfigured(f"the disk of {self._root} is full")
            _write(self._root / f"_{self._name}.check", b"")
            (self._root / f"_{self._name}.check").unlink()
        except OSError as error:
            if error.errno in FULL:
                raise SinkMisconfigured(f"the disk of {self._root} is full") from error
            raise SinkMisconfigured(f"{self._root} cannot be written ({error.strerror})") from error

    def send(self, batch: Batch) -> None:
        try:
            for name, data in objects(batch, self._format):
                path = self._root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, data)
        except OSError as error:
            full = error.errno in FULL
            why = "the disk is full" if full else f"{self._root} cannot be written ({error.strerror})"
            raise SinkDown(why) from error

    def close(self) -> None:
        """Does nothing: no file is kept open."""


def _write(path: Path, data: bytes) -> None:
    """Write to a temporary file, sync, rename; then sync the folder."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
