"""Crawls 50 portals, a tenth of which has each of twelve faults: `make test-faults`.

With `--many` it crawls 200 portals of 50 articles, of which one is slow, one endless and one hostile. Runs
`scrapy crawl portal` as users do, with shorter delays and timeouts. Exit status 0 if everything holds:
healthy portals deliver all articles, the run stays within its limits of time, memory and open files, the log
has no unhandled error, each failure has a reason.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.crawl.measuring import Peak, files_of_children, memory_of_children
from tests.crawling import records, scrapy
from tests.faults.portals import ARTICLES, WAYS, Faulty, assortment, healthy_with_few_others, start
from tests.ledger.postgres import private_server
from tests.middlewares.certificates import Authority

SETTINGS = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "DOWNLOAD_DELAY": "0.02",
    "AUTOTHROTTLE_ENABLED": "0",
    "BACKOFF_SECONDS": "0.02",
    "PORTAL_MAX_REQUESTS": "150",
    "CLOSESPIDER_TIMEOUT": "0",
    "LOG_FORMAT": "json",
}
MAX_MEMORY_MIB = 400
MAX_FILES = 128
MANY_ARTICLES = 50


@dataclass
class Report:
    portals: list[Faulty]
    status: int
    stderr: str
    seconds: float
    memory_mib: float
    files: int
    delivered: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def summary(self) -> dict[str, dict[str, Any]]:
        """What the run's summary says of each portal, by id."""
        for line in self.stderr.splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "summary":
                return {one["id"]: one for one in event["portals"]}
        return {}

    def about(self, portal: Faulty) -> str:
        """What the summary says of a portal, in one line."""
        said = self.summary.get(portal.id)
        if said is None:
            return f"{portal.id}: nothing in the summary"
        counts = f"{said['found']} found, {said['written']} written, {said['dropped'] or 'none'} dropped"
        notes = "".join(f"; {note}" for note in said["notes"])
        failed = f"{said['failed']}; " if said["failed"] else ""
        return f"{portal.id}: {failed}{counts}{notes}"

    def complaints(self) -> list[str]:
        """The expectations that did not hold, one line each."""
        found = []
        for portal in self.portals:
            got = self.delivered.get(portal.id, set())
            if portal.expected is not None and got != portal.expected:
                found.append(f"{portal.id}: {len(got)} of {len(portal.expected)} articles")
            if portal.expected is None and not self._names_failure(portal):
                found.append(f"{portal.id}: its failure is not named: {self.about(portal)}")
            if not self._adds_up(portal):
                found.append(f"its tallies do not add up: {self.about(portal)}")
        if self.memory_mib > MAX_MEMORY_MIB:
            found.append(f"{self.memory_mib:.0f} MiB of memory")
        if self.files > MAX_FILES:
            found.append(f"{self.files} open files")
        found += [
            f"in the log: {line}"
            for line in self.stderr.splitlines()
            if any(word in line for word in ("Traceback", "Unhandled", '"ERROR"', "CRITICAL"))
        ]
        if self.status != 1:
            found.append(f"exit status {self.status} though portals failed")
        return found

    def _names_failure(self, portal: Faulty) -> bool:
        said = self.summary.get(portal.id)
        return said is not None and bool(said["failed"] or said["dropped"] or "endless pages" in portal.ways)

    def _adds_up(self, portal: Faulty) -> bool:
        """Whether every URL found of a portal that did not fail was written or dropped with a reason."""
        said = self.summary.get(portal.id)
        if said is None or said["failed"]:
            return True
        return bool(said["found"] == said["written"] + sum(said["dropped"].values()))


def crawl(
    all_ways: Sequence[tuple[str, ...]],
    folder: Path,
    timeout: float,
    download_timeout: float = 3.0,
    articles: int = ARTICLES,
    ledger_url: str = "",
) -> Report:
    """Start portals with these faults, crawl them all at once, and stop them. Raises TimeoutExpired."""
    stranger = Authority(folder, "stranger").server("127.0.0.1")
    with ExitStack() as stack:
        portals = []
        for number, ways in enumerate(all_ways):
            portal, stop = start(number, ways, stranger, articles)
            stack.callback(stop)
            portals.append(portal)
        registry = folder / "portals.toml"
        registry.write_text("".join(map(_entry, portals)), encoding="utf-8")
        flags = [flag for name, value in SETTINGS.items() for flag in ("-s", f"{name}={value}")]
        flags += [
            "-s",
            f"DOWNLOAD_TIMEOUT={download_timeout}",
            "-s",
            f"PORTALS_FILE={registry}",
            "-s",
            f"OUTPUT_DIR={folder / 'output'}",
        ]
        flags += ["-s", f"LEDGER_URL={ledger_url}"] if ledger_url else []
        started = time.monotonic()
        ids = ",".join(portal.id for portal in portals)
        with Peak(memory_of_children) as peak, Peak(files_of_children) as files:
            done: subprocess.CompletedProcess[str] = scrapy(
                "crawl", "portal", "-a", f"portal={ids}", *flags, timeout=timeout, fresh=True
            )
        seconds = time.monotonic() - started
    delivered: dict[str, set[str]] = {}
    for record in records(folder / "output"):
        delivered.setdefault(record["portal"]["id"], set()).add(record["url"])
    return Report(
        portals, done.returncode, done.stderr, seconds, peak.value / 1024**2, files.value, delivered
    )


def _entry(portal: Faulty) -> str:
    return (
        f"[[portal]]\nid = {json.dumps(portal.id)}\nname = {json.dumps(portal.id)}\n"
        f'address = {json.dumps(portal.address)}\nprovince = "Jawa Timur"\nevidence = "test"\n\n'
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, help="50, or 200 with --many")
    parser.add_argument("--many", action="store_true")
    parser.add_argument("--postgresql", action="store_true", help="with the ledger on PostgreSQL")
    parser.add_argument("--timeout", type=float, default=900, help="seconds")
    parser.add_argument("--download-timeout", type=float, default=3.0, help="seconds")
    given = parser.parse_args()
    all_ways = (
        healthy_with_few_others(given.portals or 200) if given.many else assortment(given.portals or 50)
    )
    articles = MANY_ARTICLES if given.many else ARTICLES
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(private_server()).new_database() if given.postgresql else ""
        report = crawl(all_ways, folder, given.timeout, given.download_timeout, articles, url)
    for portal in report.portals:
        if given.many and not portal.ways and report.delivered.get(portal.id) == portal.expected:
            continue
        print(report.about(portal))
    complaints = report.complaints()
    healthy = [portal for portal in report.portals if not portal.ways]
    whole = sum(report.delivered.get(portal.id) == portal.expected for portal in healthy)
    print(f"{whole} of {len(healthy)} healthy portals delivered all {articles} articles")
    for way in () if given.many else WAYS:
        print(f"{sum(way in portal.ways for portal in report.portals)} portals: {way}")
    print(f"{report.seconds:.0f} s, {report.memory_mib:.0f} MiB and {report.files} open files at most")
    for complaint in complaints:
        print(f"FAILED: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
