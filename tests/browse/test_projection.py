"""The reading database follows the ledger: complete, without repetition, and after changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.browse.projection import project
from crawler.browse.server import metadata
from crawler.ledger.ledger import Ledger
from crawler.ledger.visits import History
from tests.browse.harvest import HOSTILE, fill
from tests.crawling import scrapy
from tests.ledger.making import OTHER, make_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path / "ledger.db")
    return tmp_path


def bring_up(folder: Path) -> int:
    with Ledger.open(folder / "ledger.db") as ledger, History.open(folder / "ledger.db") as history:
        return project(ledger, history, folder / "warta.db")


def ask(folder: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "warta.db")) as database:
        return database.execute(query, values).fetchall()


def found(folder: Path, words: str) -> list[str]:
    matches = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    rows = ask(folder, f"SELECT title FROM articles WHERE rowid IN ({matches})", words)
    return [title for (title,) in rows]


def test_every_article_is_there_once_with_its_newest_text(folder: Path) -> None:
    assert bring_up(folder) == 31
    assert ask(folder, "SELECT count(*), count(DISTINCT id) FROM articles") == [(30, 30)]
    assert ask(folder, "SELECT title FROM articles WHERE revision = 2") == [("Judul yang diperbaiki",)]
    assert len(ask(folder, "SELECT * FROM changed_articles")) == 2
    assert ask(folder, "SELECT title, body FROM articles WHERE published IS NULL") == [
        (HOSTILE, f"{HOSTILE}\n\n{HOSTILE}")
    ]


def test_search_goes_over_title_and_body_whatever_the_accents(folder: Path) -> None:
    bring_up(folder)
    assert found(folder, "kecamatan") == ["Banjir bandang"]
    assert found(folder, "banjir") == ["Banjir bandang"]
    assert found(folder, "diperbaiki") == ["Judul yang diperbaiki"]
    assert found(folder, '"nomor 3" resmikan') == [], "the old title is no longer found"


def test_only_what_is_new_is_read_again(folder: Path) -> None:
    bring_up(folder)
    assert bring_up(folder) == 0
    fill(folder / "ledger.db", [make_article(99, OTHER, title="Longsor")])
    assert bring_up(folder) == 1
    assert found(folder, "longsor") == ["Longsor"]


def test_the_views_sum_up(folder: Path) -> None:
    bring_up(folder)
    assert ask(folder, "SELECT province, articles FROM articles_by_province") == [
        ("Jawa Timur", 28),
        ("Bali", 2),
    ]
    assert ask(folder, "SELECT name, articles, health FROM articles_by_portal") == [
        ("Portal Contoh", 28, "watch"),
        ("Portal Lain", 2, None),
    ]
    assert ask(folder, "SELECT title FROM latest_articles LIMIT 1") == [
        ("Wali Kota resmikan taman nomor 28",)
    ]


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 40])
def test_a_file_of_another_ledger_or_none_is_made_anew(folder: Path, content: bytes) -> None:
    (folder / "warta.db").write_bytes(content)
    assert bring_up(folder) == 31
    other = folder / "other"
    other.mkdir()
    fill(other / "ledger.db", [make_article(7, OTHER)])
    (folder / "warta.db").rename(other / "warta.db")
    assert bring_up(other) == 1
    assert len(ask(other, "SELECT * FROM articles")) == 1


def test_an_empty_ledger_gives_an_empty_database(tmp_path: Path) -> None:
    assert bring_up(tmp_path) == 0
    assert ask(tmp_path, "SELECT * FROM latest_articles") == []


def test_the_newest_report_is_linked(tmp_path: Path) -> None:
    assert "/reports/" not in metadata(tmp_path)["description_html"]
    for name in ("20261121T010000Z-1.html", "20261122T010000Z-1.html"):
        (tmp_path / name).touch()
    assert "/reports/20261122T010000Z-1.html" in metadata(tmp_path)["description_html"]


def test_the_command_updates_and_says_where_there_is_nothing(folder: Path, tmp_path: Path) -> None:
    done = scrapy("browse", "--update", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    assert "31 new records" in done.stderr
    missing = scrapy("browse", "--update", "-s", f"OUTPUT_DIR={tmp_path / 'nothing'}")
    assert missing.returncode == 2
    assert "a crawl creates it" in missing.stderr
    assert "Traceback" not in missing.stderr
