"""The proof that delivery loses and doubles nothing: make test-deliver, or python -m tests.deliver.proof.

A ledger grows (articles, revisions, tombstones, and a crawl of a loopback site beside) while `scrapy deliver
--all --follow` serves all kinds of sinks. The deliverer is killed (SIGKILL) at random moments and started
again; the receivers are restarted. At the end each sink must hold each record once, in order. Then speed, lag
and the cost for a crawl are measured. Exit status 0 if all held.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crawler.ledger.ledger import Ledger
from tests.crawling import LOOPBACK, ROOT
from tests.deliver import figures
from tests.deliver.filling import last_seq, story
from tests.deliver.world import HAS_S3, World, stored_records, world
from tests.ledger.crash_site import serving as serving_site
from tests.starting.program import Program


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    articles: int = 2000
    crawled: int = 200
    kills: int = 20
    restarts: int = 5
    seed: int = 1


def attacked(folder: Path, size: Size, ledger: str | None = None) -> tuple[list[str], str]:
    """The delivery under attack: what did not hold, and what happened in a line."""
    chance = random.Random(size.seed)
    target = ledger or str(folder / "ledger.db")
    with world(folder) as made:
        Ledger.open(target).close()
        growing = _Growing(target, folder, size)
        follower = _start(made, target)
        events = [("kill", 0)] * size.kills + [("restart", number) for number in range(size.restarts * 4)]
        chance.shuffle(events)
        expected = size.articles * 4 // 3
        moments = sorted(chance.sample(range(10, expected * 9 // 10), len(events)))
        try:
            for moment, (event, number) in zip(moments, events, strict=True):
                _until(partial(_reached, made, moment))
                time.sleep(chance.random() * 0.05)
                if event == "restart":
                    made.restart(number)
                    continue
                follower.kill()
                follower.wait()
                follower = _start(made, target)
            growing.wait()
            last = last_seq(target)
            _until(partial(_reached, made, last))
        finally:
            follower.kill()
            follower.wait()
        final = _deliver(made, target)
        problems = made.complaints(stored_records(target))
        if final:
            problems.append(f"the last run ended with status {final}: {(folder / 'log').read_text()[-2000:]}")
        problems += [
            f"in the log: {line}" for line in (folder / "log").read_text().splitlines() if "Traceback" in line
        ]
        posted = len(made.hook.posted)
        again = posted - len(made.hook.taken)
        sinks = "webhook, search index, PostgreSQL, Redis, files" + (", S3" if made.s3 is not None else "")
        told = (
            f"{last} records of {size.articles + size.crawled} articles to {sinks}: {size.kills} kills, "
            f"{size.restarts} restarts of each of 4 receivers, {again} of {posted} posts were repetitions"
        )
        return problems, told


class _Growing:
    """Fills the ledger at a thread's pace, and crawls a loopback site into it."""

    def __init__(self, target: str, folder: Path, size: Size) -> None:
        self._target = target
        self._folder = folder
        self._size = size
        self._thread = threading.Thread(target=self._grow, daemon=True)
        self._thread.start()
        self._crawl = threading.Thread(target=self._crawl_site, daemon=True)
        self._crawl.start()
        self._status: int | None = None

    def wait(self) -> None:
        self._thread.join()
        self._crawl.join()
        assert self._status == 0, (self._folder / "crawl.log").read_text()[-2000:]

    def _grow(self) -> None:
        with Ledger.open(self._target, patience=30) as ledger:
            ledger.start_run()
            for number, article in enumerate(story(self._size.articles), 1):
                ledger.record_article(article)
                if number % 17 == 0:
                    ledger.flush()
            ledger.flush()

    def _crawl_site(self) -> None:
        settings = (f"OUTPUT_DIR={self._folder}/crawled", f"LEDGER_URL={_url(self._target)}", *LOOPBACK)
        flags = [flag for setting in settings for flag in ("-s", setting)]
        with serving_site(self._size.crawled, 0.0) as site, (self._folder / "crawl.log").open("wb") as log:
            crawl = Program(
                "scrapy", "crawl", "portal", "-a", f"url={site.address}/", *flags, cwd=ROOT, stderr=log
            )
            crawl.wait()
            self._status = crawl.returncode


def _url(target: str) -> str:
    return target if "://" in target else f"sqlite:///{target}"


def _start(made: World, target: str, *more: str) -> Program:
    flags = ["-s", f"LEDGER_URL={_url(target)}", "-s", f"DELIVER_FILE={made.file}"]
    with (made.folder / "log").open("ab") as log:
        command = ("scrapy", "deliver", "--all", *(more or ("--follow",)), *flags)
        return Program(*command, cwd=ROOT, stderr=log, env=dict(os.environ))


def _deliver(made: World, target: str) -> int | None:
    """What is left, in a run that ends."""
    program = _start(made, target, "-L", "WARNING")
    program.wait()
    return program.returncode


def _taken(made: World) -> int:
    return sum(len(records) for records in list(made.hook.taken.values()))


def _reached(made: World, records: int) -> bool:
    return _taken(made) >= records


def _until(reached: Callable[[], bool], seconds: float = 300.0) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError("the deliverer makes no progress")
        time.sleep(0.005)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=Size.articles)
    parser.add_argument("--kills", type=int, default=Size.kills)
    parser.add_argument("--restarts", type=int, default=Size.restarts)
    parser.add_argument("--seed", type=int, default=Size.seed)
    parser.add_argument("--rounds", type=int, default=3, help="pairs of crawls, with and without delivery")
    parser.add_argument("--only", choices=("attack", "figures"))
    options = parser.parse_args()
    problems: list[str] = []
    if not HAS_S3:
        print("S3 is left out: moto and s3fs are not installed", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="warta-deliver-"))
    try:
        if options.only != "figures":
            size = Size(options.articles, kills=options.kills, restarts=options.restarts, seed=options.seed)
            problems, told = attacked(folder, size)
            print(told, flush=True)
        if options.only != "attack":
            for line, missed in figures.measure(folder, options.rounds):
                print(line, flush=True)
                problems += [missed] if missed else []
    finally:
        shutil.rmtree(folder)
    for problem in problems:
        print(f"  PROBLEM {problem}", flush=True)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
