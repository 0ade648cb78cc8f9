"""A private PostgreSQL server from the machine's binaries, for the duration of the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

ACCOUNTS = ("postgres", "nobody")
"""The server refuses to run as root; the first of these users runs it then."""

SETTINGS = ("fsync=off", "full_page_writes=off", "unix_socket_directories=", "listen_addresses=127.0.0.1")


class NoPostgres(Exception):
    """This machine has no PostgreSQL server."""


@dataclass
class Server:
    """A running server; `restart` acts like an administrator's restart."""

    binaries: Path
    folder: Path
    port: int
    user: int | None
    numbers: Iterator[int]

    def new_database(self) -> str:
        """The address of a fresh, empty database."""
        name = f"ledger_{next(self.numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://warta@127.0.0.1:{self.port}/{name}"

    def restart(self) -> None:
        self.control("restart", "-m", "fast")

    def control(self, action: str, *arguments: str) -> None:
        """Run `pg_ctl ACTION` and wait for it."""
        options = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"port={self.port}"))
        started = ("-o", options) if action != "stop" else ()
        log = ("-l", str(self.folder / "log")) if action != "stop" else ()
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", *log, *started, action, *arguments)

    def run(self, program: str, *arguments: str) -> None:
        result = subprocess.run(
            [self.binaries / program, *arguments],
            user=self.user,
            group=self.user and pwd.getpwuid(self.user).pw_gid,
            extra_groups=[] if self.user else None,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"{program}: {result.stderr.decode(errors='replace')}")

    def _address(self, database: str) -> str:
        return f"postgresql://warta@127.0.0.1:{self.port}/{database}"


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`. Raises NoPostgres."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("initdb")
    for folder in (*([Path(on_path).resolve().parent] if on_path else []), *debian):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres("no PostgreSQL server is installed (Debian: apt-get install postgresql)")


@contextmanager
def private_server() -> Iterator[Server]:
    """A server on a free port. Raises NoPostgres."""
    user = None
    if os.geteuid() == 0:
        names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
        user = next((names[name] for name in ACCOUNTS if name in names), None)
        if user is None:
            raise NoPostgres(f"PostgreSQL refuses root, and there is no user {' or '.join(ACCOUNTS)}")
    folder = Path(tempfile.mkdtemp(prefix="warta-postgres-"))
    if user is not None:
        os.chown(folder, user, -1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(binaries(), folder, port, user, count(1))
    try:
        server.run("initdb", "-D", str(folder / "data"), "-U", "warta", "-A", "trust", "-E", "UTF8", "-N")
        server.control("start")
        try:
            yield server
        finally:
            server.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
