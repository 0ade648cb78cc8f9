"""Every command in the READMEs and in docs/ is one that exists, with its options, settings and files.

Other tests run them, page by page; those of pages without a test of their own run here.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
import scrapy.commands as scrapy_commands
from scrapy.settings import default_settings
from scrapy.utils.project import get_project_settings

from crawler import settings as project_settings
from crawler.commands.examples import SUMMARIES
from crawler.sample.server import serve_sample
from spiders.arguments import NAMES
from tests.browse.harvest import fill
from tests.crawling import LOOPBACK, ROOT, scrapy

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\.venv/bin/)?(?:scrapy|warta) [a-z][^`\n]*)`")
SCRAPY_COMMANDS = {Path(file).stem for file in Path(scrapy_commands.__path__[0]).glob("*.py")}
SETTINGS = {*vars(project_settings), *vars(default_settings)}
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

SYSTEM = {
    "apt-get": "the system's packages",
    "git": "a repository of the reader",
    "podman": "tests/test_deploy.py checks the Containerfile",
    "systemctl": "tests/test_deploy.py checks the units",
    "journalctl": "the system's journal",
    "mkdir": "a folder",
    "cat": "a file",
    "echo": "a line",
    "set": "the shell",
    "cd": "the shell",
    "export": "the shell",
    ".": "the shell",
    "curl": "the server of another page",
    "psql": "a database of the reader",
    "createdb": "a database of the reader",
    "sudo": "a user of the machine",
    "install": "a folder",
    "chmod": "a file of the reader",
    "crontab": "the user's crontab",
    "redis-server": "a server of the reader",
}
"""Programs of the system in command lines, with the reason why nothing of ours is to check."""


class Line(NamedTuple):
    """A command line on a page."""

    page: str
    text: str
    is_inline: bool = False


def lines() -> Iterator[Line]:
    for page in PAGES:
        text, name = page.read_text(encoding="utf-8"), str(page.relative_to(ROOT))
        for language, block in FENCE.findall(text):
            for line in re.sub(r"\\\n\s*", " ", block).splitlines():
                if language == "sh" and line.strip():
                    yield Line(name, line.strip())
                elif language == "console" and line.strip()[:2] in ("$ ", "# "):
                    yield Line(name, line.strip()[2:])
                elif language == "cron" and line.strip() and not line.startswith("#"):
                    yield Line(name, re.sub(r"^\s*(?:\S+\s+){5}", "", line))
                elif language == "ini" and line.startswith("ExecStart="):
                    yield Line(name, line.removeprefix("ExecStart="))
        if not name.startswith("CHANGELOG"):
            yield from (Line(name, found, True) for found in INLINE.findall(text))


def check(words: list[str], *, is_inline: bool) -> None:
    """Fail for a command that does not exist, or an option or setting that it does not have."""
    program, *arguments = words
    program = program.rpartition("/")[2] if not program.startswith(".") or "/" in program else program
    if program in ("scrapy", "warta"):
        check_ours(arguments, is_inline=is_inline)
    elif program == "make":
        named = [one for one in arguments if "=" not in one]
        assert set(named) <= TARGETS
    elif program in ("pip", "python", "python3"):
        check_python(arguments)
    elif program == "cp":
        assert all((ROOT / one).exists() for one in arguments if one.startswith("deploy/"))
    else:
        assert program in SYSTEM or "=" in program, program


def check_python(arguments: list[str]) -> None:
    for number, one in enumerate(arguments):
        if extra := re.fullmatch(r"\.\[([\w,-]+)\]", one):
            assert set(extra[1].split(",")) <= EXTRAS.keys()
        if one == "-r":
            assert (ROOT / arguments[number + 1]).is_file()
        if one.endswith(".py") and number == 0:
            assert list((ROOT / "docs" / "examples").glob(Path(one).name))


def check_ours(arguments: list[str], *, is_inline: bool) -> None:
    if arguments[0] in ("--help", "completion", "--project", "--version"):
        return
    name = arguments[0]
    assert name in {*SUMMARIES, *SCRAPY_COMMANDS}
    if name not in SUMMARIES:
        return
    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve", exit_on_error=False)
    command.add_options(parser)
    if is_inline:  # values may be missing, or placeholders
        known = {option for action in parser._actions for option in action.option_strings}
        assert {one.partition("=")[0] for one in arguments[1:] if one.startswith("-") and one != "-"} <= known
        return
    opts, rest = parser.parse_known_args(arguments[1:])
    assert [one for one in rest if one.startswith("-") and one != "-"] == []
    assert {one.partition("=")[0] for one in opts.set} <= SETTINGS
    if name == "crawl" and rest[:1] != ["archive"]:
        assert {one.partition("=")[0] for one in getattr(opts, "spargs", [])} <= set(NAMES)


def parts(text: str) -> list[list[str]]:
    """The commands of a line, without redirections and comments."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    words = iter(lexer)
    for word in words:
        if set(word) <= set("|&;"):
            found.append([])
        elif set(word) <= set("<>"):
            next(words, None)
        else:
            found[-1].append(word)
    return [one for one in found if one]


