"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.ledger.fixtures"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development sets that stand beside a checkout; a clone of the project alone has none."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the development sets (../shared/data) are not beside this checkout")
    return SHARED / "data"
