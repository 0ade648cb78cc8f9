"""A small round of the proof: make test-deliver is the large one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.deliver.proof import Size, attacked
from tests.ledger.postgres import NoPostgres, Server


def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    size = Size(articles=120, crawled=30, kills=3, restarts=1)
    _hold(tmp_path, size)


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_on_postgresql(postgres: Server, tmp_path: Path) -> None:
    _hold(tmp_path, Size(articles=60, crawled=10, kills=2, restarts=0, seed=2), postgres.new_database())


def _hold(folder: Path, size: Size, ledger: str | None = None) -> None:
    try:
        problems, told = attacked(folder, size, ledger)
    except (NoPostgres, FileNotFoundError) as error:
        if os.environ.get("WARTA_POSTGRES") == "required" and isinstance(error, NoPostgres):
            pytest.fail(str(error))
        pytest.skip(str(error))
    assert problems == [], told
