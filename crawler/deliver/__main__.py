"""The delivery process of a crawl (`python -m crawler.deliver`), started by the extension `Delivery`.

The first line of standard input is a JSON object, `{"file": ..., "ledger": ...}`: it keeps passwords off the
command line. EOF on standard input means that the crawl has stored its last article, or is dead: the process
delivers the remaining records and exits. Each line on standard output is a JSON object: a log message, or at
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
"""Lower priority than the crawl."""


class _JsonLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say({"level": record.levelno, "text": record.getMessage()})


def say(message: object) -> None:
    """Write one JSON line; the pipe may be closed."""
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
