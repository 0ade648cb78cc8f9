"""The reader of docs/consume-the-output.md: from any folder, from cron, and after every kind of failure."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browse.harvest import fill
from tests.crawling import ROOT
from tests.ledger.making import OTHER, make_article

READER = ROOT / "docs" / "examples" / "read_articles.py"
CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": "/", "LOGNAME": "nobody"}
"""All that cron sets, crontab(5)."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a ledger, a project that reads it, and a copy of the reader."""
    fill(tmp_path / "output" / "ledger.db")
    project = tmp_path / "warta"
    (project / ".venv" / "bin").mkdir(parents=True)
    program = project / ".venv" / "bin" / "scrapy"
    program.write_text(
        f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m scrapy "$@" -s OUTPUT_DIR={tmp_path}/output\n'
    )
    program.chmod(0o755)
    (tmp_path / "reader.py").write_text(READER.read_text())
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


def read(place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(place / "reader.py"), "--project", "../warta", "--cursor", "../cursor"]
    return subprocess.run(
        [*command, *options],
        cwd=place / "elsewhere",
        env=CRON,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_reads_each_record_once_in_order(place: Path) -> None:
    first = read(place)
    assert first.returncode == 0, first.stderr
    assert [int(line.split()[0]) for line in first.stdout.splitlines()] == list(range(1, 32))
    again = read(place)
    assert (again.returncode, again.stdout) == (0, "")
    fill(place / "output" / "ledger.db", [make_article(99, OTHER, title="Longsor")])
    assert read(place).stdout == "32 1 Longsor\n"
    assert (place / "cursor").read_text() == "32\n"


def test_it_passes_options_to_the_export(place: Path) -> None:
    done = read(place, "--", "--portal", "lain")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_handler_that_fails_gets_the_article_again(place: Path) -> None:
    text = READER.read_text()
    (place / "reader.py").write_text(
        text.replace('    print(article["seq"]', '    assert article["seq"] != 5\n    print(article["seq"]')
    )
    failed = read(place)
    assert failed.returncode == 1
    assert (place / "cursor").read_text() == "4\n"
    (place / "reader.py").write_text(text)
    assert read(place).stdout.startswith("5 ")


def test_a_failed_export_is_the_status(place: Path) -> None:
    (place / "output" / "ledger.db").unlink()
    done = read(place)
    assert done.returncode == 1
    assert "there is no ledger" in done.stderr
    assert "the export ended with status 2" in done.stderr
    assert not (place / "cursor").exists()


def test_an_export_that_is_cut_off_leaves_the_cursor_at_whole_lines(place: Path) -> None:
    program = place / "warta" / ".venv" / "bin" / "scrapy"
    program.write_text(
        '#!/bin/sh\nprintf \'{"seq": 7, "revision": 1, "title": "a"}\\n{"seq": 8, "re\'\nexit 137\n'
    )
    done = read(place)
    assert done.returncode == 1
    assert (place / "cursor").read_text() == "7\n"


def test_a_damaged_cursor_and_a_second_reader_are_refused(place: Path) -> None:
    (place / "cursor").write_text("")
    assert read(place).returncode == 2
    (place / "cursor").unlink()
    with (place / "cursor.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert read(place).returncode == 3
    assert os.listdir(place / "elsewhere") == []


def test_a_folder_without_warta_is_named(place: Path) -> None:
    (place / "warta" / ".venv" / "bin" / "scrapy").unlink()
    done = read(place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "../warta holds no .venv/bin/scrapy; run make setup there\n"
    assert not (place / "cursor").exists()
