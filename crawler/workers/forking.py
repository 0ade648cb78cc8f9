"""Processes of our own beside a crawl's, which load only what they need; and what holds for all that read
pages: Python's garbage collector, set for a long run of many short-lived trees.
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
gc.disable()  # what is loaded stays; `freeze_loaded` turns it on
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the crawl ends its processes
_, root, fd, *numbers = sys.argv
sys.path.insert(0, root)
from {} import main
main(int(fd), *map(float, numbers))
"""

THRESHOLDS = (5000, 10, 3)
"""Allocations before the youngest generation is looked at, and runs of each before the next older one."""


def start(module: str, *numbers: float, fd: int) -> subprocess.Popen[bytes]:
    """A process that calls `main(fd, *numbers)` of a module of this project; it keeps `fd` open.

    Not by `multiprocessing`, whose processes load the program that started them: all of Scrapy. Raises
    OSError.
    """
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-c", BOOT.format(module), str(ROOT), str(fd), *map(str, numbers)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[fd],
    )


def cores() -> int:
    """The cores that this process may use: those that it may run on, and no more than a container's quota
    of processor time fills (part of a core counts as one)."""
    most = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cpu_quota()
    return most if quota is None else max(1, min(most, math.ceil(quota)))


def freeze_loaded() -> None:
    """What is loaded by now stays to the end: no collection walks over it again.

    Then a collection of the oldest generation is cheap, and it may come often: what is held in cycles (a
    failed request, a library's own) goes away with the memory of its page.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(*THRESHOLDS)
