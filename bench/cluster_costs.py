"""Costs of a crawl in a cluster: python -m bench.cluster_costs [--json bench/costs.json].

A real worker crawls the bundled sample portal (real pages of 60 KB) over a private PostgreSQL, first with all
articles new, then with none. The difference is the cost of an article, the rest that of a visit. Waiting is
excluded: the portals are on loopback and DOWNLOAD_DELAY is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import psycopg
from procrastinate import SyncPsycopgConnector
from procrastinate.manager import JobManager

from crawler.cluster.locks import HostLocks
from crawler.cluster.queue import WORK, Queue
from crawler.ledger.due_portals import due_portals
from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from crawler.portals import Portal
from crawler.sample.server import serve_sample
from tests.cluster.commands import run_command
from tests.crawling import ROOT
from tests.ledger.postgres import Server, private_server

PORTALS = 6
REPORTED = re.compile(r"\(CPU ([\d.]+) s, (\d+) MiB\)")
QUEUED = 83_000
DUE = 2_000


@dataclass(frozen=True)
class Costs:
    """CPU in seconds of one processor, WAL and sizes in bytes.

    `visit_*` is a visit without new articles, `article_*` one new article; `crawl_mib` the memory of a crawl.
    `fetch_ms` and `due_ms` are queue operations: take one of 83,000 tasks; decide whether one portal is due.
    """

    visit_cpu: float
    article_cpu: float
    visit_wal: float
    article_wal: float
    visit_commits: float
    article_commits: float
    article_stored: float
    visit_warc: float
    article_warc: float
    visit_requests: float
    crawl_mib: float
    fetch_ms: float
    due_ms: float


@dataclass(frozen=True)
class Reading:
    """Resources used up to one point."""

    wal: float
    commits: float
    stored: float
    warc: float

    def __sub__(self, other: Reading) -> Reading:
        return Reading(*(a - b for a, b in zip(asdict(self).values(), asdict(other).values(), strict=True)))


def read(database: str, folder: Path) -> Reading:
    with psycopg.connect(libpq(database), autocommit=True) as connection:
        connection.execute("SELECT pg_stat_clear_snapshot()")
        row = connection.execute(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8, xact_commit::float8,"
            " pg_database_size(datname)::float8 FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    warc = sum(file.stat().st_size for file in folder.glob("output/warc/*.warc.gz"))
    return Reading(*row, warc)


def libpq(database: str) -> str:
    return database.replace("+psycopg", "")


def work(settings: dict[str, str]) -> list[tuple[float, float]]:
    """Run a worker until the queue is empty: CPU seconds and MiB of each crawl."""
    flags = [part for pair in settings.items() for part in ("-s", "=".join(pair))]
    command = [sys.executable, "-m", "scrapy", "work", "--drain", "--no-due", "--concurrency", "1", *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or "failed" in done.stderr:
        raise RuntimeError(done.stderr)
    return [(float(cpu), float(memory)) for cpu, memory in REPORTED.findall(done.stderr)]


def crawl_costs(postgres: Server, folder: Path) -> dict[str, float]:
    """The part of `Costs` that crawls determine, by name."""
    database = postgres.new_database()
    with ExitStack() as stack:
        entries = ""
        for number in range(PORTALS):
            address = stack.enter_context(serve_sample(0))
            entries += (
                f'[[portal]]\nid = "uji-{number}"\nname = "Uji"\naddress = "{address}"\n'
                'province = "Bali"\nevidence = "test"\n\n'
            )
        (folder / "portals.toml").write_text(entries, encoding="utf-8")
        settings = {
            "LEDGER_URL": database,
            "PORTALS_FILE": str(folder / "portals.toml"),
            "OUTPUT_DIR": str(folder / "output"),
            "ALLOW_PRIVATE_ADDRESSES": "1",
            "AUTOTHROTTLE_ENABLED": "0",
            "DOWNLOAD_DELAY": "0",
            "REPORT": "0",
            "JSON_LINES": "0",
            "ARCHIVE": "1",
        }
        ids = ",".join(f"uji-{number}" for number in range(PORTALS))
        run_command("enqueue", "--status", **settings)
        before = read(database, folder)
        work(settings)  # the worker's own usage
        readings, reported = [read(database, folder)], []
        for _ in range(2):
            status, _, errors = run_command("enqueue", "--portal", ids, **settings)
            if status:
                raise RuntimeError(errors)
            reported.append(work(settings))
            readings.append(read(database, folder))
    with psycopg.connect(libpq(database)) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT avg(requests) FROM"
            " (SELECT DISTINCT ON (portal_id) requests FROM visits ORDER BY portal_id, ended_at DESC) last)"
        ).fetchone()
    assert row is not None
    articles, requests = int(row[0]), float(row[1])
    full, again = (later - earlier for earlier, later in pairwise(readings))
    more, visit = full - again, again - (readings[0] - before)
    cpu_full, cpu_again = (statistics.median(cpu for cpu, _ in crawls) for crawls in reported)
    return {
        "visit_cpu": cpu_again,
        "article_cpu": (cpu_full - cpu_again) * PORTALS / articles,
        "visit_wal": visit.wal / PORTALS,
        "article_wal": more.wal / articles,
        "visit_commits": visit.commits / PORTALS,
        "article_commits": more.commits / articles,
        "article_stored": more.stored / articles,
        "visit_warc": again.warc / PORTALS,
        "article_warc": more.warc / articles,
        "visit_requests": requests,
        "crawl_mib": max(memory for crawls in reported for _, memory in crawls),
    }


def queue_costs(postgres: Server) -> tuple[float, float]:
    """Milliseconds to take a task from a long queue, and to decide whether a portal is due."""
    database = postgres.new_database()
    run_command("enqueue", "--status", LEDGER_URL=database)
    address = libpq(database)
    portals = [
        Portal(f"desa-{number}", "Desa", f"https://desa-{number}.desa.id/", f"desa-{number}.desa.id")
        for number in range(QUEUED)
    ]
    with Queue.open(address) as queue:
        queue.add_portals(portals, HostLocks(portals))
    connector = SyncPsycopgConnector(conninfo=address, min_size=1, max_size=1)
    connector.open()
    times = []
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ANALYZE")
        row = connection.execute("SELECT * FROM procrastinate_register_worker_v1()").fetchone()
        assert row is not None
        for _ in range(200):
            began = time.perf_counter()
            found = connection.execute("SELECT id FROM procrastinate_fetch_job_v2(%s, %s)", [[WORK], row[0]])
            job = found.fetchone()
            assert job is not None
            times.append(time.perf_counter() - began)
            connection.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job[0]])
    assert len(JobManager(connector).list_jobs(status="doing")) == 0
    connector.close()
    with History.open(database) as history:
        now = history.now()
        history.record(
            Visit(portal.id, now - 3600 * age, "run", complete=True)
            for portal in portals[:DUE]
            for age in (1, 2, 3)
        )
    began = time.perf_counter()
    due_portals({"LEDGER_URL": database, "PACE_LEAST": 3600, "PACE_MOST": 86400}, portals[:DUE])
    return statistics.median(times) * 1000, (time.perf_counter() - began) * 1000 / DUE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with private_server() as postgres, tempfile.TemporaryDirectory() as folder:
        made = crawl_costs(postgres, Path(folder))
        fetch_ms, due_ms = queue_costs(postgres)
    costs = Costs(**made, fetch_ms=fetch_ms, due_ms=due_ms)
    for name, value in asdict(costs).items():
        print(f"{name}: {value:.4g}")
    if options.json is not None:
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}"
        options.json.write_text(json.dumps({"machine": machine, **asdict(costs)}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
