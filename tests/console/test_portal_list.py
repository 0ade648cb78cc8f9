"""`warta portals`: the same list as with Scrapy, without importing it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.console.portal_list import PREFIX, list_portals
from crawler.program import VARIABLE
from tests.crawling import ROOT

OWN = """
[[portal]]
id = "mandala"
name = "Berita Mandala"
address = "https://berita.mandala.example/"
province = "Jawa Barat"
"""

PROGRAM = """
import sys
from crawler.console.__main__ import main
try:
    main()
finally:
    print("scrapy loaded" if "scrapy" in sys.modules else "no scrapy", file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def as_warta(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)  # CI's own, which is no setting, would leave the list to Scrapy
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    monkeypatch.setenv(VARIABLE, "warta")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--json", "--province", "jatim"),
        ("--platform", "unknown", "--kind=main"),
        ("--from", "mine"),
        ("--platform", "wordpres"),
        ("-s", "PORTALS=own"),
        ("--province", "atlantis"),
    ],
    ids=" ".join,
)
def test_the_list_is_the_one_of_scrapy(arguments: tuple[str, ...]) -> None:
    light = start("portals", *arguments)
    full = start("portals", *arguments, "--nolog")  # an option of Scrapy
    assert (light.returncode, light.stdout) == (full.returncode, full.stdout)
    assert light.stderr.replace("no scrapy", "") == full.stderr.replace("scrapy loaded", "")
    assert "no scrapy" in light.stderr
    assert "scrapy loaded" in full.stderr


@pytest.mark.parametrize("place", ["environment", "command line"])
def test_own_portals_are_listed(place: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--from", "mine"]
    if place == "environment":
        monkeypatch.setenv("WARTA_PORTALS_FILE", f" {own}")
    else:
        options += ["-s", f"PORTALS_FILE={own}"]
    done = start("portals", *options)
    assert done.stderr == "no scrapy\n"
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ID", "mandala"]


@pytest.mark.parametrize(
    "options",
    [
        ["--check"],
        ["--coverage"],
        ["--help"],
        ["--prov", "jatim"],
        ["--json=1"],
        ["something"],
        ["-s", "PORTALS"],
        ["-s", "PORTALS=none"],
        ["-s", "LOG_FILE=x"],
        ["-s", "ARCHIVE=1"],
        ["-s", "RENDER=perhaps"],
    ],
    ids=" ".join,
)
def test_the_rest_is_left_to_scrapy(options: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert list_portals(options) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("variable", ["WARTA_PORTALS", "WARTA_EXTENSIONS", "SCRAPY_SETTINGS_MODULE"])
def test_so_is_an_environment_with_other_settings(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "elsewhere.settings")
    assert list_portals([]) is None


def test_valid_settings_of_other_commands_do_not_slow_the_list() -> None:
    options = ("-s", "DOWNLOAD_DELAY=2", "--province", "Bali", "--platform", "opensid")
    done = start("portals", *options, WARTA_CONTACT="redaksi@example.org")
    assert (done.returncode, done.stderr) == (0, "no portal matches\nno scrapy\n")