def test_there_are_commands_on_most_pages() -> None:
    assert len({line.page for line in lines()}) > 20


@pytest.mark.parametrize("line", sorted(set(lines())), ids=lambda line: f"{line.page}: {line.text[:60]}")
def test_a_command_exists_with_its_options(line: Line) -> None:
    text = re.sub(r"\s*\[[A-Z-].*|\s*(?:\.\.\.|…).*", "", line.text)  # a syntax, or cut short
    for words in parts(text):
        check(words, is_inline=line.is_inline)


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return [textwrap.dedent(block) for found, block in FENCE.findall(text) if found == language]


def test_an_own_portal_reaches_a_sink_as_written(tmp_path: Path) -> None:
    entry, sink = blocks("own-portal-to-database", "toml")
    (settings,) = blocks("own-portal-to-database", "ini")
    (_, *console) = blocks("own-portal-to-database", "console")[0].splitlines()
    (tmp_path / "deliver.toml").write_text(re.sub(r'to = ".*"', f'to = "file://{tmp_path}/articles"', sink))
    with serve_sample(port=0) as address:
        (tmp_path / "portals.toml").write_text(entry.replace("https://kabar.example/", address), "utf-8")
        environment = dict(line.split("=", 1) for line in settings.split())
        given = [
            f"{name.removeprefix('WARTA_')}={value.replace('/srv/warta', str(tmp_path))}"
            for name, value in environment.items()
            if name.startswith("WARTA_")
        ]
        flags = [flag for name in (*given, f"OUTPUT_DIR={tmp_path}", *LOOPBACK) for flag in ("-s", name)]
        done = [scrapy(*shlex.split(line)[2:], *flags) for line in console]
    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
    assert "kabar-desa" in done[0].stdout
    assert len(done[0].stdout.splitlines()) == 2, "PORTALS=own excludes the bundled registry"
    assert "Delivered: sql" in done[1].stderr
    assert "sql" in done[2].stdout
    assert any((tmp_path / "articles").iterdir())


def test_backup_explain_and_browse_run_as_written(tmp_path: Path) -> None:
    page = b"<html><body><article><h1>Warga Panen Raya</h1><p>Panen digelar Rabu (16/11/2022).</p></article>"
    flags = ("-s", f"OUTPUT_DIR={tmp_path}")
    fill(tmp_path / "ledger.db")
    (line,) = blocks("backup", "console")[0].splitlines()[:1]
    copied = scrapy(*shlex.split(line.replace("/backup/", f"{tmp_path}/"))[2:], *flags)
    assert (copied.returncode, (tmp_path / "ledger-2026-11-30.db").is_file()) == (0, True), copied.stderr
    (line,) = [
        line for block in blocks("extraction", "sh") for line in block.splitlines() if "explain" in line
    ]
    (command,) = parts(line)
    explained = subprocess.run(
        [sys.executable, "-m", "scrapy", *command[1:], *flags],
        cwd=ROOT,
        input=page,
        capture_output=True,
        check=False,
    )
    assert explained.returncode == 0, explained.stderr
    assert b"Warga Panen Raya" in explained.stdout
    (line,) = blocks("api-http", "console")[0].splitlines()[:1]
    updated = scrapy(*shlex.split(line)[2:], "--update", *flags)
    assert updated.returncode == 0, updated.stderr
