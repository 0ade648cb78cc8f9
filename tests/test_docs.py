"""The how-tos work as written: every command in them runs, every setting and file that they name exists."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler import settings as project_settings
from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from crawler.portals import load_registry
from crawler.sample.server import serve_sample
from tests.crawling import LOOPBACK, ROOT, crawl, scrapy

GUIDES = ("first-crawl", "schedule", "troubleshoot", "watch")
ALL_GUIDES = (*GUIDES, "scale-out")
"""With those whose commands run elsewhere: a cluster's in tests/cluster."""

OUR_SETTINGS = {name for name in vars(project_settings) if name.isupper()}
SCRAPY_SETTINGS = {"MAIL_HOST", "MAIL_PORT", "MAIL_FROM", "MAIL_USER", "MAIL_PASS", "MAIL_TLS", "LOG_FORMAT"}
NOT_SETTINGS = {"NO_COLOR"}


def text(guide: str) -> str:
    return (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """Every line of every shell block, with its guide."""
    return [
        (guide, line)
        for guide in GUIDES
        for block in re.findall(r"```sh\n(.*?)```", text(guide), flags=re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]


@pytest.fixture(scope="module")
def harvest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A sample portal, served and crawled, in a ledger for which no portal of the registry is due."""
    output = tmp_path_factory.mktemp("harvest")
    with serve_sample(port=0) as address:
        run = crawl(output, "-a", f"url={address}", "-a", "limit=3")
        assert run.returncode == 0, run.stderr
        with History.open(output / "ledger.db") as history:
            now = int(time.time())
            history.record(Visit(portal.id, now, "rested", complete=True) for portal in load_registry())
        yield address, output


def test_there_are_commands_to_run() -> None:
    assert {guide for guide, _ in commands()} == set(GUIDES)


@pytest.fixture(scope="module")
def watches(harvest: tuple[str, Path]) -> Iterator[Path]:
    """The watch.toml of docs/watch.md, with a webhook on loopback for its addresses."""
    (written,) = re.findall(r"```toml\n(.*?)```", text("watch"), flags=re.DOTALL)
    file = harvest[1] / "watch.toml"
    with HTTPServer(port=0) as hook:
        hook.expect_request("/hook").respond_with_data("")
        address = f"json://127.0.0.1:{hook.port}/hook"
        file.write_text(re.sub(r'"(mailto://|env:)[^"]*"', f'"{address}"', written), encoding="utf-8")
        assert address in file.read_text(encoding="utf-8")
        yield file


@pytest.mark.parametrize(("guide", "command"), commands())
def test_every_command_runs(
    guide: str, command: str, harvest: tuple[str, Path], watches: Path, tmp_path: Path
) -> None:
    address, output = harvest
    program, *arguments = shlex.split(command.replace("https://example.go.id/", address))
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{arguments[0]}:", makefile, flags=re.MULTILINE)
        return
    if program == "export":
        assert arguments[0].partition("=")[0].removeprefix("WARTA_") in OUR_SETTINGS
        return
    assert program == ".venv/bin/scrapy"
    assert "--check" not in arguments, "would ask every portal: use a console block"
    assert arguments[0] != "discover", "would ask every portal: use a console block"
    if "-o" in arguments:
        at = arguments.index("-o") + 1
        arguments[at] = str(tmp_path / arguments[at])
    more = (f"WATCH_FILE={watches}",) if guide == "watch" else ()
    flags = [flag for name in (f"OUTPUT_DIR={output}", *LOOPBACK, *more) for flag in ("-s", name)]
    done = scrapy(*arguments, *flags)
    strict = "--strict" in arguments
    assert done.returncode in ((0, 1) if strict else (0,)), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("guide", ALL_GUIDES)
def test_every_setting_named_exists(guide: str) -> None:
    named = set(re.findall(r"(?:WARTA_|-s |`)([A-Z]+_[A-Z_]+|CONTACT|REPORT)\b", text(guide)))
    named = {name.removeprefix("WARTA_") for name in named}
    assert named - OUR_SETTINGS - SCRAPY_SETTINGS - NOT_SETTINGS == set()


@pytest.mark.parametrize("guide", ALL_GUIDES)
def test_every_file_named_exists(guide: str) -> None:
    files = set(re.findall(r"\b((?:deploy|docs|crawler)/[\w./-]+\w)", text(guide)))
    files |= {f"docs/{link}" for link in re.findall(r"\]\(([\w-]+\.md)", text(guide))}
    assert [file for file in sorted(files) if not (ROOT / file).exists()] == []


def test_no_install_names_a_package_that_the_project_does_not_publish() -> None:
    """`pip install warta` would run the code of whoever registers that name."""
    named = [
        f"{file.relative_to(ROOT)}: {line}"
        for pattern in ("*.md", "docs/**/*.md", "crawler/**/*.py", "spiders/**/*.py", "pipelines/**/*.py")
        for file in ROOT.glob(pattern)
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"pip install [^`\n]*(?<![\w./-])warta\b|warta\[", line)
    ]
    assert named == []
