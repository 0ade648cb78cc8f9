"""Starts worker processes that import only what they need, and configures garbage collection for long runs
with many short-lived trees.
"""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
from pathlib import Path

from crawler.workers.cpu_quota import cpu_quota

ROOT = Path(__file__).resolve().parents[2]
BOOT = """
import gc, signal, sys
gc.disable()  # imported modules stay; `freeze_loaded` enables it
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the crawl stops its workers
_, root, fd, *numbers = sys.argv
sys.path.insert(0, root)
from {} import main
main(int(fd), *map(float, numbers))
"""

THRESHOLDS = (5000, 10, 3)
"""Thresholds of the three generations (`gc.set_threshold`)."""


def start(module: str, *numbers: float, fd: int) -> subprocess.Popen[bytes]:
    """Start a process that calls `main(fd, *numbers)` of a module of this project and inherits `fd`.

    `multiprocessing` would import the program that starts it: all of Scrapy. Raises OSError.
    """
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-c", BOOT.format(module), str(ROOT), str(fd), *map(str, numbers)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[fd],
    )


def cores() -> int:
    """Number of cores this process may use: its CPU affinity, limited by a container's CPU quota (fractions
    round up)."""
    most = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cpu_quota()
    return most if quota is None else max(1, min(most, math.ceil(quota)))


def freeze_loaded() -> None:
    """Exempt everything imported so far from garbage collection.

    Collections of the oldest generation become cheap and can run often, so that reference cycles (failed
    requests, cycles inside libraries) release the memory of their pages.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(*THRESHOLDS)
