"""Workers as users start them, over a private PostgreSQL and portals on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cluster.commands import run_command
from tests.cluster.sites import Sites
from tests.crawling import ROOT

SETTINGS = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "AUTOTHROTTLE_ENABLED": "0",
    "DOWNLOAD_DELAY": "0",
    "BACKOFF_SECONDS": "0.01",
    "REPORT": "0",
}


@dataclass
class Cluster:
    """A folder, a database, portals, and the workers started over them."""

    folder: Path
    database: str
    sites: Sites
    stalled: float = 6.0
    settings: dict[str, str] = field(default_factory=dict)
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "portals.toml").write_text(self.sites.registry(), encoding="utf-8")

    @property
    def portal_ids(self) -> str:
        return ",".join(site.id for site in self.sites.sites)

    def all_settings(self) -> dict[str, str]:
        """The settings of every command, by name."""
        own = {
            "LEDGER_URL": self.database,
            "PORTALS_FILE": str(self.folder / "portals.toml"),
            "OUTPUT_DIR": str(self.folder / "output"),
            "CLUSTER_STALLED": str(self.stalled),
        }
        return {**SETTINGS, **own, **self.settings}

    def command(self, name: str, *arguments: str) -> str:
        """`scrapy NAME ARGUMENTS` in this process: stdout and stderr. Raises AssertionError if it fails."""
        status, out, errors = run_command(name, *arguments, **self.all_settings())
        if status:
            raise AssertionError(errors)
        return out + errors

    def enqueue(self, *arguments: str) -> str:
        """Run `scrapy enqueue ARGUMENTS`; return its output."""
        return self.command("enqueue", *arguments)

    def start(self, name: str, *arguments: str, due: bool = False) -> subprocess.Popen[bytes]:
        """Start `scrapy work ARGUMENTS`, its log appended to `<name>.log`; the portals see its name.

        Without `due` it does not enqueue due portals: that would be the whole registry.
        """
        arguments = arguments if due else ("--no-due", *arguments)
        flags = [part for pair in self.all_settings().items() for part in ("-s", "=".join(pair))]
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", "work", *arguments, *flags],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "WARTA_CONTACT": name, "PYTHONWARNINGS": "default"},
            )
        self.workers[name] = process
        return process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def logs(self) -> str:
        return "\n".join(self.log(name) for name in self.workers)

    def cpu(self) -> float:
        """The CPU seconds of all crawls, from the logs of their workers."""
        return sum(float(cpu) for cpu in re.findall(r"\(CPU ([\d.]+) s", self.logs()))

    def kill(self, name: str) -> None:
        """SIGKILL to the worker alone."""
        self.workers[name].kill()
        self.workers[name].wait()

    def terminate(self, name: str, timeout: float = 60) -> tuple[int, float]:
        """Send SIGTERM; return exit status and the seconds until the end."""
        began = time.monotonic()
        self.workers[name].send_signal(signal.SIGTERM)
        return self.workers[name].wait(timeout), time.monotonic() - began

    def stop(self) -> None:
        """End all running workers."""
        for process in self.workers.values():
            if process.poll() is None:
                process.kill()
                process.wait()

    def until(self, happened: Callable[[], object], what: str, timeout: float = 120) -> None:
        """Wait for a condition. Raises AssertionError, with the logs, if it does not become true."""
        deadline = time.monotonic() + timeout
        while not happened():
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} did not happen in {timeout:.0f} s\n{self.logs()}")
            time.sleep(0.02)

    def status(self) -> dict[str, int]:
        """The queue's counts, from `scrapy enqueue --status`."""
        lines = [line for line in self.enqueue("--status").splitlines() if ": " in line]
        return {name: int(count) for name, _, count in (line.rpartition(": ") for line in lines)}

    def exported(self) -> list[dict[str, Any]]:
        """Every record that `scrapy export` writes."""
        file = self.folder / "export.jsonl"
        self.command("export", "-o", str(file))
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def complaints(self) -> list[str]:
        """Articles that are not exactly once in the export and in the files; one line each."""
        expected = self.sites.expected()
        files = [
            json.loads(line)
            for file in sorted((self.folder / "output").glob("articles/*/*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        found: list[str] = []
        for where, records in (("export", self.exported()), ("files", files)):
            found += _compare(where, [record["url"] for record in records], expected)
        return found


def _compare(where: str, urls: Sequence[str], expected: set[str]) -> list[str]:
    counted = Counter(urls)
    lost = sorted(expected - counted.keys())
    doubled = sorted(url for url, count in counted.items() if count > 1)
    strange = sorted(counted.keys() - expected)
    named = (("lost", lost), ("doubled", doubled), ("strange", strange))
    return [f"{where}: {len(urls)} {word}: {', '.join(urls[:3])}" for word, urls in named if urls]
