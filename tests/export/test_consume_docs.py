"""The reader in docs/consume-the-output.md works as printed, and stops and goes on without loss."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.ledger.ledger import Ledger
from tests.crawling import ROOT, scrapy
from tests.ledger.making import PORTAL, make_article

DOCS = (ROOT / "docs" / "consume-the-output.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCS, flags=re.DOTALL)


def store(folder: Path, *numbers: int) -> None:
    with Ledger.open(folder / "output" / "ledger.db") as ledger:
        ledger.start_run()
        ledger.lease(PORTAL)
        for number in numbers:
            ledger.record_article(make_article(number))


def read(folder: Path) -> list[int]:
    """Run the reader in a folder of its own; the numbers that it printed."""
    (program,) = blocks("python")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line.split()[0]) for line in result.stdout.splitlines()]


def test_the_reader_sees_each_record_once(tmp_path: Path) -> None:
    store(tmp_path, 1, 2, 3)
    assert read(tmp_path) == [1, 2, 3]
    assert read(tmp_path) == []
    store(tmp_path, 4, 5)
    assert read(tmp_path) == [4, 5]


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_the_exports_work_as_typed(tmp_path: Path, line: str) -> None:
    store(tmp_path, 1)
    _, *arguments = shlex.split(line.replace("malangkota", PORTAL.id))
    at = arguments.index("-o") + 1
    arguments[at] = str(tmp_path / arguments[at])
    result = scrapy(*arguments, "-s", f"OUTPUT_DIR={tmp_path / 'output'}", anew=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert Path(arguments[at]).exists()
