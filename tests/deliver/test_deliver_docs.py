"""docs/deliver.md: each file can be read, each command runs, the sink of the example works as a package."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.deliver.sink_file import COMMON, read_sinks
from crawler.deliver.sinks.webhook import signature
from crawler.sample.server import serve_sample
from crawler.settings import CLUSTER_DELIVER, DELIVER_FILE
from tests.crawling import LOOPBACK, ROOT, scrapy
from tests.deliver.filling import filled

PAGE = (ROOT / "docs" / "deliver.md").read_text(encoding="utf-8")
SECRETS = {
    "PWD": "/srv/warta",
    "NEWSROOM_SECRET": "a",
    "PG_PASSWORD": "b",
    "REDIS_PASSWORD": "c",
    "SEARCH_PASSWORD": "d",
}


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", PAGE, flags=re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


def files() -> list[str]:
    return [text for text in blocks("toml") if text.startswith("[[sink]]")]


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


@pytest.mark.parametrize("text", files())
def test_each_file_can_be_read(text: str, tmp_path: Path) -> None:
    if "sqlite://" in text:
        return  # with its package, below
    if "s3://" in text:
        pytest.importorskip("s3fs")
    file = tmp_path / DELIVER_FILE
    file.write_text(text, encoding="utf-8")
    assert len(read_sinks(file, SECRETS)) == 1


def test_each_key_and_setting_is_described() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|", PAGE.partition("## The file")[2].partition("## Sinks")[0], re.MULTILINE
    )
    assert tuple(rows) == COMMON
    assert "CLUSTER_DELIVER" in PAGE
    assert CLUSTER_DELIVER.startswith("*")
    for name in re.findall(r"deploy/([\w.-]+)", PAGE):
        assert (ROOT / "deploy" / name).is_file()


def test_every_command_runs(tmp_path: Path) -> None:
    """In the order of the page, as a new user types them; the first crawls, the others deliver."""
    assert len(commands()) >= 8
    text = files()[0].replace("${PWD}", str(tmp_path))
    (tmp_path / "deliver.toml").write_text(text, encoding="utf-8")
    printed: list[str] = []
    with serve_sample(port=0) as address:
        for command in commands():
            program, *arguments = shlex.split(command.replace("https://example.go.id/", address))
            assert program.endswith("scrapy"), command
            given = (f"OUTPUT_DIR={tmp_path}/output", f"DELIVER_FILE={tmp_path}/deliver.toml", *LOOPBACK)
            done = scrapy(*arguments, *(flag for one in given for flag in ("-s", one)))
            assert done.returncode == 0, (command, done.stderr)
            if arguments[0] == "deliver":
                printed += (done.stdout + done.stderr).splitlines()
    (shown,) = [block for block in blocks("text") if block.startswith("archive: 16 records")]
    assert printed[:3] == shown.replace("/srv/warta", str(tmp_path)).splitlines()


def test_the_signature_is_checked_as_shown() -> None:
    (code,) = [block for block in blocks("python") if "is_genuine" in block]
    names: dict[str, Any] = {}
    exec(compile(code, "deliver.md", "exec"), names)
    headers = signature(b"kunci", "newsroom:1-2", int(time.time()), b"body")
    assert names["is_genuine"](headers, b"body", b"kunci")
    assert not names["is_genuine"](headers, b"other", b"kunci")
    assert not names["is_genuine"](headers, b"body", b"other")
    old = signature(b"kunci", "newsroom:1-2", int(time.time()) - 900, b"body")
    assert not names["is_genuine"](old, b"body", b"kunci")


def test_the_sink_of_the_example_works_as_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [block for block in blocks("python") if "class SqliteSink" in block]
    (project,) = [block for block in blocks("toml") if "warta.sinks" in block]
    (table,) = [block for block in files() if "sqlite://" in block]
    site = tmp_path / "site"
    info = site / "warta_sqlite-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "warta_sqlite.py").write_text(code, encoding="utf-8")
    points = tomllib.loads(project)["project"]["entry-points"]["warta.sinks"]
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[warta.sinks]\n{lines}", encoding="utf-8")
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: warta-sqlite\nVersion: 1.0\n", encoding="utf-8"
    )
    file = tmp_path / "deliver.toml"
    file.write_text(table.replace("/srv/warta", str(tmp_path)), encoding="utf-8")
    last = filled(tmp_path / "ledger.db", 30)
    flags = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"DELIVER_FILE={file}")
    monkeypatch.setenv("PYTHONPATH", f"{site}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    for _ in range(2):
        done = scrapy("deliver", "desk", "--from-seq", "1", *flags, fresh=True)
        assert (done.returncode, done.stderr) == (0, f"desk: {last} records delivered\n")
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        rows = connection.execute("SELECT seq, title, record FROM articles ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == list(range(1, last + 1))
    assert json.loads(rows[0][2])["title"] == rows[0][1]
    file.write_text(table.replace("/srv/warta", str(tmp_path)) + "tabel = 1\n", encoding="utf-8")
    done = scrapy("deliver", "desk", *flags, fresh=True)
    assert done.returncode == 2
    assert "unknown key 'tabel'; did you mean table?" in done.stderr
