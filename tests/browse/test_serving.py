"""The browse server over a socket, and Datasette beside it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.browse.app import BrowseApp
from crawler.browse.server import CONNECTIONS, make_server
from tests.browse.harvest import fill
from tests.crawling import ROOT


@contextmanager
def serving(output: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "browse",
        *arguments,
        "-s",
        f"OUTPUT_DIR={output}",
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said: list[str] = []
        for line in server.stderr:
            said.append(line)
            if match := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                break
        else:
            pytest.fail("".join(said))
        try:
            yield match[1], server
        finally:
            server.terminate()
            server.stderr.read()


def _pair() -> int:
    """A free port with a free one behind it, below the ports that the system hands out."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000, 2):
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    pytest.fail("no two free ports")


def status(address: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_command_serves_and_stops_by_sigterm(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    with serving(tmp_path, "--port", "0", "--allow-host", "berita.example.go.id") as (address, server):
        with urllib.request.urlopen(f"{address}/api/articles?limit=2", timeout=10) as answer:
            assert [one["seq"] for one in json.load(answer)["articles"]] == [1, 2]
        assert status(f"{address}/", Host="berita.example.go.id") == 200
        assert status(f"{address}/", Host="evil.example") == 421
    assert server.returncode == 0


def test_sql_is_served_on_request_alone_with_limits_and_ends_with_the_command(tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    fill(tmp_path / "ledger.db")
    with serving(tmp_path, "--sql", "--port", str(_pair())) as (address, _server):
        port = int(address.rpartition(":")[2]) + 1
        sql = f"http://127.0.0.1:{port}/warta.json?_shape=array&sql="
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{sql}select+count(*)+as+n+from+articles", timeout=10) as answer:
                    assert json.load(answer) == [{"n": 30}]
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        else:
            pytest.fail((tmp_path / "browse" / "datasette.log").read_text())
        assert status(f"{sql}select+length(randomblob(1900000000))") == 400
        assert status(f"{sql}delete+from+articles") == 400
        assert status(f"{sql}select+1", Host="evil.example") == 421
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_client_that_sends_nothing_does_not_hold_the_others(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    server = make_server(BrowseApp(tmp_path / "none.db", tmp_path), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = ("127.0.0.1", server.server_port)
        silent = [socket.create_connection(address, timeout=5) for _ in range(CONNECTIONS - 1)]
        assert status(f"http://127.0.0.1:{server.server_port}/static/browse.css") == 200
        silent.append(socket.create_connection(address, timeout=5))
        refused = socket.create_connection(address, timeout=5)
        assert refused.recv(10) == b"", "closed at once"
        for one in (*silent, refused):
            one.close()
    finally:
        server.shutdown()
        server.server_close()
