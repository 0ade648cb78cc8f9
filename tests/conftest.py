"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.ledger.fixtures"]

hypothesis.settings.register_profile("any machine", deadline=None)  # wall time; ours are in CPU time
hypothesis.settings.load_profile("any machine")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run files with few tests first when workers share them: these are crawls, which take long."""
    if hasattr(config, "workerinput"):
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: tests[item.path])


def pytest_collection_finish() -> None:
    """Exclude the thousands of collected tests from garbage collection.

    Walking over them would cost every test its share, and a test that measures its time a third of a second.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_umask() -> Iterator[None]:
    """Commands that a test runs in this process set the umask: no other test inherits it."""
    mask = os.umask(0)
    os.umask(mask)
    yield
    os.umask(mask)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development sets beside a checkout; a clone of the project alone has none."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the development sets (../shared/data) are not beside this checkout")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """Undo a test's changes to the environment, so that they do not affect the next test's crawls."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
