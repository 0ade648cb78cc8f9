"""Readers of a ledger in a folder that they cannot write."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.ledger import engine, read_only
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from crawler.ledger.queries import Selection
from tests.browse.harvest import fill
from tests.ledger import read_only_folder

RECORDS = 31


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path / "shared" / "output" / "ledger.db")
    return tmp_path / "shared"


@pytest.fixture
def ledger_file(folder: Path) -> Path:
    return folder / "output" / "ledger.db"


def killed(ledger_file: Path) -> None:
    """Leave the ledger as a killed run does: with a write-ahead log that is not yet merged."""
    with closing(sqlite3.connect(ledger_file)) as connection:
        connection.execute("UPDATE counters SET value = value + 1")
        connection.commit()
        for suffix in ("", "-wal"):
            shutil.copy(f"{ledger_file}{suffix}", f"{ledger_file}{suffix}.kept")
    for suffix in ("", "-wal"):
        Path(f"{ledger_file}{suffix}.kept").rename(f"{ledger_file}{suffix}")


def test_every_reader_works(folder: Path, tmp_path: Path) -> None:
    sink = f'[[sink]]\nname = "archive"\nto = "file://{tmp_path}/sink"\n'
    (tmp_path / "deliver.toml").write_text(sink, encoding="utf-8")
    with read_only_folder.read_only(folder) as shared:
        health = shared.warta("health")
        assert (health.returncode, health.stderr) == (0, "")
        assert health.stdout == "1 portal: 1 ok, 0 watch, 0 broken\n"
        exported = shared.warta("export")
        assert (exported.returncode, exported.stderr) == (0, "")
        assert len(exported.stdout.splitlines()) == RECORDS
        matched = shared.warta("export", "--match", "title:banjir")
        assert [json.loads(line)["title"] for line in matched.stdout.splitlines()] == ["Banjir bandang"]
        assert shared.warta("digest").returncode == 0
        history = shared.warta("history", "https://contoh.go.id/berita/3")
        assert (history.returncode, history.stderr) == (0, "")
        browse = shared.warta("browse", "--update", XDG_CACHE_HOME=str(tmp_path / "cache"))
        assert browse.returncode == 0
        assert f"{RECORDS} new records in {tmp_path / 'cache' / 'warta'}" in browse.stderr
        assert shared.warta("backup", str(tmp_path / "copy.db")).returncode == 0
        assert shared.warta("watch", "--test", "banjir").returncode == 0
        for option in ("--status", "--parked", "--dry-run"):
            planned = shared.warta(
                "deliver", "--all", option, "-s", f"DELIVER_FILE={tmp_path / 'deliver.toml'}"
            )
            assert planned.returncode == 0, planned.stderr
        sent = shared.warta("deliver", "--all", "-s", f"DELIVER_FILE={tmp_path / 'deliver.toml'}")
        assert (sent.returncode, "ledger.db cannot be written" in sent.stderr) == (2, True)
    with Ledger.open(tmp_path / "copy.db") as copy:
        assert len(list(copy.selected(Selection()))) == RECORDS
    assert sorted(file.name for file in (folder / "output").iterdir()) == ["ledger.db"]


def test_while_a_crawl_writes(folder: Path, ledger_file: Path) -> None:
    with read_only_folder.read_only(folder) as shared, Ledger.open(ledger_file) as crawl:
        crawl.start_run()
        done = shared.warta("export")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == RECORDS


def test_what_cannot_be_read_is_said_with_the_way_out(folder: Path, ledger_file: Path) -> None:
    killed(ledger_file)
    with read_only_folder.read_only(folder) as shared:
        done = shared.warta("health")
        assert done.returncode == 2
        assert done.stderr == (
            "warta health: ledger output/ledger.db was left by a run that was killed; to repair it, "
            "its owner runs `warta health` once, since output cannot be written\n"
        )
        crawl = shared.warta("crawl", "-a", "url=http://127.0.0.1:9/")
        assert crawl.returncode == 2
        assert "output/ledger.db cannot be written" in crawl.stderr
        browse = shared.warta("browse", "--update", XDG_CACHE_HOME="output/cache")
        assert browse.returncode == 2
        assert "set XDG_CACHE_HOME to a folder that can be" in browse.stderr


def test_an_older_ledger_is_not_upgraded(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(ledger_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    monkeypatch.setattr(engine, "may_write", lambda path: False)
    with pytest.raises(LedgerError, match="of another version and cannot be written; to upgrade it"):
        Ledger.open(ledger_file, reader=True)


def test_a_change_during_a_query_is_an_error(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "may_write", lambda path: False)
    monkeypatch.setattr(
        engine,
        "open_read_only",
        lambda file, patience: read_only.engine_of(read_only.Connector(file, patience, immutable=True)),
    )
    with Ledger.open(ledger_file, reader=True) as reader:
        assert len(list(reader.selected(Selection()))) == RECORDS
        with sqlite3.connect(ledger_file) as writer:
            writer.execute("UPDATE counters SET value = value + 1")
        writer.close()
        with pytest.raises(LedgerError, match="was changed while it was read; run the command again"):
            list(reader.selected(Selection()))


def test_a_reader_that_may_write_opens_it_as_before(ledger_file: Path) -> None:
    with Ledger.open(ledger_file, reader=True) as ledger:
        ledger.start_run()
