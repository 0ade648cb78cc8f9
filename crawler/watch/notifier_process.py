"""Starts the notification process (`crawler.watch.notifier`) and reads its events."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler.portals.errors import UsageError
from crawler.watch.watch_file import WatchFile

ROOT = Path(__file__).resolve().parents[2]
BOOT = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the crawl ends its processes
sys.path.insert(0, sys.argv[1])
from crawler.watch.notifier import main
main()
"""
CHECK_SECONDS = 60.0
SEND_SECONDS = 60.0

Event = dict[str, Any]


class NotifierProcess:
    """A running notification process; `on_event` is called in a separate thread."""

    def __init__(self, request: Mapping[str, Any], on_event: Callable[[Event], None]) -> None:
        """Raises OSError if the process cannot be started."""
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-P", "-c", BOOT, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._on_event = on_event
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._process.stdin is not None
        with suppress(OSError):  # the process has exited already; `wait` gives its status
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    @property
    def running(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def finish(self) -> None:
        """Close stdin, which ends the process after its last messages."""
        assert self._process.stdin is not None
        with suppress(OSError):  # the process has exited already
            self._process.stdin.close()

    def wait(self, seconds: float) -> bool:
        """Wait up to `seconds` for the process to exit; False if it is still running."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> int:
        """Terminate the process if it is running; returns its exit status, negative if it was killed."""
        if self.running:
            self._process.kill()
        status = self._process.wait()
        self._reader.join(timeout=5)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._on_event(json.loads(line))


def run(request: Mapping[str, Any], seconds: float) -> list[Event]:
    """Run one request in its own process. Raises UsageError for a rejected request.

    The process is killed after the time limit; the events until then are returned.
    """
    events: list[Event] = []
    process = NotifierProcess(request, events.append)
    process.finish()
    process.wait(seconds)
    status = process.kill()
    for event in events:
        if event["event"] == "error":
            raise UsageError(event["why"])
    if status > 0:
        raise UsageError(f"the notification process exited with status {status}")
    return events


def check_destinations(file: WatchFile) -> None:
    """Check that apprise is installed and accepts the URL of each used destination. Raises UsageError."""
    used = {name: file.address(name) for watch in file.watches for name in watch.tell}
    if used:
        run({"mode": "check", "addresses": used}, CHECK_SECONDS)


def send_to(destinations: Mapping[str, str], message: Mapping[str, str | None]) -> dict[str, str | None]:
    """Send one message to each address; returns the reason of each failure, or None. Raises UsageError."""
    events = run(
        {"mode": "send", "addresses": dict(destinations), "message": dict(message)},
        SEND_SECONDS * len(destinations),
    )
    sent = {event["to"]: event["why"] for event in events if event["event"] == "sent"}
    return {name: sent.get(name, "no answer in time") for name in destinations}
