"""The crash test: a crawl is stopped in many ways, resumed, and nothing is lost or doubled.

    python -m tests.ledger.crash [--articles 2000] [--rounds 20] [--seed 1] [NAME ...]

Each scenario crawls a slow loopback site with the real command until it ends by itself, then compares
the files with the published articles. `asked again` are the article requests beyond one for each.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema import Draft202012Validator

from crawler.export.json_schema import article_schema
from crawler.ledger.ledger import Ledger
from crawler.ledger.write_queue import BATCH_SIZE
from tests.crawling import LOOPBACK, ROOT
from tests.ledger.crash_site import CountingServer, serving
from tests.ledger.postgres import NoPostgres, private_server
from tests.starting.program import Program

IN_FLIGHT = 4
"""Requests of one portal that the spider has on the wire, see `spiders.portal_run`."""

PATIENCE = 300.0
"""Seconds that a crawl may go without a request to the site, its start and its end included."""


class Skipped(Exception):
    """The scenario cannot run on this machine."""


@dataclass
class Trial:
    """A running scenario: the site, the crawl's output folder, and the problems so far."""

    site: CountingServer
    output: Path
    chance: random.Random
    rounds: int
    stack: ExitStack
    settings: tuple[str, ...] = ()
    stops: int = 0
    problems: list[str] = field(default_factory=list)

    def start(self, *program: str) -> Program:
        """Start the crawl with the command that users have."""
        settings = (f"OUTPUT_DIR={self.output}", *LOOPBACK, *self.settings)
        flags = [flag for setting in settings for flag in ("-s", setting)]
        command = [*(program or ("scrapy",)), "crawl", "portal", "-a", f"url={self.site.address}/", *flags]
        with self.log.open("wb") as log:  # an unread pipe would stop the crawl once it is full
            return Program(*command, cwd=ROOT, stderr=log)

    @property
    def log(self) -> Path:
        """The log of the last crawl."""
        return self.output.with_name("log.txt")

    def until(self, process: Program, asked: int) -> bool:
        """Wait until the site has had this many requests; False if the crawl ended before."""
        for reached in self._moving():
            if reached >= asked:
                return True
            if process.poll() is not None:
                return False
        raise TimeoutError(f"only {self.site.asked} of {asked} requests came")

    def ended(self, process: Program, *expected: int) -> None:
        """Wait for the crawl's end; any other exit status, or a traceback, is a problem."""
        for _ in self._moving():
            if process.poll() is not None:
                break
        else:
            process.kill()
            self.problems.append(f"no end after the last of {self.site.asked} requests")
        process.wait()
        errors = self.log.read_text(errors="replace")
        if process.returncode not in expected or "Traceback" in errors:
            self.problems.append(f"exit status {process.returncode}: {errors[-800:]}")

    def _moving(self) -> Iterator[int]:
        """Yield the number of requests repeatedly, as long as new ones arrive within `PATIENCE`."""
        last, deadline = -1, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            asked = self.site.asked
            if asked > last:
                last, deadline = asked, time.monotonic() + PATIENCE
            yield asked
            time.sleep(0.01)

    def moments(self) -> Iterator[int]:
        """Request counts at which to stop the crawl, in order, spread over the remaining crawl."""
        for left in range(self.rounds, 0, -1):
            rest = self.site.articles - len(self.site.seen)
            yield self.site.asked + self.chance.randint(1, max(1, 2 * rest // (left + 1)))

    def verdict(self) -> str:
        """Compare the files with the site and record the problems."""
        validator = Draft202012Validator(article_schema())
        urls: list[str] = []
        for file in sorted(self.output.glob("articles/*/*.jsonl")):
            data = file.read_bytes()
            if not data.endswith(b"\n"):
                self.problems.append(f"{file.name} ends with a torn line")
            records = [json.loads(line) for line in data.splitlines()]
            numbers = [record["seq"] for record in records]
            if numbers != sorted(set(numbers)):
                self.problems.append(f"{file.name} is out of order")
            self.problems += [
                f"record {record['seq']}: {error.message}"
                for record in records
                for error in validator.iter_errors(record)
            ]
            urls += [record["url"] for record in records]
        lost = self.site.articles - len(set(urls))
        doubled = len(urls) - len(set(urls))
        again = self.site.asked - self.site.articles
        if lost or doubled:
            self.problems.append(f"{lost} lost, {doubled} doubled")
        if again > self.stops * (IN_FLIGHT + BATCH_SIZE):
            self.problems.append(f"{again} pages were asked for again")
        return (
            f"{len(urls)} articles, {lost} lost, {doubled} doubled, "
            f"{self.stops} stops, {again} asked again ({again / max(1, self.stops):.1f} a stop)"
        )


def killed(trial: Trial) -> None:
    """SIGKILL at random moments."""
    for moment in trial.moments():
        process = trial.start()
        if trial.until(process, moment):
            process.kill()
            trial.stops += 1
        process.wait()
    trial.ended(trial.start(), 0)


def terminated(trial: Trial) -> None:
    """SIGTERM at random moments: the crawl ends cleanly, with everything finished on disk."""
    for moment in trial.moments():
        process = trial.start()
        if trial.until(process, moment):
            process.send_signal(signal.SIGTERM)
            trial.stops += 1
        trial.ended(process, 0, 1)
    trial.ended(trial.start(), 0)


def locked(trial: Trial) -> None:
    """Another process holds the ledger for a while."""
    process = trial.start()
    trial.until(process, trial.site.articles // 2)
    with Ledger.open(trial.output / "ledger.db") as other, other._writing():
        time.sleep(3)
    trial.ended(process, 0)


def set_back(trial: Trial) -> None:
    """The clock goes back a day in the middle, twice."""
    for number in (0, 1, 2):
        process = trial.start("tests.ledger.set_back", str(number * 86_400))
        if trial.until(process, trial.site.asked + trial.site.articles // 4):
            process.kill()
            trial.stops += 1
        process.wait()
    trial.ended(trial.start(), 0)


def disk_full(trial: Trial) -> None:
    """The disk fills up: the crawl stops with one clear line, and continues when there is room again."""
    small_disk(trial)
    process = trial.start()
    trial.ended(process, 1)
    trial.stops += 1
    if len(trial.site.seen) == trial.site.articles:
        trial.problems.append("the disk never filled up")
    subprocess.run(["mount", "-o", "remount,size=1g", trial.output], check=True)
    trial.ended(trial.start(), 0)


def small_disk(trial: Trial) -> None:
    """Let the crawl write to a small file system."""
    if os.geteuid() != 0:
        raise Skipped("mounting a small file system needs root")
    trial.output.mkdir()
    size = max(400_000, trial.site.articles * 1500)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(trial.output)]
    if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        raise Skipped("this machine lets nobody mount a file system")
    trial.stack.callback(lambda: subprocess.run(["umount", trial.output], check=True))


def server_restarted(trial: Trial) -> None:
    """PostgreSQL is restarted in the middle, twice, and the crawl killed once."""
    try:
        server = trial.stack.enter_context(private_server())
    except NoPostgres as error:
        raise Skipped(str(error)) from error
    trial.settings = (f"LEDGER_URL={server.new_database()}",)
    process = trial.start()
    for part in (4, 2):
        trial.until(process, trial.site.articles // part)
        server.restart()
    trial.until(process, trial.site.articles * 3 // 4)
    process.kill()
    process.wait()
    trial.stops += 1
    trial.ended(trial.start(), 0)


SCENARIOS: dict[str, Callable[[Trial], None]] = {
    "killed": killed,
    "terminated": terminated,
    "locked": locked,
    "set-back": set_back,
    "disk-full": disk_full,
    "server-restarted": server_restarted,
}


def run(name: str, *, articles: int, rounds: int, seed: int, delay: float = 0.005) -> tuple[str, list[str]]:
    """Run one scenario; return its result and the problems. Raises Skipped."""
    folder = Path(tempfile.mkdtemp(prefix="warta-crash-"))
    try:
        with serving(articles, delay) as site, ExitStack() as stack:
            trial = Trial(site, folder / "output", random.Random(seed), rounds, stack)
            SCENARIOS[name](trial)
            return trial.verdict(), trial.problems
    finally:
        shutil.rmtree(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENARIOS))
    options = parser.parse_args()
    failed = False
    for name in options.names or SCENARIOS:
        try:
            result, problems = run(name, articles=options.articles, rounds=options.rounds, seed=options.seed)
        except Skipped as error:
            print(f"{name}: skipped, {error}", flush=True)
            continue
        print(f"{name}: {result}", flush=True)
        for problem in problems:
            print(f"  PROBLEM {problem}", flush=True)
        failed = failed or bool(problems)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
