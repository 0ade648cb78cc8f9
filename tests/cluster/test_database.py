"""Databases that a cluster cannot use: each is refused with one line that gives the solution."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from procrastinate.schema import SchemaManager

from crawler.cluster.database import newest_migration
from crawler.ledger.ledger import Ledger
from tests.cluster.commands import run_command
from tests.crawling import ROOT
from tests.ledger.postgres import Server

ENCRYPTION = (80877103, 80877104)
"""SSLRequest and GSSENCRequest of the protocol: refused here, then the client continues unencrypted."""

WITHOUT = """import sys
sys.modules['procrastinate'] = None
from scrapy.cmdline import execute
execute(['scrapy', *sys.argv[1:]])"""


def refusal(*arguments: str, url: str | None = None, command: str = "enqueue") -> str:
    """The line with which the command refuses."""
    status, _, stderr = run_command(command, *(arguments or ("--status",)), LEDGER_URL=url)
    assert status == 2, stderr
    (line,) = stderr.splitlines()
    assert line.startswith(f"scrapy {command}: ")
    return line


def accepted(*arguments: str, url: str) -> bool:
    """Whether `scrapy enqueue` succeeds."""
    status, _, stderr = run_command("enqueue", *arguments, LEDGER_URL=url)
    return status == 0 and "Traceback" not in stderr


def test_an_empty_queue_says_so(postgres: Server) -> None:
    told = run_command("enqueue", "--status", LEDGER_URL=postgres.new_database())
    assert told == (0, "", "nothing waits and nothing runs\n")


def libpq(url: str) -> str:
    return url.replace("+psycopg", "")


def test_sqlite_is_refused_with_the_way_out(tmp_path: Path) -> None:
    status, _, line = run_command("work", "--drain", OUTPUT_DIR=str(tmp_path))
    assert status == 2
    assert "pip install -e '.[cluster]'" in line
    assert "LEDGER_URL=postgresql" in line
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_a_worker_names_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "work"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "pip install -e '.[cluster]'" in line
    assert "LEDGER_URL" in line


def test_a_server_that_is_not_there(postgres: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        line = refusal(url=f"postgresql://warta:geheim@127.0.0.1:{free.getsockname()[1]}/warta")
    assert "refused" in line
    assert "start it or correct LEDGER_URL" in line
    assert "geheim" not in line


@contextmanager
def old_server(version: str) -> Iterator[int]:
    """A server that greets as PostgreSQL of this version (protocol 3.0), for one connection."""

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + (len(body) + 4).to_bytes(4) + body

    def greet() -> None:
        connection, _ = listener.accept()
        with connection:
            while True:
                start = connection.recv(4096)
                if int.from_bytes(start[4:8]) not in ENCRYPTION:
                    break
                connection.sendall(b"N")
            parameter = b"server_version\0" + version.encode() + b"\0"
            connection.sendall(message(b"R", bytes(4)) + message(b"S", parameter) + message(b"Z", b"I"))
            connection.recv(4096)

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


@pytest.mark.parametrize(("version", "told"), [("12.22", "PostgreSQL 12;"), ("9.6.24", "PostgreSQL 9.6;")])
def test_a_server_of_another_age(version: str, told: str) -> None:
    with old_server(version) as port:
        line = refusal(url=f"postgresql://warta@127.0.0.1:{port}/warta")
    assert told in line
    assert "needs 13 or later" in line


def test_the_queue_of_another_release(postgres: Server) -> None:
    url = postgres.new_database()
    assert accepted("--status", url=url)
    ours = newest_migration()
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        connection.execute("COMMENT ON TABLE procrastinate_jobs IS 'warta queue 99.00.00_01'")
        line = refusal(url=url)
        assert f"newer release (99.00.00_01, ours is {ours})" in line
        assert "upgrade this machine" in line
        connection.execute("COMMENT ON TABLE procrastinate_jobs IS NULL")
        assert accepted("--status", url=url), "as Procrastinate's own command makes it"
        connection.execute("DROP FUNCTION procrastinate_fetch_job_v2")
        assert "older release (unknown" in refusal(url=url)


def test_an_older_queue_is_upgraded_when_told(postgres: Server) -> None:
    url = postgres.new_database()
    Ledger.open(url).close()
    older = [
        file
        for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
        if file.name < "03.03"
    ]
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        for file in older:
            connection.execute(file.read_bytes())
        connection.execute("COMMENT ON TABLE procrastinate_jobs IS 'warta queue 03.02.00_50'")
        line = refusal(url=url)
        assert "older release (03.02.00_50" in line
        assert "stop all workers, then run scrapy enqueue --upgrade" in line
        assert accepted("--upgrade", url=url)
        assert accepted("--status", url=url)
        connection.execute("COMMENT ON TABLE procrastinate_jobs IS NULL")
        assert accepted("--status", url=url), "nothing is missing"


def test_a_database_of_something_else(postgres: Server) -> None:
    url = postgres.new_database()
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        connection.execute("CREATE TABLE accounts (id int)")
    assert "is not a ledger: it holds other tables (accounts)" in refusal(url=url)


@pytest.mark.parametrize(
    ("command", "arguments", "word"),
    [
        ("work", ["--concurrency", "0"], "--concurrency '0'"),
        ("work", ["--budget", "soon"], "budget='soon'"),
        ("work", ["--portal-budget", "1"], "budget='1'"),
        ("work", ["--memory", "much"], "--memory 'much'"),
        ("work", ["CLUSTER_STALLED=0"], "CLUSTER_STALLED"),
        ("work", ["CLUSTER_BACKOFF=1,x"], "CLUSTER_BACKOFF"),
        ("enqueue", [], "name one of --due"),
        ("enqueue", ["--due", "--all"], "--due selects"),
        ("enqueue", ["kota"], "'kota' is not understood"),
    ],
)
def test_arguments_that_cannot_be_used(command: str, arguments: list[str], word: str) -> None:
    settings = dict(one.split("=", 1) for one in arguments if one.startswith("CLUSTER_"))
    flags = [one for one in arguments if not one.startswith("CLUSTER_")]
    status, _, stderr = run_command(command, *flags, **settings)
    assert status == 2
    assert word in stderr
