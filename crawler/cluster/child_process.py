"""A task in a process of its own, on a tether to its worker. It is forked with all imports done."""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from multiprocessing.connection import Connection

from crawler.cluster.job_protocol import Order
from crawler.cluster.retries import CUT_OFF
from crawler.cluster.watchdog import Watchdog

LOOK = 1.0
"""Seconds between two looks whether the portal is free."""

MIB = 1 << 20
LEDGER = "WARTA_LEDGER_URL"
"""The ledger's address may hold a password: it is in the environment, on no command line."""


def main(order: Order, tether_end: Connection, words: Connection, cost: Connection) -> None:
    """Do what is ordered and exit: with the command's status, or `CUT_OFF` when the worker went away.

    Standard error goes to `words`, and nobody else's terminal is touched. At the end processor time (seconds)
    and the most memory (MiB) go to `cost`.
    """
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd, target in ((nothing, 0), (nothing, 1), (words.fileno(), 2)):
        os.dup2(fd, target)
    words.close()
    random.seed()
    tether = Watchdog(tether_end.fileno(), order.fence, order.grace)
    tether.start()
    if order.memory:
        resource.setrlimit(resource.RLIMIT_AS, (order.memory * MIB, order.memory * MIB))
    status = carry_out(order)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost.send((used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
    sys.exit(CUT_OFF if tether.cut else status)


def carry_out(order: Order) -> int:
    """The command's exit status; 1, and a line on stderr, where it cannot even begin."""
    try:
        return _command(order)
    except MemoryError:
        print(f"more memory is needed than the {order.memory} MiB of --memory", file=sys.stderr)
        return 1


def _command(order: Order) -> int:
    from scrapy.cmdline import execute

    from crawler.ledger.errors import LedgerError

    if order.portal is not None:
        try:
            wait_until_free(order.portal, os.environ[LEDGER])
        except LedgerError as error:
            print(error, file=sys.stderr)
            return 1
    try:
        execute(list(order.command))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def wait_until_free(portal_id: str, ledger: str) -> None:
    """Wait while a run has the portal that may be dead, but not longer than a dead one can seem to live.

    A run that still has it then lives, and the crawl leaves the portal to it. Raises LedgerError.
    """
    from crawler.ledger.leases import LIFETIME
    from crawler.ledger.ledger import Ledger

    deadline = time.monotonic() + LIFETIME + LOOK
    with Ledger.open(ledger) as reader:
        while reader.is_held(portal_id) and time.monotonic() < deadline:
            time.sleep(LOOK)
