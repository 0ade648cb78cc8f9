"""Main function of a task's process, forked with all imports done and watched by its worker."""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from multiprocessing.connection import Connection

from crawler.cluster.job_protocol import JobSpec
from crawler.cluster.retries import CUT_OFF
from crawler.cluster.watchdog import Watchdog

LOOK = 1.0
"""Seconds between two checks whether the portal's lease is free."""

MIB = 1 << 20
LEDGER = "WARTA_LEDGER_URL"
"""The ledger's URL may contain a password: passed in the environment, never on a command line."""


def main(job: JobSpec, heartbeats_end: Connection, stderr: Connection, cost: Connection) -> None:
    """Run the job and exit with the command's status, or `CUT_OFF` if the worker disappeared.

    Standard error goes to `stderr`. At the end, processor time (seconds) and peak memory (MiB) go to `cost`.
    """
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd, target in ((nothing, 0), (nothing, 1), (stderr.fileno(), 2)):
        os.dup2(fd, target)
    stderr.close()
    random.seed()
    heartbeats = Watchdog(heartbeats_end.fileno(), job.fence, job.grace)
    heartbeats.start()
    if job.memory:
        resource.setrlimit(resource.RLIMIT_AS, (job.memory * MIB, job.memory * MIB))
    status = run_job(job)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost.send((used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
    sys.exit(CUT_OFF if heartbeats.cut else status)


def run_job(job: JobSpec) -> int:
    """The command's exit status; 1 and a line on stderr if it cannot start."""
    try:
        return _command(job)
    except MemoryError:
        print(f"out of memory: more than the {job.memory} MiB of --memory are needed", file=sys.stderr)
        return 1


def _command(job: JobSpec) -> int:
    from scrapy.cmdline import execute

    from crawler.ledger.errors import LedgerError

    if job.portal is not None:
        try:
            wait_until_free(job.portal, os.environ[LEDGER])
        except LedgerError as error:
            print(error, file=sys.stderr)
            return 1
    try:
        execute(list(job.command))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def wait_until_free(portal_id: str, ledger: str) -> None:
    """Wait while a possibly dead run holds the portal, at most until a dead run's lease expires.

    A run that still holds the lease afterwards is alive, and the crawl leaves the portal to it. Raises
    LedgerError.
    """
    from crawler.ledger.leases import LIFETIME
    from crawler.ledger.ledger import Ledger

    deadline = time.monotonic() + LIFETIME + LOOK
    with Ledger.open(ledger) as reader:
        while reader.is_held(portal_id) and time.monotonic() < deadline:
            time.sleep(LOOK)
