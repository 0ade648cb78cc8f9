"""One task in a process of its own: python -m crawler.cluster.child OPTIONS -- crawl portal -a portal=ID

What follows `--` is a command of Scrapy. Its exit status is the process's, or `CUT_OFF` when the worker went
away. Standard input is the tether.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time

from crawler.cluster.retries import CUT_OFF
from crawler.cluster.tether import Tether

LOOK = 1.0
"""Seconds between two looks whether the portal is free."""

MIB = 1 << 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fence", type=float, required=True)
    parser.add_argument("--grace", type=float, required=True)
    parser.add_argument("--memory", type=int, default=0, help="MiB of address space; 0: no bound")
    parser.add_argument("--portal", help="wait until no dead run holds this portal any more")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    tether = Tether(sys.stdin.fileno(), options.fence, options.grace)
    tether.start()
    if options.memory:
        resource.setrlimit(resource.RLIMIT_AS, (options.memory * MIB, options.memory * MIB))
    from scrapy.cmdline import execute

    from crawler.ledger.errors import LedgerError

    if options.portal:
        try:
            wait_until_free(options.portal, os.environ["WARTA_LEDGER_URL"])
        except LedgerError as error:
            print(error, file=sys.stderr)
            return 1

    try:
        execute(["scrapy", *options.command])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    return CUT_OFF if tether.cut else status


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


if __name__ == "__main__":
    sys.exit(main())
