"""A proxy on loopback that plays the hosts of the web: no name is looked up, no other host is contacted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host, path = parts.hostname or "", parts.path or "/"
        self.server.asked.append((host, path))
        pages = self.server.hosts.get(host)
        status, body = (502, "") if pages is None else (200, pages[path]) if path in pages else (404, "")
        if path == "/robots.txt":
            status, body = 404, ""
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_CONNECT(self) -> None:
        """No host speaks TLS."""
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Proxy(ThreadingHTTPServer):
    """`hosts`: the pages of each host by path; any other host answers 502. `asked`: the requests."""

    daemon_threads = True

    def __init__(self, hosts: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hosts = hosts
        self.asked: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def forward_proxy(hosts: Mapping[str, Mapping[str, str]]) -> Iterator[Proxy]:
    """Run the proxy."""
    proxy = Proxy(hosts)
    thread = Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
