"""HTTP server of the browse application: one thread per connection, with limits."""

from __future__ import annotations

import socket
import sys
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from crawler.browse.app import BrowseApp

CONNECTIONS = 32
"""Concurrent connections; further ones are closed at once."""

IDLE_SECONDS = 20
"""Timeout of an idle client, in seconds."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self._free = BoundedSemaphore(CONNECTIONS)
        super().__init__(*arguments)

    def server_bind(self) -> None:
        """Bind without a DNS lookup of the host name, unlike WSGIServer."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print internal errors; ignore disconnected clients."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _IPv6Server(_Server):
    address_family = socket.AF_INET6


class _Answer(ServerHandler):
    server_software = "Warta"

    def log_exception(self, exc_info: Any) -> None:
        if not isinstance(exc_info[1], OSError):
            super().log_exception(exc_info)


class _Handler(WSGIRequestHandler):
    timeout = IDLE_SECONDS

    def address_string(self) -> str:
        """The client's IP address, without a DNS lookup."""
        return str(self.client_address[0])

    def log_message(self, format: str, *arguments: Any) -> None:
        """Log nothing per request."""

    def handle(self) -> None:
        try:
            self._handle()
        except TimeoutError:
            self.close_connection = True

    def _handle(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ""
            self.send_error(414)
            return
        if not self.parse_request():
            return
        answer = _Answer(
            self.rfile,
            self.wfile,  # type: ignore[arg-type]
            self.get_stderr(),
            self.get_environ(),
            multithread=True,
        )
        answer.request_handler = self  # type: ignore[attr-defined]
        answer.run(self.server.get_app())  # type: ignore[attr-defined]


def make_server(app: BrowseApp, host: str, port: int) -> WSGIServer:
    """A server that listens on this address; port 0 selects a free port. Raises OSError."""
    kind = _IPv6Server if ":" in host else _Server
    server = kind((host, port), _Handler)
    server.set_app(app)
    return server
