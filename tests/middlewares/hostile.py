"""A server on loopback that answers with raw bytes, valid HTTP or not, or misbehaves."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket, threading.Event], None]
"""What to do with a connection after its request was read, until the event says that the test is over."""

TICK = 0.05
"""Seconds between drops of a dripping answer."""


class HostileServer:
    """Serves each path by its behavior, other paths by `otherwise`; one answer per connection."""

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.behaviours: dict[str, Behaviour] = {}
        self.otherwise: Callable[[str], Behaviour] = lambda path: not_found
        self.requests: Counter[str] = Counter()
        self._over = threading.Event()
        self._tls = tls
        self._listener = socket.create_server((host, 0), backlog=128)
        self.host, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def url(self, path: str) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}{path}"

    def answer(self, path: str, data: bytes) -> str:
        """Answer `path` with these raw bytes; returns its address."""
        return self.behave(path, lambda connection, over: connection.sendall(data))

    def behave(self, path: str, behaviour: Behaviour) -> str:
        self.behaviours[path] = behaviour
        return self.url(path)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._listener.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(30)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                data = connection.recv(65536)
                if not data:
                    return
                request += data
            path = request.split(b" ", 2)[1].decode("latin-1")
            self.requests[path] += 1
            behaviour = self.behaviours.get(path) or self.otherwise(path)
            behaviour(connection, self._over)
        except OSError:
            pass  # the crawler closed the connection, as it should
        finally:
            connection.close()


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[HostileServer]:
    server = HostileServer(tls)
    server.start()
    yield server
    server.stop()


def response(
    body: bytes = b"", status: str = "200 OK", content_type: str = "text/html", **headers: str
) -> bytes:
    """A well-formed answer; keyword `content_encoding="gzip"` becomes `Content-Encoding: gzip`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1") + body


def not_found(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(response(status="404 Not Found"))


def hang(connection: socket.socket, over: threading.Event) -> None:
    """Accepts the request and never answers."""
    over.wait()


def reset(connection: socket.socket, over: threading.Event) -> None:
    """Closes the connection with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip(head: bytes, drop: bytes) -> Behaviour:
    """Sends `head`, and then `drop` repeatedly, slowly, without end."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(TICK):
            connection.sendall(drop)

    return behave


def flood(head: bytes, chunk: bytes) -> Behaviour:
    """Sends `head`, and then `chunk` without end, as fast as possible."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.is_set():
            connection.sendall(chunk)

    return behave
