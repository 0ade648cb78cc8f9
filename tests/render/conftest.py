"""Skips the tests that need Chromium where it is missing."""

from __future__ import annotations

import pytest

from crawler.render.availability import why_unavailable


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    trouble = why_unavailable()
    for item in items if trouble is not None else ():
        if item.get_closest_marker("browser") and "render" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason=str(trouble)))
