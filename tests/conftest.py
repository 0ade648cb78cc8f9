"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.ledger.fixtures"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files of few tests first where workers share them: the few are crawls, and none is left for the end."""
    if hasattr(config, "workerinput"):
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: tests[item.path])


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development sets that stand beside a checkout; a clone of the project alone has none."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the development sets (../shared/data) are not beside this checkout")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """What a test leaves in the environment (a worker its ledger) is no setting of the next one's crawls."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
