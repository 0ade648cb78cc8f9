"""A program in its own process: `python -m MODULE ARGUMENTS`, with its libraries already loaded.

A start takes a tenth of a CPU second instead of a whole one, and the suite starts hundreds. What a program
loads first, and its messages while it loads, are visible only in one that Python itself starts.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

from tests.starting.server import HEADER

ROOT = Path(__file__).resolve().parents[2]


@cache
def _server() -> socket.socket:
    """The address for orders; the process behind it ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.starting.server", str(theirs.fileno())],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


class Program:
    """A started program, with the part of `subprocess.Popen` that tests use."""

    def __init__(
        self,
        *command: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: IO[bytes] | int | None = None,
        stdout: IO[bytes] | int | None = None,
        stderr: IO[bytes] | int | None = None,
    ) -> None:
        """`command` is a module and its arguments; a stream without a file is the null device."""
        self.command = command
        self.returncode: int | None = None
        order = {
            "module": command[0],
            "arguments": command[1:],
            "folder": str(cwd or Path.cwd()),
            "environment": dict(os.environ if env is None else env),
        }
        data = json.dumps(order).encode()
        self._answer, theirs = socket.socketpair()
        with theirs, open(os.devnull, "r+b", buffering=0) as null:
            streams = [null if stream is None else stream for stream in (stdin, stdout, stderr)]
            descriptors = [stream if isinstance(stream, int) else stream.fileno() for stream in streams]
            server = _server()
            socket.send_fds(server, [HEADER.pack(len(data))], [*descriptors, theirs.fileno()])
            server.sendall(data)
        self._lines = self._answer.makefile("rb")
        self.pid = self._number()

    def _number(self) -> int:
        line = self._lines.readline()
        if not line:
            raise ChildProcessError("the process that starts programs has ended")
        return int(line)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, negative for a signal. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._answer], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.command, timeout or 0)
            self.returncode = self._number()
            self._lines.close()
            self._answer.close()
        return self.returncode

    def poll(self) -> int | None:
        """The exit status, None while the program runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Logged(Program):
    """A program whose stderr is stored."""

    def __init__(self, *command: str, cwd: Path | None = None) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed once it is read)
        super().__init__(*command, cwd=cwd, stderr=self._log)

    def said(self, timeout: float) -> str:
        """Its whole stderr, once it has ended. Raises subprocess.TimeoutExpired."""
        self.wait(timeout)
        with self._log as log:
            log.seek(0)
            return _text(log.read())


def run(
    *command: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    standard_input: str = "",
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Like `subprocess.run([python, "-m", *command], capture_output=True, text=True)`.

    Returns when the program and all processes that inherited its output have ended. Raises
    subprocess.TimeoutExpired, with the program killed.
    """
    deadline = time.monotonic() + timeout
    with tempfile.TemporaryFile() as stdin:
        stdin.write(standard_input.encode())
        stdin.seek(0)
        (out, to_out), (errors, to_errors) = os.pipe(), os.pipe()
        try:
            program = Program(*command, cwd=cwd, env=env, stdin=stdin, stdout=to_out, stderr=to_errors)
        finally:
            os.close(to_out)
            os.close(to_errors)
    said = {out: bytearray(), errors: bytearray()}

    def give_up() -> NoReturn:
        program.kill()
        program.wait()
        raise subprocess.TimeoutExpired(command, timeout, bytes(said[out]), bytes(said[errors]))

    try:
        reading = {out, errors}
        while reading:
            ready, *_ = select.select(list(reading), [], [], max(0, deadline - time.monotonic()))
            if not ready:
                give_up()
            for descriptor in ready:
                part = os.read(descriptor, 65536)
                said[descriptor] += part
                if not part:
                    reading.remove(descriptor)
    finally:
        os.close(out)
        os.close(errors)
    try:
        status = program.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        give_up()
    texts: Sequence[str] = [_text(said[descriptor]) for descriptor in (out, errors)]
    return subprocess.CompletedProcess(command, status, *texts)


def _text(data: bytes | bytearray) -> str:
    return data.decode().replace("\r\n", "\n").replace("\r", "\n")
