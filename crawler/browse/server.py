"""Serves the browse application over HTTP: a thread per connection, with limits on both."""

from __future__ import annotations

import socket
import sys
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from crawler.browse.app import BrowseApp

CONNECTIONS = 32
"""Connections at a time; further ones are closed at once."""

IDLE_SECONDS = 20
"""Longest wait for a client that sends or takes nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self._free = BoundedSemaphore(CONNECTIONS)
        super().__init__(*arguments)

    def server_bind(self) -> None:
        """Bind without asking the DNS for the host's name, as WSGIServer would."""
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
        """Print an error of the program; a client that went away is none."""
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
        """The client's address; its name would need a request to the DNS."""
        return str(self.client_address[0])

    def log_message(self, format: str, *arguments: Any) -> None:
        """No line per request."""

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
    """A server that listens on this address; port 0 takes a free one. Raises OSError."""
    kind = _IPv6Server if ":" in host else _Server
    server = kind((host, port), _Handler)
    server.set_app(app)
    return server
