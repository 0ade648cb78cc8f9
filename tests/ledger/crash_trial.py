"""A scenario of the crash test: the site, the crawls, and what does not hold."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema import Draft202012Validator

from crawler.export.json_schema import article_schema
from crawler.ledger.write_queue import BATCH_SIZE
from tests.crawling import LOOPBACK, ROOT
from tests.ledger.crash_site import CountingServer
from tests.ledger.postgres import NoPostgres, Server, private_server
from tests.starting.program import Program

IN_FLIGHT = 4
"""Requests of one portal that the spider has on the wire, see `spiders.portal_run`."""

PATIENCE = 300.0
"""Seconds that a crawl may go without a request to the site, its start and its end included."""


SILENCE = 45.0
"""Seconds after which a crawl has ended whose database does not answer."""


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

    def over(self, process: Program, log: Path, reason: str) -> None:
        """Wait for the end of a crawl that cannot go on: exit status 1, and the reason in its log."""
        try:
            process.wait(SILENCE * 2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.problems.append(f"no end of a crawl that cannot go on ({reason})")
        said = log.read_text(errors="replace")
        if process.returncode != 1 or reason not in said or "Traceback" in said:
            self.problems.append(f"exit status {process.returncode}, not {reason!r}: {said[-800:]}")

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


def postgres_of(trial: Trial) -> Server:
    """A PostgreSQL server for the trial's ledger."""
    try:
        server = trial.stack.enter_context(private_server())
    except NoPostgres as error:
        raise Skipped(str(error)) from error
    trial.settings = (f"LEDGER_URL={server.new_database()}",)
    return server
