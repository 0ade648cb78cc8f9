"""One crawl in a process of its own: started, kept on its tether, told to stop, and its last words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from crawler.cluster.timing import STOP_AT_ALL, STOP_IN_ORDER

logger = logging.getLogger(__name__)

SIGN = b"."
"""What is sent over the tether."""

LONGEST_LINE = 2000
"""Characters of a line that are passed on."""

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """How the process ended: exit status (negative: a signal), whether we asked, what it said last."""

    status: int
    stopped: bool
    last_words: str


class TaskProcess:
    """A child process, whose lines on stderr go to our log under the task's name."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._process = process
        self._stopped = False
        self._words: deque[str] = deque(maxlen=20)

    @classmethod
    async def start(cls, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Self:
        """Start it, in a session of its own: Ctrl-C at the worker's terminal is for the worker."""
        process = await asyncio.create_subprocess_exec(
            *command,
            env=dict(environment),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        return cls(name, process)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def feed(self) -> None:
        """Pass a sign of life on."""
        tether = self._process.stdin
        assert tether is not None
        if self._process.returncode is None and not tether.is_closing():
            tether.write(SIGN)

    async def ended(self) -> Ended:
        """Wait for its end."""
        assert self._process.stderr is not None
        rest = ""
        while data := await self._process.stderr.read(CHUNK):
            *lines, rest = (rest + data.decode(errors="replace")).split("\n")
            for line in lines:
                self._say(line)
            rest = rest[:LONGEST_LINE]
        self._say(rest)
        status = await self._process.wait()
        return Ended(status, self._stopped, self._reason(status))

    async def stop(self) -> None:
        """Let it stop in order, then at once, then kill it."""
        self._stopped = True
        for signal_, patience in ((signal.SIGTERM, STOP_IN_ORDER), (signal.SIGTERM, STOP_AT_ALL)):
            self._send(signal_)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), patience)
                return
        self._send(signal.SIGKILL)
        await self._process.wait()

    def _send(self, signal_: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal_)

    def _say(self, line: str) -> None:
        line = line.strip()[:LONGEST_LINE]
        if line:
            self._words.append(line)
            logger.warning("%s: %s", self.name, line)

    def _reason(self, status: int) -> str:
        """Why it failed, in a line: what it said of the task, or said last, or the signal that ended it."""
        if status < 0:
            return f"its process was ended by {signal.Signals(-status).name}"
        said = [
            line.removeprefix(f"{self.name}: ") for line in self._words if line.startswith(f"{self.name}: ")
        ]
        return (said or list(self._words) or [f"exit status {status}"])[-1]
