"""Anything but a folder at the path of the articles is refused before a crawl starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.export.folders import check_articles_folder
from crawler.ledger.errors import LedgerError


def test_a_folder_or_nothing_is_fine(tmp_path: Path) -> None:
    check_articles_folder(tmp_path)
    (tmp_path / "articles").mkdir()
    check_articles_folder(tmp_path)


def test_a_link_to_a_folder_is_fine(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "articles").symlink_to(tmp_path / "elsewhere")
    check_articles_folder(tmp_path)


@pytest.mark.parametrize("kind", ["file", "fifo", "dangling link"])
def test_anything_else_is_refused(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "articles"
    if kind == "file":
        place.write_text("x")
    elif kind == "fifo":
        os.mkfifo(place)
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(LedgerError, match="move it away"):
        check_articles_folder(tmp_path)
