"""What every command shares: a reader that leaves early, and switches whose package is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import setting_components
from crawler.portals import UsageError
from crawler.setting_components import check_packages
from tests.browse.harvest import fill
from tests.crawling import ROOT, scrapy
from tests.ledger.making import make_article


@pytest.mark.parametrize(
    "arguments",
    [("health",), ("health", "--json"), ("history", make_article(3).id), ("portals",), ("export",)],
    ids=" ".join,
)
def test_a_reader_that_closes_early_is_no_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    fill(tmp_path / "ledger.db")
    command = [sys.executable, "-m", "scrapy", *arguments, "-s", f"OUTPUT_DIR={tmp_path}"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.stderr is not None
        said = run.stderr.read()
    assert run.returncode == 0, said
    assert said == ""


@pytest.mark.parametrize("name", ["ARCHIVE", "SPIDERMON_ENABLED"])
def test_a_switch_without_its_package_names_the_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_packages(Settings({name: "0"}))
    check_packages(Settings({name: "1"}))
    monkeypatch.setattr(setting_components, "find_spec", lambda package: None)
    check_packages(Settings({name: "0"}))
    with pytest.raises(UsageError, match=r"pip install -e '\.\[(archive|monitors)\]'"):
        check_packages(Settings({name: "1"}))


def test_a_ledger_that_does_not_exist_is_not_created_by_a_reader(tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path}/typo.db"
    for command in ("health", "export", "browse"):
        done = scrapy(command, "-s", f"LEDGER_URL={target}")
        assert done.returncode == 2
        assert f"there is no ledger at {tmp_path}/typo.db yet" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("shared", "mode"), [("0", 0o640), ("1", 0o644)])
def test_files_are_for_the_owner_and_the_group_unless_shared(tmp_path: Path, shared: str, mode: int) -> None:
    fill(tmp_path / "ledger.db")
    target, copy = tmp_path / "articles.jsonl", tmp_path / "copy.db"
    settings = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"SHARE_FILES={shared}")
    assert scrapy("export", "-o", str(target), *settings).returncode == 0
    assert scrapy("backup", str(copy), *settings).returncode == 0
    assert [file.stat().st_mode & 0o777 for file in (target, copy)] == [mode, mode]


def test_a_run_without_contact_says_so_once(tmp_path: Path) -> None:
    arguments = ("crawl", "portal", "-a", "url=http://127.0.0.1:9/", "-s", f"OUTPUT_DIR={tmp_path}")
    assert scrapy(*arguments).stderr.count("CONTACT is not set") == 1
    assert "CONTACT" not in scrapy(*arguments, "-s", "CONTACT=humas@example.go.id").stderr
    assert "CONTACT" not in scrapy(*arguments, "--quiet").stderr
