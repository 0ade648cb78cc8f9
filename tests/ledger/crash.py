"""The crash test: a crawl is stopped in many ways, resumed, and nothing is lost or doubled.

    python -m tests.ledger.crash [--articles 2000] [--rounds 20] [--seed 1] [NAME ...]

Each scenario crawls a slow loopback site with the real command until it ends by itself, then compares
the files with the published articles. `asked again` are the article requests beyond one for each.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from crawler.ledger.ledger import Ledger
from tests.ledger.crash_others import clock_ahead, failed_over, renamed, server_silent, suspended
from tests.ledger.crash_site import serving
from tests.ledger.crash_trial import Skipped, Trial, postgres_of


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
    server = postgres_of(trial)
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
    "suspended": suspended,
    "clock-ahead": clock_ahead,
    "renamed": renamed,
    "server-silent": server_silent,
    "failed-over": failed_over,
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
