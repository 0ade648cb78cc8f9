"""The page about dates shows current results."""

from __future__ import annotations

from tests.dates.docs_table import PAGE, fresh


def test_the_page_is_fresh() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == fresh(page), "run: python -m tests.dates.docs_table"
