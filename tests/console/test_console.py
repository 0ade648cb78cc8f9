"""The `warta` command: help by task, examples, completion, and a folder of choice."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from scrapy.utils.project import get_project_settings

import crawler.commands
from crawler import __version__
from crawler.commands.examples import EXAMPLES, GROUPS
from crawler.console.command_help import overview
from crawler.console.completion import script
from tests.browse.harvest import fill
from tests.crawling import ROOT, scrapy

NAMES = sorted(
    module.name
    for module in iter_modules(crawler.commands.__path__)
    if hasattr(import_module(f"crawler.commands.{module.name}"), "Command")
)


def warta(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler.console", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_command_has_its_task_and_examples() -> None:
    assert sorted(name for group in GROUPS.values() for name in group) == NAMES
    assert sorted(EXAMPLES) == NAMES
    text = overview()
    for name in NAMES:
        assert f"\n  {name} " in text


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
def test_examples_are_understood(line: str) -> None:
    name, *arguments = shlex.split(line.partition(" <")[0])
    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    _, rest = parser.parse_known_args(arguments)
    assert not [one for one in rest if one.startswith("-")]


def test_help_of_a_command_has_its_examples_line_by_line(tmp_path: Path) -> None:
    done = warta("browse", "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "warta browse [--port 8001]" in done.stdout
    assert "\n  warta browse --port 8002 --sql\n      another port" in done.stdout
    assert warta("help", "browse", folder=tmp_path).stdout == done.stdout


def test_it_runs_in_the_folder_of_choice(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    fill(tmp_path / "data" / "output" / "ledger.db")
    for arguments in (("--project", str(tmp_path / "data")), (f"--project={tmp_path / 'data'}",)):
        done = warta(*arguments, "export", folder=tmp_path / "elsewhere")
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 31
    missing = warta("--project", str(tmp_path / "none"), "export", folder=tmp_path / "elsewhere")
    assert missing.returncode == 2
    assert "there is no such folder" in missing.stderr


def test_version_and_overview(tmp_path: Path) -> None:
    assert warta("--version", folder=tmp_path).stdout == f"warta {__version__}\n"
    assert "Crawl:" in warta(folder=tmp_path).stdout


def test_a_misspelt_command_is_named_with_the_nearest(tmp_path: Path) -> None:
    done = warta("delivr", "--all", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "warta: there is no command 'delivr'; nearest: deliver; warta --help lists them\n"
    assert warta("help", "xyzzy", folder=tmp_path).returncode == 2
    assert warta("version", folder=tmp_path).stdout.startswith("Scrapy ")


def test_overview_loads_no_scrapy_and_survives_a_closed_pipe(tmp_path: Path) -> None:
    program = (
        "import sys; from crawler.console.__main__ import main; sys.argv[1:] = ['--help']; main(); "
        "sys.exit('scrapy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    piped = f"set -o pipefail; {sys.executable} -m crawler.console --help | true"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_completion_offers_commands_and_options() -> None:
    def complete(*words: str) -> list[str]:
        program = f"""{script("bash")}
        COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _warta
        printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert complete("warta", "exp") == ["explain", "export"]
    assert complete("warta", "browse", "--s") == ["--set", "--sql"]
    assert complete("warta", "completion", "z") == ["zsh"]
    assert "bashcompinit" in script("zsh")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("history",), "history: name one article, e.g. {program} history https://example.go.id/berita/1\n"),
        (("health", "-s", "RENDER=perhaps"), "health: RENDER='perhaps' is not auto, always or never"),
        (("crawl", "portal", "-a", "portal=nowhere"), "`{program} portals` lists them"),
    ],
)
def test_messages_name_the_program_that_was_started(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    done = warta(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"warta {arguments[0]}: ")
    assert message.format(program="warta") in done.stderr
    assert "scrapy" not in done.stderr
    done = scrapy(*arguments)
    assert done.stderr.startswith(f"scrapy {arguments[0]}: ")
    assert message.format(program="scrapy") in done.stderr
