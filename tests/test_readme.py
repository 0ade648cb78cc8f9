"""The README's commands work as typed, and its record is part of a real one."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from crawler.sample.server import serve_sample
from tests.crawling import ROOT, crawl, records, scrapy

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = "jalin-silaturahmi-kadis-kominfo-jatim"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("readme")
    with serve_sample(port=0) as address:
        run = crawl(output, "-a", f"url={address}")
    assert run.returncode == 0, run.stderr
    return output


def shown(record: dict[str, Any]) -> dict[str, Any]:
    """The record as shown in the README: with the portal's address, without times of the run."""
    text = re.sub(r"http://127\.0\.0\.1:\d+", "https://portal.example.go.id", json.dumps(record))
    changing = {"id", "seq", "portal", "first_seen_at", "fetched_at"}
    return {key: value for key, value in json.loads(text).items() if key not in changing}


def test_the_record_is_part_of_what_the_crawl_writes(output: Path) -> None:
    """The README shows some of the fields, and of long lists the first elements."""
    (block,) = blocks("json")
    (record,) = [record for record in records(output) if REFERENCE in record["url"]]
    in_readme = json.loads(block)
    assert list(in_readme) == [key for key in record if key in in_readme]
    whole = shown(record)
    for key, value in shown(in_readme).items():
        assert value == (whole[key][: len(value)] if isinstance(value, list) else whole[key]), key


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in "\n".join(blocks("sh")).splitlines():
        if line.startswith("make "):
            assert re.search(rf"^{shlex.split(line, comments=True)[1]}:", makefile, flags=re.MULTILINE), line


def test_scrapy_commands_run_as_typed(tmp_path: Path) -> None:
    commands = [line for line in "\n".join(blocks("sh")).splitlines() if line.startswith(".venv/bin/scrapy ")]
    assert commands
    with serve_sample(port=0) as address:
        for command in commands:
            _, *arguments = shlex.split(command.replace("https://example.go.id/", address))
            if arguments[0] == "portals":
                assert scrapy(*arguments).returncode == 0
                continue
            assert arguments[:2] == ["crawl", "portal"], command
            run = crawl(tmp_path, *arguments[2:], fresh=True)
            assert run.returncode == 0, (command, run.stderr)


def test_python_snippets_run(output: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    html = "<html><body><article><h1>Judul</h1><p>Digelar Rabu (16/11/2022).</p></article></body></html>"
    (tmp_path / "output").symlink_to(output)
    monkeypatch.chdir(tmp_path)
    for snippet in blocks("python"):
        exec(compile(snippet, "README.md", "exec"), {"html": html})
