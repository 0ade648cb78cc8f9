"""The units for scheduled runs: accepted by systemd, cron and container builders; each runs our job."""

from __future__ import annotations

import argparse
import configparser
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands import deliver, work
from crawler.extensions.metrics import last_run_metrics, running_metrics
from spiders.arguments import NAMES
from tests.crawling import ROOT

DEPLOY = ROOT / "deploy"
INSTRUCTIONS = {
    "FROM", "RUN", "COPY", "WORKDIR", "USER", "VOLUME", "ENTRYPOINT", "CMD", "ENV", "LABEL", "EXPOSE", "ARG",
}  # fmt: skip


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def crawl_commands() -> dict[str, list[str]]:
    """The crawl command of each unit."""
    (cron,) = [line for line in (DEPLOY / "warta.cron").read_text().splitlines() if line[:1].isdigit()]
    found = dict(instructions())
    return {
        "systemd": shlex.split(unit("warta.service")["Service"]["ExecStart"]),
        "cron": shlex.split(cron.rpartition("; ")[2]),
        "container": json.loads(found["ENTRYPOINT"]) + json.loads(found["CMD"]),
    }


@pytest.mark.parametrize("where", ["systemd", "cron", "container"])
def test_each_runs_what_is_due_within_a_budget(where: str) -> None:
    program, *arguments = crawl_commands()[where]
    assert program.endswith(".venv/bin/scrapy")
    assert arguments[:2] == ["crawl", "portal"]
    given = {pair.partition("=")[0] for flag, pair in pairwise(arguments) if flag == "-a"}
    assert given == {"portal", "budget"}
    assert given <= set(NAMES)
    assert "portal=due" in arguments
    assert "--quiet" in arguments


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    names = (
        "warta.service",
        "warta.timer",
        "warta-worker.service",
        "warta-deliver.service",
        "warta-deliver-once.service",
        "warta-deliver.timer",
    )
    for name in names:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/srv/warta/.venv/bin/scrapy", "/bin/true").replace("/srv/warta", str(tmp_path))
        text = text.replace("User=warta", "User=root").replace("Group=warta", "Group=root")
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    done = subprocess.run(
        [analyze, "verify", "--man=no", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    ours = [line for line in done.stderr.splitlines() if "warta" in line]
    assert ours == []


def test_the_timer_does_not_come_on_the_hour() -> None:
    timer = unit("warta.timer")["Timer"]
    assert timer["RandomizedDelaySec"]
    assert timer["Persistent"] == "true"
    (cron,) = [line for line in (DEPLOY / "warta.cron").read_text().splitlines() if line[:1].isdigit()]
    assert 0 < int(cron.split()[0]) < 60
    assert "RANDOM \\%" in cron, "cron takes a bare % for the end of the line"


def test_cron_reads_the_settings_of_the_environment_file(tmp_path: Path) -> None:
    text = (DEPLOY / "warta.cron").read_text()
    (line,) = [line for line in text.splitlines() if line[:1].isdigit()]
    script = line.split(None, 6)[6].replace("\\%", "%")
    assert "sleep $((RANDOM % 600))" in script
    program = tmp_path / ".venv" / "bin" / "scrapy"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$WARTA_CONTACT|$WARTA_MAIL_FROM|$*"\nexit 1\n')
    program.chmod(0o755)
    script = script.replace("sleep $((RANDOM % 600)); ", "").replace("/srv/warta", str(tmp_path))
    settings = tmp_path / "warta.env"
    script = script.replace("/etc/warta.env", str(settings))

    def run() -> tuple[int, str]:
        done = subprocess.run(
            ["/bin/bash", "-c", script],
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.strip()

    arguments = "crawl portal -a portal=due -a budget=45m --quiet"
    assert run() == (1, f"||{arguments}"), "without the file, and with the crawl's exit status"
    settings.write_text(
        '# kantor\nWARTA_CONTACT=humas@example.go.id\nWARTA_MAIL_FROM="Humas <a@example.go.id>"\n'
    )
    assert run() == (1, f"humas@example.go.id|Humas <a@example.go.id>|{arguments}")


def test_a_failed_portal_is_no_failed_unit() -> None:
    service = unit("warta.service")["Service"]
    assert service["SuccessExitStatus"] == "1"


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package; there are several where they depend on Python's version."""
    versions: dict[str, set[str]] = {}
    text = (ROOT / name).read_text(encoding="utf-8")
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE):
        versions.setdefault(package, set()).add(version)
    return versions


def test_the_lock_for_servers_has_every_extra_that_the_makefile_names() -> None:
    recipe = next(
        one
        for one in (ROOT / "Makefile").read_text().split("uv pip compile")
        if "requirements-run.lock" in one
    )
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    names = {
        re.split(r"[^\w-]", requirement)[0].lower()
        for extra in re.findall(r"--extra (\w+)", recipe)
        for requirement in extras[extra]
    }
    assert {"redis", "zstandard", "psycopg"} <= names <= set(locked("requirements-run.lock"))


def test_the_lock_for_servers_has_what_runs_and_no_tests() -> None:
    run = locked("requirements-run.lock")
    assert {"scrapy", "sqlalchemy", "procrastinate", "warcio", "jinja2"} <= set(run)
    assert not {"pytest", "ruff", "mypy", "hypothesis", "playwright", "pyarrow"} & set(run)
    whole = locked("requirements.lock")
    assert {name for name in run if name in whole and not run[name] <= whole[name]} == set()
    assert "requirements-run.lock" in (DEPLOY / "Containerfile").read_text()


def test_the_budget_ends_before_systemd_does() -> None:
    service = unit("warta.service")["Service"]
    assert "budget=50m" in service["ExecStart"]
    assert service["TimeoutStartSec"] == "1h"
    assert service["NoNewPrivileges"] == "true"
    assert service["User"] != "root"


def test_a_worker_is_given_the_time_to_stop_in_order() -> None:
    service = unit("warta-worker.service")["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.endswith(".venv/bin/scrapy")
    assert arguments[0] == "work"
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command = work.Command()
    command.settings = get_project_settings()
    command.add_options(parser)
    assert parser.parse_known_args(arguments[1:])[1] == []
    assert int(service["TimeoutStopSec"].removesuffix("s")) > 30
    assert service["KillMode"] == "mixed", "the crawls hear of it from their worker"
    assert service["Restart"] == "always"
    assert service["User"] != "root"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("warta-deliver.service", {"all", "follow"}), ("warta-deliver-once.service", {"all"})],
)
def test_delivery_is_started_as_documented(name: str, wanted: set[str]) -> None:
    service = unit(name)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.endswith(".venv/bin/scrapy")
    assert arguments[0] == "deliver"
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command = deliver.Command()
    command.settings = get_project_settings()
    command.add_options(parser)
    options, rest = parser.parse_known_args(arguments[1:])
    assert rest == []
    assert {key for key in ("all", "follow", "retry", "dry_run") if getattr(options, key)} == wanted
    assert service["User"] != "root"
    if "follow" in wanted:
        assert service["RestartPreventExitStatus"] == "2", "a mistake in the file is not mended by a restart"


def test_the_container_file_is_sound() -> None:
    found = instructions()
    names = [name for name, _ in found]
    assert set(names) <= INSTRUCTIONS
    assert names[0] == "FROM"
    base = found[0][1]
    assert re.search(r":[\w.-]*\d", base), "the base image has a version"
    assert not base.endswith(":latest")
    for name, value in found:
        if name in ("ENTRYPOINT", "CMD", "VOLUME"):
            assert isinstance(json.loads(value), list), "exec form"
        if name == "RUN" and "pip install" in value:
            assert "--no-cache-dir" in value
            assert "--require-hashes" in value
        if name == "COPY":
            for source in value.split()[:-1]:
                assert (ROOT / source).exists(), source
    users = [value for name, value in found if name == "USER"]
    assert users
    assert users[-1] not in ("root", "0")


def test_the_dashboard_asks_for_metrics_that_exist() -> None:
    stats: dict[str, Any] = {"portal/a/found": 1, "work/a/verdict": "ok"}
    names = {
        sample.name
        for families in (running_metrics(stats, 1.0), last_run_metrics(stats, 1.0, 2.0))
        for family in families
        for sample in family.samples
    } | {"warta_last_run_dropped", "warta_dropped_total"}
    dashboard = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"warta_\w+", target["expr"])
    }
    assert asked
    assert asked <= names
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
