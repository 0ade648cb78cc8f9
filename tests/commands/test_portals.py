from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.portals import Command
from crawler.portals import load_registry

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **settings: str) -> int:
    """Run the command in this process, like scrapy.cmdline once it has found it."""
    command = Command()
    command.settings = get_project_settings()
    for name, value in settings.items():
        command.settings.set(name, value, priority="cmdline")
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(list(arguments))
    command.run(rest, options)
    return command.exitcode


def test_the_table_lists_every_portal_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(load_registry()) + 1
    column = lines[0].index("ADDRESS")
    assert all(line[column:].startswith("https://") for line in lines[1:])
    assert all(line[column - 2 : column] == "  " for line in lines)
    assert "\x1b" not in "".join(lines)


def test_filters_work_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--province", "sulsel,Jatim", "--platform", "wordpress", "--json") == 0
    portals = json.loads(capsys.readouterr().out)
    assert {portal["province"] for portal in portals} == {"Sulawesi Selatan", "Jawa Timur"}
    assert {portal["platform"] for portal in portals} == {"wordpress"}
    assert "newsurban" in {portal["id"] for portal in portals}


def test_portals_without_a_known_platform_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--platform", "unknown", "--json") == 0
    assert {portal["platform"] for portal in json.loads(capsys.readouterr().out)} == {None}


def test_no_portal_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--province", "Bali", "--platform", "opensid", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run("--province", "Bali", "--platform", "opensid") == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "no portal matches\n")


def test_a_users_file_is_listed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[portal]]\nid = "kabar"\nname = "新聞"\naddress = "https://kabar.example/"\n', encoding="utf-8"
    )
    assert run(PORTALS_FILE=str(own)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("kabar ")
    # two wide characters take four columns, so the address stands two characters earlier
    assert lines[-1].index("https://") == lines[0].index("ADDRESS") - 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--province", "Jawa Timor"), "there is no province 'Jawa Timor'; nearest: Jawa Timur"),
        (("--platform", "wordpres"), "there is no platform 'wordpres'; nearest: wordpress"),
        (("--platform", "zzz"), "there are wordpress, joomla"),
        (("malangkota",), "'malangkota' is not understood"),
    ],
)
def test_wrong_arguments_end_with_status_2(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("scrapy portals: ")
    assert message in captured.err
    assert captured.err.count("\n") == 1


def test_a_broken_users_file_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[portal]]\nid = "a"\nname = "A"\n', encoding="utf-8")
    assert run(PORTALS_FILE=str(own)) == 2
    assert f"{own}:1: this portal has no address" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`scrapy portals | head -1`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "portals", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert errors == b""


def test_the_registry_costs_little_on_top_of_scrapy() -> None:
    """Nothing heavy is imported to read the registry: no public suffix list, no HTML parser."""
    script = (
        "import sys; before = set(sys.modules);"
        "from crawler.portals import load_registry; load_registry().by_address('https://malangkota.go.id/');"
        "print(*sorted(m for m in set(sys.modules) - before if '.' not in m))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "tomllib" in loaded
    assert not loaded & {
        "publicsuffixlist",
        "tldextract",
        "lxml",
        "scrapy",
        "requests",
        "twisted",
        "dateparser",
    }
