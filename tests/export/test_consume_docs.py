"""The exports in docs/consume-the-output.md work as printed; test_cursor_reader.py tests its reader."""

from __future__ import annotations

import re
import shlex
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


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_the_exports_work_as_typed(tmp_path: Path, line: str) -> None:
    store(tmp_path, 1)
    _, *arguments = shlex.split(line.replace("malangkota", PORTAL.id))
    at = arguments.index("-o") + 1
    arguments[at] = str(tmp_path / arguments[at])
    result = scrapy(*arguments, "-s", f"OUTPUT_DIR={tmp_path / 'output'}", fresh=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert Path(arguments[at]).exists()
