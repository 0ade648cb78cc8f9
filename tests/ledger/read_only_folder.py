"""Runs commands that see a folder read-only, for root too, whom the modes of files do not stop."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crawling import ROOT

MOUNT = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && shift && exec "$@"'
IN_FOLDER = 'cd "$1" && shift && exec "$@"'


@contextmanager
def read_only(folder: Path) -> Iterator[ReadOnly]:
    """Make the folder read-only: for root by a mount that only the commands see, else by its mode."""
    if os.geteuid() == 0:
        prefix = ["unshare", "--mount", "sh", "-c", MOUNT]
        if subprocess.run([*prefix, "sh", str(folder), "true"], capture_output=True).returncode:
            pytest.skip("this machine lets root make no read-only mount")
        yield ReadOnly(folder, prefix)
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    try:
        yield ReadOnly(folder, ["sh", "-c", IN_FOLDER])
    finally:
        for path in folders:
            path.chmod(0o755)


class ReadOnly:
    """A folder that `warta` can read and not write."""

    def __init__(self, folder: Path, prefix: list[str]) -> None:
        self._folder = folder
        self._prefix = prefix

    def warta(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """`warta ARGUMENTS`, started in the folder."""
        return subprocess.run(
            [*self._prefix, "sh", str(self._folder), sys.executable, "-m", "crawler.console", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
