"""Watchdog of a crawl: stops it when the heartbeats of its worker cease, orderly if there is time."""

from __future__ import annotations

import os
import select
import signal
import threading
import time

from crawler.cluster.retries import CUT_OFF

LOOK = 1.0
"""Seconds between two checks of a clock that includes suspended time, where available."""


class Watchdog(threading.Thread):
    """Watches a pipe: every byte is a heartbeat, EOF means that the worker died."""

    def __init__(self, fd: int, fence: float, grace: float) -> None:
        super().__init__(name="heartbeats", daemon=True)
        self._fd = fd
        self._fence = fence
        self._grace = grace
        self.cut = False
        """Whether the crawl was stopped because it lost its worker."""

    def run(self) -> None:
        last = _now()
        while (left := last + self._fence - _now()) > 0:
            ready, _, _ = select.select([self._fd], [], [], min(left, LOOK))
            if ready:
                if not os.read(self._fd, 4096):
                    break
                last = _now()
        self.cut = True
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(self._grace)
        os._exit(CUT_OFF)


def _now() -> float:
    """Elapsed seconds, including time suspended (Linux)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
