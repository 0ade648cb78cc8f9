"""A portal named by its IPv6 address."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.crawling import crawl, records

TEXT = "".join(
    f"<p>Warga dusun {n} membersihkan saluran irigasi bersama perangkat desa.</p>" for n in range(9)
)
PAGES = {
    "/": "<h2><a href='/berita/12-warga-bersihkan-saluran-irigasi'>Warga Bersihkan Saluran Irigasi</a></h2>",
    "/berita/12-warga-bersihkan-saluran-irigasi": f"<h1>Warga Bersihkan Saluran Irigasi</h1>{TEXT}",
}


class Portal(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<html><body>{page or 'tidak ada'}</body></html>".encode())

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6


@pytest.fixture
def port() -> Iterator[int]:
    try:
        server = Server(("::1", 0), Portal)
    except OSError as error:
        pytest.skip(f"no IPv6 on this machine: {error}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_it_is_read_and_named_when_it_is_down(tmp_path: Path, port: int) -> None:
    done = crawl(tmp_path / "up", "-a", f"url=http://[::1]:{port}/")
    (record,) = records(tmp_path / "up")
    assert (done.returncode, record["title"]) == (0, "Warga Bersihkan Saluran Irigasi")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as closed:
        unused = closed.getsockname()[1]
    down = crawl(tmp_path / "down", "-a", f"url=http://[::1]:{unused}/")
    assert down.returncode == 1
    assert "connection refused" in down.stderr + down.stdout
