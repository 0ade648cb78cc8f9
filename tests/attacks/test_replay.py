"""Every stored attack against its parser: it must answer as documented, and quickly.

A folder is a target of `tests.fuzz`. Files ending in `.gz` are unpacked first, which keeps attacks small
here. Each finding of the fuzzer, or from practice, becomes a file.
"""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

FILES = sorted(
    file for file in Path(__file__).parent.glob("*/*") if file.is_file() and file.parent.name in TARGETS
)
SECONDS = 10.0


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_attack(file: Path) -> None:
    data = file.read_bytes()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    started = time.process_time()
    TARGETS[file.parent.name](data)
    assert time.process_time() - started < SECONDS


def test_there_are_attacks_on_every_parser_of_foreign_bytes() -> None:
    assert {file.parent.name for file in FILES} >= {"extraction", "sitemap", "feed", "robots", "dates"}
