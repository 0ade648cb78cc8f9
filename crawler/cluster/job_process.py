"""Runs one crawl in a child process: starts it, forwards heartbeats, stops it, and reports its exit."""

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
from crawler.cluster.job_protocol import JobSpec

logger = logging.getLogger(__name__)

SIGN = b"."
"""Byte sent over the watchdog pipe."""

MAX_LINE_LENGTH = 2000
"""Maximum characters of a forwarded line."""

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class JobExit:
    """How the process ended: exit status (negative: a signal), whether we stopped it, its failure reason.

    `cpu` in seconds and `memory` in MiB as reported at its end; 0 if it could not report.
    """

    status: int
    stopped: bool
    reason: str
    cpu: float = 0.0
    memory: int = 0


class ForkServer:
    """Starts processes, forked from a server that has all imports done and nothing open."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["crawler.cluster.warm_up"])
        self._one_at_a_time = asyncio.Lock()

    async def start(self, name: str, job: JobSpec) -> JobProcess:
        """Start the process of a task."""
        heartbeats_end, heartbeats = self._context.Pipe(duplex=False)
        stderr, stderr_end = self._context.Pipe(duplex=False)
        cost, cost_end = self._context.Pipe(duplex=False)
        ends = (heartbeats_end, stderr_end, cost_end)
        process = self._context.Process(target=child_process.main, args=(job, *ends), name=name)
        async with self._one_at_a_time:
            await asyncio.to_thread(process.start)
        for end in ends:
            end.close()
        os.set_blocking(heartbeats.fileno(), False)
        return JobProcess(name, process, heartbeats, stderr, cost)


class JobProcess:
    """A child process; its lines on stderr are logged under the task's name."""

    def __init__(
        self,
        name: str,
        process: ForkServerProcess,
        heartbeats: Connection,
        stderr: Connection,
        cost: Connection,
    ) -> None:
        self.name = name
        self._process = process
        self._heartbeats = heartbeats
        self._pipe = stderr
        self._cost = cost
        self._stopped = False
        self._lines: deque[str] = deque(maxlen=20)
        self._over = asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._gone)

    @property
    def pid(self) -> int:
        """Process id."""
        assert self._process.pid is not None
        return self._process.pid

    def send_heartbeat(self) -> None:
        """Forward a heartbeat."""
        if not self._over.is_set():
            with contextlib.suppress(BlockingIOError, BrokenPipeError):  # not reading, or exited
                os.write(self._heartbeats.fileno(), SIGN)

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
                self._log(line)
            rest = rest[:MAX_LINE_LENGTH]
        self._log(rest)
        transport.close()
        await self._over.wait()
        status = await asyncio.to_thread(self._status)
        self._heartbeats.close()
        cpu, memory = self._reported()
        return JobExit(status, self._stopped, self._reason(status), cpu, memory)

    async def stop(self) -> None:
        """Stop it: orderly, then at once, then by SIGKILL."""
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

    def _reported(self) -> tuple[float, int]:
        with self._cost as cost, contextlib.suppress(EOFError):  # killed before it could report
            if cost.poll():
                cpu, memory = cost.recv()
                return float(cpu), int(memory)
        return 0.0, 0

    def _log(self, line: str) -> None:
        line = line.strip()[:MAX_LINE_LENGTH]
        if line:
            self._lines.append(line)
            logger.warning("%s: %s", self.name, line)

    def _reason(self, status: int) -> str:
        """Why it failed, in one line: its message about the task, its last line, or the signal that ended
        it."""
        if status < 0:
            return f"its process was ended by {signal.Signals(-status).name}"
        said = [
            line.removeprefix(f"{self.name}: ") for line in self._lines if line.startswith(f"{self.name}: ")
        ]
        return (said or list(self._lines) or [f"exit status {status}"])[-1]
