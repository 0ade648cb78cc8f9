"""The generated pages of docs/ match the code."""

from __future__ import annotations

import pytest

from crawler.setting_kinds import KINDS
from tests.docs_pages import DOCS, PAGES, commands


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_current(page: str) -> None:
    assert (DOCS / f"{page}.md").read_text(encoding="utf-8") == PAGES[page](), "run `make docs`"


def test_every_setting_has_a_line() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert [name for name in KINDS if f"\n| `{name}` |" not in page] == []


def test_every_command_has_a_section() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    names = [name for name, _ in commands()]
    assert "crawl" in names
    assert [name for name in names if f"\n## `{name}`\n" not in page] == []
