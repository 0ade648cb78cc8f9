"""Delivers beside a crawl, as a process of its own: python -m crawler.deliver, started by `Delivery`.

The first line of standard input is a JSON object, `{"file": ..., "ledger": ...}`: no password stands on a
command line. When standard input ends, the crawl has stored its last article, or is dead: what is left is
delivered, and the process ends. Each line on standard output is a JSON object: a message of the log, or at
the end the results.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from crawler.deliver.deliverer import Signals
from crawler.deliver.runs import run_sinks
from crawler.deliver.sink_file import read_sinks
from crawler.ledger.errors import LedgerError
from crawler.portals.errors import UsageError

NICENESS = 10
"""The crawl goes first on a busy machine."""


class _JsonLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say({"level": record.levelno, "text": record.getMessage()})


def say(message: object) -> None:
    """Write one JSON line; nobody may be listening any more."""
    try:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> int:
    os.nice(NICENESS)
    logging.basicConfig(level=logging.WARNING, handlers=[_JsonLines()])
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    signals = Signals()

    def stop(*_: object) -> None:
        signals.drain.set()
        signals.stop.set()

    signal.signal(signal.SIGTERM, stop)
    given = json.loads(sys.stdin.readline())

    def until_the_crawl_ends() -> None:
        sys.stdin.read()
        signals.drain.set()

    threading.Thread(target=until_the_crawl_ends, daemon=True).start()
    try:
        results = run_sinks(read_sinks(Path(given["file"])), given["ledger"], signals)
    except (UsageError, LedgerError) as error:
        say({"level": logging.ERROR, "text": str(error)})
        return 2
    say({"results": [asdict(result) for result in results]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
