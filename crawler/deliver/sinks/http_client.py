"""HTTP client for sinks: one connection to the configured address, without redirects."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler import __version__
from crawler.deliver.errors import SinkDown, SinkMisconfigured

if TYPE_CHECKING:
    from urllib3 import PoolManager

CONNECT, ANSWER = 10.0, 30.0
"""Timeout in seconds to connect, and for each read of a response."""

WHOLE = 120.0
"""Timeout in seconds for a request with its whole response: a slow drip never exceeds the limit per read."""

MOST = 32 << 20
"""Bytes of a response body that are read."""

SHOWN = 200
"""Characters of a response body that errors quote."""


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Status and the beginning of the body, as one printable line."""
        words = " ".join(self.body[: 4 * SHOWN].decode("utf-8", "replace").split())
        line = "".join(character if character.isprintable() else "?" for character in words[:SHOWN])
        return f"HTTP {self.status}{f': {line}' if line else ''}"


class HttpClient:
    """Sends requests to one server. Redirects are not followed: they could point into a private network."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(address)
        self._parts = parts
        self._base = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._headers = {"User-Agent": f"Warta/{__version__}", **headers}
        if parts.username is not None and "Authorization" not in headers:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        self._pool: PoolManager | None = None
        self._sockets: list[socket.socket | None] = []

    def connect(self) -> None:
        """Connect and verify the certificate without a request. Raises SinkDown, SinkMisconfigured."""
        host = self._parts.hostname or ""
        tls = self._parts.scheme == "https"
        try:
            with socket.create_connection((host, self._parts.port or (443 if tls else 80)), CONNECT) as plain:
                if tls:
                    context = ssl.create_default_context()
                    with context.wrap_socket(plain, server_hostname=host):
                        pass
        except ssl.SSLError as error:
            raise SinkMisconfigured(f"TLS with {host} fails ({_why(error)})") from error
        except (OSError, UnicodeError) as error:
            raise SinkDown(f"{host} cannot be reached ({_why(error)})") from error

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The server's response, of any status. Raises SinkDown, SinkMisconfigured."""
        import urllib3

        if self._pool is None:
            self._pool = self._new_pool()
        host = self._parts.hostname
        clock = _Clock(self._sockets)
        try:
            response = self._pool.request(
                method,
                self._base + path,
                body=body,
                headers={**self._headers, **(headers or {})},
                redirect=False,
                timeout=urllib3.Timeout(connect=CONNECT, read=ANSWER),
                preload_content=False,
            )
            try:
                data = response.read(MOST, decode_content=True)
                if len(data) >= MOST:  # unread data is left: the connection cannot be reused
                    response.close()
            finally:
                response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if clock.has_struck:
                raise SinkDown(_unfinished(host)) from error
            if isinstance(error, urllib3.exceptions.SSLError):
                raise SinkMisconfigured(f"TLS with {host} fails ({_why(error)})") from error
            raise SinkDown(f"{host} does not respond ({_why(error)})") from error
        finally:
            clock.stop()
        if clock.has_struck:  # without a length, a truncated response looks complete
            self.close()
            raise SinkDown(_unfinished(host))
        found = {name.lower(): value for name, value in response.headers.items()}
        return Response(response.status, found, data)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.clear()
            self._pool = None
            self._sockets.clear()

    def _new_pool(self) -> PoolManager:
        """A pool of one connection, whose socket `_sockets` names."""
        import urllib3
        from urllib3.connection import HTTPConnection, HTTPSConnection

        opened = self._sockets

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened[:] = [self.sock]

        class Encrypted(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened[:] = [self.sock]

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class EncryptedPool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Encrypted

        manager = urllib3.PoolManager(
            num_pools=1, maxsize=1, ssl_context=ssl.create_default_context(), retries=False
        )
        manager.pool_classes_by_scheme = {"http": PlainPool, "https": EncryptedPool}
        return manager


class _Clock:
    """Cuts the connection after `WHOLE` seconds, unless it is stopped before."""

    def __init__(self, sockets: Sequence[socket.socket | None]) -> None:
        self._sockets = sockets
        self.has_struck = False
        self._timer = threading.Timer(WHOLE, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()

    def _strike(self) -> None:
        self.has_struck = True
        for one in self._sockets:
            if one is not None:
                with suppress(OSError):  # closed in the meantime
                    socket.socket.shutdown(one, socket.SHUT_RDWR)  # below TLS, which another thread reads


def _unfinished(host: str | None) -> str:
    return f"{host} does not finish its response within {WHOLE:.0f} s"


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
