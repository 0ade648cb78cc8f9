"""A crawl's end of the tether to its worker: without a sign of life it stops, in order if there is time."""

from __future__ import annotations

import os
import select
import signal
import threading
import time

from crawler.cluster.retries import CUT_OFF

LOOK = 1.0
"""Seconds between two looks at the clock: one that goes on while the machine sleeps, where there is one."""


class Watchdog(threading.Thread):
    """Watches a pipe: every byte is a sign of life, its end the worker's death."""

    def __init__(self, fd: int, fence: float, grace: float) -> None:
        super().__init__(name="tether", daemon=True)
        self._fd = fd
        self._fence = fence
        self._grace = grace
        self.cut = False
        """Whether the crawl was told to stop for lack of its worker."""

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
    """Seconds that went by, those in which the machine slept included (Linux)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
