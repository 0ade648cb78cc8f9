"""The notification process of crawls and commands: a slow service cannot block the starting process.

It reads one request (a JSON line) from stdin and writes events (JSON lines) to stdout. Addresses and
passwords arrive by stdin and files, never on the command line.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from typing import Any

from crawler.ledger.errors import LedgerBusy, LedgerError
from crawler.portals.errors import UsageError
from crawler.watch.sender import Message, check_addresses, send

TICK = 2.0
"""Poll interval for the ledger during a crawl, in seconds."""

MEMORY = 1 << 30
"""Memory limit of this process in bytes, against endless responses."""

BUSY_PATIENCE = 60.0
"""Seconds that the ledger may stay locked before the process gives up."""


def main() -> None:
    """Serve one request and exit; threads that still wait for a service end with the process."""
    status = 0
    try:
        _limit_memory()
        request = json.loads(sys.stdin.readline())
        _serve(request)
    except (UsageError, LedgerError) as error:
        report({"event": "error", "why": str(error)})
        status = 2
    except BrokenPipeError:
        status = 1
    except Exception as error:  # a bug in Warta: the starting process logs it
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"
        report({"event": "error", "why": f"internal error: {type(error).__name__} at {where}"})
        status = 1
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            status = 1
        os._exit(status)


def report(event: dict[str, Any]) -> None:
    """Write an event to the starting process."""
    print(json.dumps(event), flush=True)


def _serve(request: dict[str, Any]) -> None:
    match request["mode"]:
        case "check":
            check_addresses(request["addresses"])
        case "send":
            check_addresses(request["addresses"])  # check all before the first message is sent
            for name, address in request["addresses"].items():
                why = send(name, address, Message(**request["message"]))
                report({"event": "sent", "to": name, "why": why})
        case "watch":
            _watch(request, threading.Event(), follow=True)
        case "round":
            _watch(request, threading.Event(), follow=False)


def _watch(request: dict[str, Any], ending: threading.Event, *, follow: bool) -> None:
    """Test records and send messages until stdin ends; then once more, for up to `request["seconds"]`."""
    from crawler.ledger.watches import Watches
    from crawler.watch.watch_file import read_watches
    from crawler.watch.watcher import Watcher

    with Watches.open(request["ledger"]) as state:
        file = read_watches(request["file"])
        watcher = Watcher(state, file, report)
        if follow:
            threading.Thread(target=_await_end, args=(ending,), daemon=True).start()
            busy_since: float | None = None
            while not ending.wait(TICK):
                try:
                    watcher.scan()
                    watcher.notify()
                    busy_since = None
                except LedgerBusy:
                    busy_since = busy_since or time.monotonic()
                    if time.monotonic() - busy_since > BUSY_PATIENCE:
                        raise
        deadline = time.monotonic() + request["seconds"]
        watcher.scan()
        while time.monotonic() < deadline:
            begun = watcher.notify(at_once=True, retry_now=not follow)
            if not begun and not watcher.busy:
                break
            watcher.wait(min(0.5, max(0.0, deadline - time.monotonic())))
        watcher.give_up()
        for (watch, to), tally in sorted(state.tallies().items()):
            if tally.waiting and (watch, to) in file.pairs:  # the others are no longer in the file
                report(
                    {
                        "event": "waiting",
                        "watch": watch,
                        "to": to,
                        "count": tally.waiting,
                        "failed": tally.failed,
                        "why": tally.problem,
                    }
                )


def _await_end(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
