"""README.id.md has the same sections, commands, tables and links as README.md."""

from __future__ import annotations

import re

import pytest

from tests.crawling import ROOT

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
INDONESIAN = (ROOT / "README.id.md").read_text(encoding="utf-8")


def without_blocks(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def sections(text: str) -> list[str]:
    """The level of each heading, in order."""
    return re.findall(r"^(#+) ", without_blocks(text), flags=re.MULTILINE)


def blocks(text: str) -> list[str]:
    return re.findall(r"```.*?```", text, flags=re.DOTALL)


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| (`[^|]*`) \|", without_blocks(text), flags=re.MULTILINE)


def links(text: str) -> list[str]:
    return [
        link for link in re.findall(r"\]\(([^)]+)\)", without_blocks(text)) if not link.startswith("README")
    ]


def inline_code(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", without_blocks(text)))


@pytest.mark.parametrize("part", [sections, blocks, first_cells, links, inline_code])
def test_both_hold_the_same(part: object) -> None:
    assert callable(part)
    english = part(ENGLISH)
    assert english
    assert part(INDONESIAN) == english


def test_paragraphs_keep_step() -> None:
    def count(text: str) -> int:
        return len(re.split(r"\n{2,}", without_blocks(text).strip()))

    assert count(INDONESIAN) == count(ENGLISH)


def test_every_linked_file_exists() -> None:
    for link in links(ENGLISH):
        if "://" not in link:
            assert (ROOT / link).exists(), link
