"""Runs a program and measures wall time, CPU time and memory of it and all its children. Linux only."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

INTERVAL = 0.05
"""Seconds between two memory measurements."""

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds (wall, CPU) and peak memory in bytes: sums over the processes, so that shared pages count for
    each of them.
    """

    started: float
    wall: float
    cpu: float
    memory: int
    output: str


def run(
    command: Sequence[str], *, folder: Path, log: Path, environment: dict[str, str] | None = None
) -> Cost:
    """Run to the end. Raises RuntimeError with the last lines of `log` (stderr) if the program fails."""
    started, clock = time.time(), time.perf_counter()
    with log.open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True)
    with Peak(partial(memory_of, process.pid)) as peak:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise RuntimeError(f"{command} ended with status {process.returncode}:\n{tail}")
    return Cost(started, wall, usage.ru_utime + usage.ru_stime, peak.value, output)


class Peak:
    """The highest value of `measure` within the context, read every `INTERVAL` seconds: `value`."""

    def __init__(self, measure: Callable[[], int]) -> None:
        self.value = 0
        self._measure = measure
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(INTERVAL):
            self.value = max(self.value, self._measure())


def memory_of(pid: int) -> int:
    """Bytes of memory of a process and its descendants together.

    Does not use `ru_maxrss`, which starts from the memory of the parent at the time of the fork.
    """
    return sum(map(_resident, family(pid)))


def memory_of_children() -> int:
    """Bytes of memory of this program's descendants together."""
    return sum(map(_resident, family(os.getpid())[1:]))


def files_of_children() -> int:
    """The most files that one of this program's descendants has open."""
    most = 0
    for pid in family(os.getpid())[1:]:
        with suppress(OSError):
            most = max(most, len(os.listdir(f"/proc/{pid}/fd")))
    return most


def peak_memory_kib() -> int:
    """The largest resident size of this program so far; `ru_maxrss` would include its parent's."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1])


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            waiting += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has exited meanwhile
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0
