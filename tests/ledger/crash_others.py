"""Scenarios of the crash test in which others take a running crawl's portal, folder or database."""

from __future__ import annotations

import os
import shutil
import signal
import time

import psycopg

from bench.crawl.measuring import family
from crawler.ledger.leases import HEARTBEAT, LIFETIME
from crawler.ledger.write_queue import BATCH_SIZE
from tests.ledger.crash_trial import IN_FLIGHT, SILENCE, Trial, postgres_of
from tests.ledger.postgres import Server


def suspended(trial: Trial) -> None:
    """A crawl is stopped for longer than its lease, and another one takes its portal over."""
    process = trial.start()
    trial.until(process, trial.site.articles // 4)
    process.send_signal(signal.SIGSTOP)
    first_log = trial.log.rename(trial.log.with_name("first.txt"))
    other = trial.start("tests.ledger.set_back", str(-LIFETIME - 1))
    trial.until(other, trial.site.articles // 2)
    time.sleep(HEARTBEAT)  # the other one sees only its clock, which is fast
    process.send_signal(signal.SIGCONT)
    trial.stops += 1
    trial.over(process, first_log, "was suspended, and another run took over")
    trial.ended(other, 0)


def clock_ahead(trial: Trial) -> None:
    """The clock of a second crawl is two days ahead: it counts the first one as dead."""
    process = trial.start()
    trial.until(process, trial.site.articles // 4)
    first_log = trial.log.rename(trial.log.with_name("first.txt"))
    other = trial.start("tests.ledger.set_back", str(-2 * 86_400))
    trial.stops += 1
    trial.over(process, first_log, "another run took over")
    trial.ended(other, 0)


def renamed(trial: Trial) -> None:
    """The output folder is renamed in the middle, and back after the crawl."""
    process = trial.start()
    trial.until(process, trial.site.articles // 2)
    elsewhere = trial.output.rename(trial.output.with_name("elsewhere"))
    trial.stops += 1
    trial.over(process, trial.log, "was moved, deleted or replaced")
    if trial.output.exists():
        made = [str(path.relative_to(trial.output)) for path in trial.output.rglob("*") if path.is_file()]
        if any("ledger.db" in name or name.startswith("articles") for name in made):
            trial.problems.append(f"a second ledger or articles beside the first: {made}")
        shutil.rmtree(trial.output)
    elsewhere.rename(trial.output)
    trial.ended(trial.start(), 0)


def server_silent(trial: Trial) -> None:
    """PostgreSQL stops answering without a reset."""
    server = postgres_of(trial)
    process = trial.start()
    trial.until(process, trial.site.articles // 2)
    postmaster = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    frozen = family(postmaster)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    trial.stops += 1
    try:
        trial.over(process, trial.log, "the crawl stops, and the next run continues")
        if (took := time.monotonic() - began) > SILENCE:
            trial.problems.append(f"the crawl went on for {took:.0f} s")
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    trial.ended(trial.start(), 0)


def failed_over(trial: Trial) -> None:
    """A replica that lacks the last articles takes the server's place."""
    server = postgres_of(trial)
    name = trial.settings[0].rpartition("/")[2]
    process = trial.start()
    trial.until(process, trial.site.articles // 3)
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    administer(server, end, f"CREATE DATABASE {name}_behind TEMPLATE {name}")
    trial.until(process, trial.site.articles * 2 // 3)
    administer(
        server,
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        end,
        f"ALTER DATABASE {name} RENAME TO {name}_former",
        f"ALTER DATABASE {name}_behind RENAME TO {name}",
    )
    trial.over(process, trial.log, "lost transactions of this run")
    trial.stops += trial.site.articles // (IN_FLIGHT + BATCH_SIZE) + 1  # what was lost is requested again
    trial.ended(trial.start(), 0)


def administer(server: Server, *statements: str) -> None:
    """Run statements on the server."""
    with psycopg.connect(server._address("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
