"""The reading database follows the ledger: complete, without repetition, and after changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.browse import projection
from crawler.browse.projection import project
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
    rows = ask(folder, "SELECT title FROM texts_fts WHERE texts_fts MATCH ?", words)
    return [title for (title,) in rows]


def test_every_article_is_there_once_with_its_newest_text(folder: Path) -> None:
    assert bring_up(folder) == 31
    assert ask(folder, "SELECT count(*), count(DISTINCT id) FROM articles") == [(30, 30)]
    assert ask(folder, "SELECT title FROM articles WHERE revision = 2") == [("Judul yang diperbaiki",)]
    assert ask(folder, "SELECT title, lead FROM articles WHERE published IS NULL") == [
        (HOSTILE, f"{HOSTILE} {HOSTILE}")
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


@pytest.mark.parametrize("batch", [1, 2, 7, 5_000])
def test_any_batch_gives_the_same_database(folder: Path, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = [make_article(3, title=f"Judul ke-{day}", published_at=f"2020-01-0{day}") for day in (5, 1, 9, 2)]
    fill(folder / "ledger.db", moved)
    query = "SELECT * FROM articles ORDER BY position"
    bring_up(folder)
    whole = ask(folder, query)
    (folder / "warta.db").unlink()
    monkeypatch.setattr(projection, "BATCH", batch)
    bring_up(folder)
    assert ask(folder, query) == whole
    assert found(folder, '"judul ke 2"') == ["Judul ke-2"]
    assert not found(folder, '"judul ke 9"')


def test_the_tallies_count_each_article_once_after_changes(folder: Path) -> None:
    bring_up(folder)
    counted = "SELECT portal, sum(articles) FROM tallies GROUP BY 1"
    assert ask(folder, counted) == [("contoh", 28), ("lain", 2)]
    fill(folder / "ledger.db", [make_article(3, title="Judul lain lagi", section="Olahraga")])
    bring_up(folder)
    assert ask(folder, counted) == [("contoh", 28), ("lain", 2)]
    assert ask(folder, "SELECT sum(articles) FROM tallies WHERE section = 'Olahraga'") == [(1,)]
    assert ask(folder, "SELECT count(*) FROM texts") == [(30,)]


def test_portals_have_their_health_and_runs(folder: Path) -> None:
    bring_up(folder)
    assert ask(folder, "SELECT name, articles, health FROM portals ORDER BY name") == [
        ("Portal Contoh", 28, "ok"),
        ("Portal Lain", 2, None),
    ]
    assert ask(folder, "SELECT portal, verdict FROM visits") == [("contoh", "watch")]


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
    assert ask(tmp_path, "SELECT * FROM articles") == []


def test_the_command_updates_and_says_where_there_is_nothing(folder: Path, tmp_path: Path) -> None:
    done = scrapy("browse", "--update", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    assert "31 new records" in done.stderr
    missing = scrapy("browse", "--update", "-s", f"OUTPUT_DIR={tmp_path / 'nothing'}")
    assert missing.returncode == 2
    assert "a crawl creates it" in missing.stderr
    assert "Traceback" not in missing.stderr
