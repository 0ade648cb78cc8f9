"""One crawl in a process of its own: started, kept on its tether, told to stop, and its last words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from crawler.cluster import child_process
from crawler.cluster.durations import STOP_AT_ALL, STOP_IN_ORDER
from crawler.cluster.job_protocol import Order

logger = logging.getLogger(__name__)

SIGN = b"."
"""What is sent over the tether."""

LONGEST_LINE = 2000
"""Characters of a line that are passed on."""

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class JobExit:
    """How the process ended: exit status (negative: a signal), whether we asked, what it said last.

    `cpu` in seconds and `memory` in MiB as it told at its end; 0 where it could not.
    """

    status: int
    stopped: bool
    last_words: str
    cpu: float = 0.0
    memory: int = 0


class ForkServer:
    """Starts processes, forked from a server that has imported everything and holds nothing open."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["crawler.cluster.warm_up"])
        self._one_at_a_time = asyncio.Lock()

    async def start(self, name: str, order: Order) -> JobProcess:
        """Start the process of a task."""
        tether_end, tether = self._context.Pipe(duplex=False)
        words, words_end = self._context.Pipe(duplex=False)
        cost, cost_end = self._context.Pipe(duplex=False)
        ends = (tether_end, words_end, cost_end)
        process = self._context.Process(target=child_process.main, args=(order, *ends), name=name)
        async with self._one_at_a_time:
            await asyncio.to_thread(process.start)
        for end in ends:
            end.close()
        os.set_blocking(tether.fileno(), False)
        return JobProcess(name, process, tether, words, cost)


class JobProcess:
    """A child process, whose lines on stderr go to our log under the task's name."""

    def __init__(
        self,
        name: str,
        process: ForkServerProcess,
        tether: Connection,
        words: Connection,
        cost: Connection,
    ) -> None:
        self.name = name
        self._process = process
        self._tether = tether
        self._pipe = words
        self._cost = cost
        self._stopped = False
        self._words: deque[str] = deque(maxlen=20)
        self._over = asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._gone)

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def feed(self) -> None:
        """Pass a sign of life on."""
        if not self._over.is_set():
            with contextlib.suppress(BlockingIOError, BrokenPipeError):  # it does not listen, or not any more
                os.write(self._tether.fileno(), SIGN)

    async def ended(self) -> JobExit:
        """Wait for its end."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        pipe = os.fdopen(os.dup(self._pipe.fileno()), "rb", buffering=0)
        self._pipe.close()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
        rest = ""
        while data := await reader.read(CHUNK):
            *lines, rest = (rest + data.decode(errors="replace")).split("\n")
            for line in lines:
                self._say(line)
            rest = rest[:LONGEST_LINE]
        self._say(rest)
        transport.close()
        await self._over.wait()
        status = await asyncio.to_thread(self._status)
        self._tether.close()
        cpu, memory = self._told()
        return JobExit(status, self._stopped, self._reason(status), cpu, memory)

    async def stop(self) -> None:
        """Let it stop in order, then at once, then kill it."""
        self._stopped = True
        for signal_, patience in ((signal.SIGTERM, STOP_IN_ORDER), (signal.SIGTERM, STOP_AT_ALL)):
            self._send(signal_)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), patience)
                return
        self._send(signal.SIGKILL)
        await self._over.wait()

    def _send(self, signal_: signal.Signals) -> None:
        if not self._over.is_set():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal_)

    def _gone(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._over.set()

    def _status(self) -> int:
        self._process.join()
        status = self._process.exitcode
        self._process.close()
        return 1 if status is None else status

    def _told(self) -> tuple[float, int]:
        with self._cost as cost, contextlib.suppress(EOFError):  # killed before it could tell
            if cost.poll():
                cpu, memory = cost.recv()
                return float(cpu), int(memory)
        return 0.0, 0

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
