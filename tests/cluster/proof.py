"""Proof that a cluster loses nothing: make test-cluster, or python -m tests.cluster.proof [OPTIONS].

Workers over a private PostgreSQL crawl portals on loopback. They are killed (SIGKILL) or frozen (SIGSTOP) at
random, and PostgreSQL is restarted once. Afterwards every article must be in the export and in the files
exactly once, and by the portals' own log no host may have had two crawls at a time. Then slow portals are
crawled by one worker and by two. Exit status 0 if everything held.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tests.cluster.drive import Cluster
from tests.cluster.sites import Request, Sites, apart, assortment, serving, stays, times_asked, trespasses
from tests.ledger.postgres import Server, private_server

FREEZE_EVERY = 4
"""In one of so many attacks a worker is frozen rather than killed."""


@dataclass(frozen=True)
class Size:
    """The size of the test."""

    portals: int = 40
    articles: int = 100
    workers: int = 4
    concurrency: int = 3
    attacks: int = 8
    delay: float = 0.1


@dataclass(frozen=True)
class Measured:
    """Measurements of a run. `wall` in seconds from the first to the last request, `cpu` of crawls."""

    portals: int
    articles: int
    workers: int
    concurrency: int
    delay: float
    requests: int
    wall: float
    cpu: float


def attacked(postgres: Server, folder: Path, size: Size, seed: int) -> tuple[list[str], str]:
    """The crawl under attack: what did not hold, and a summary line."""
    chance = random.Random(seed)
    sites = assortment(size.portals, size.articles)
    with serving(sites) as server:
        settings = {"DOWNLOAD_DELAY": str(size.delay), "CLUSTER_BACKOFF": "1,2,3"}
        cluster = Cluster(folder, postgres.new_database(), server, stalled=9.0, settings=settings)
        cluster.enqueue("--portal", cluster.portal_ids)
        alive: list[str] = []
        problems: list[str] = []
        frozen = 0

        def begin() -> None:
            name = f"w{len(cluster.workers) + 1}"
            cluster.start(name, "--concurrency", str(size.concurrency))
            alive.append(name)

        try:
            for _ in range(size.workers):
                begin()
            total = size.portals * size.articles
            moments = sorted(chance.sample(range(total // 20, total * 9 // 10), size.attacks))
            for number, moment in enumerate(moments, 1):
                cluster.until(partial(_reached, server, moment), f"{moment} requests", 600)
                victim = alive.pop(chance.randrange(len(alive)))
                if number % FREEZE_EVERY == 0:
                    cluster.workers[victim].send_signal(signal.SIGSTOP)
                    frozen += 1
                else:
                    cluster.kill(victim)
                begin()
                if moment == moments[len(moments) // 2]:
                    postgres.restart()
            cluster.until(
                lambda: not {"waiting", "running"} & cluster.status().keys(), "the end of all tasks", 900
            )
            for process in cluster.workers.values():
                process.send_signal(signal.SIGCONT)
            for name in alive:
                status, seconds = cluster.terminate(name)
                # Ended by the signal while starting, with nothing to clean up.
                ended = status == 0 or (status == -signal.SIGTERM and not cluster.log(name))
                if not ended or seconds > 30:
                    problems.append(f"{name}: exit status {status} after {seconds:.0f} s of SIGTERM")
        finally:
            cluster.stop()
        problems += cluster.complaints()
        problems += trespasses(server.log)
        problems += [f"in a log: {line}" for line in cluster.logs().splitlines() if "Traceback" in line]
        again = sum(times_asked(server.log).values()) - total
        visits = sum(len(found) for found in stays(server.log).values())
        told = (
            f"{total} articles of {size.portals} portals, {size.workers} workers; "
            f"{size.attacks - frozen} killed, {frozen} frozen, PostgreSQL restarted once: "
            f"{visits} crawls, {again} pages asked for again"
        )
        return problems, told


def measured(postgres: Server, folder: Path, size: Size, workers: int) -> Measured:
    """One undisturbed crawl of all portals, none of which waits for another of its host."""
    folder.mkdir()
    with serving(apart(size.portals, size.articles)) as server:
        settings = {"DOWNLOAD_DELAY": str(size.delay)}
        cluster = Cluster(folder, postgres.new_database(), server, stalled=30.0, settings=settings)
        cluster.enqueue("--portal", cluster.portal_ids)
        try:
            for number in range(workers):
                cluster.start(f"w{number}", "--drain", "--concurrency", str(size.concurrency))
            for process in cluster.workers.values():
                if process.wait(1200):
                    raise AssertionError(cluster.logs())
        finally:
            cluster.stop()
        lost = cluster.complaints()
        if lost:
            raise AssertionError(lost)
        return Measured(
            size.portals,
            size.articles,
            workers,
            size.concurrency,
            size.delay,
            len(server.log),
            _wall(server.log),
            cluster.cpu(),
        )


def _reached(server: Sites, requests: int) -> bool:
    return server.asked() >= requests


def _wall(log: Sequence[Request]) -> float:
    return max(one.ended for one in log) - min(one.begun for one in log)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in asdict(Size()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    parser.add_argument("--skip-attacks", action="store_true")
    given = vars(parser.parse_args())
    file, seed, skip = given.pop("json"), given.pop("seed"), given.pop("skip_attacks")
    size = Size(**given)
    folder = Path(tempfile.mkdtemp(prefix="warta-cluster-"))
    problems: list[str] = []
    try:
        with private_server() as postgres:
            if not skip:
                (folder / "attacked").mkdir()
                began = time.monotonic()
                problems, told = attacked(postgres, folder / "attacked", size, seed)
                print(f"{told}; {time.monotonic() - began:.0f} s", flush=True)
            # Fewer crawls at a time, slower: so that waiting, not this machine's processors, takes the time.
            slow = Size(12, 30, 1, 2, 0, max(size.delay, 0.4))
            runs = [measured(postgres, folder / f"slow-{workers}", slow, workers) for workers in (1, 2)]
            ratio = runs[1].wall / runs[0].wall
            print(
                f"{slow.portals} slow portals: 1 worker {runs[0].wall:.1f} s, "
                f"2 workers {runs[1].wall:.1f} s, ratio {ratio:.2f} (goal 0.6)",
                flush=True,
            )
            if ratio > 0.6:
                problems.append(f"two workers take {ratio:.2f} of one's time")
            if file is not None:
                full = Size(size.portals, size.articles, size.workers, size.concurrency, 0, slow.delay)
                runs.append(measured(postgres, folder / "full", full, size.workers))
                machine = f"{os.cpu_count()} processors, Python {platform.python_version()}"
                text = json.dumps({"machine": machine, "runs": [asdict(run) for run in runs]}, indent=2)
                file.write_text(text + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(folder)
    for problem in problems:
        print(f"FAILED: {problem}")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
