"""HTTP client for sinks: one connection to the configured address, without redirects."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler import __version__
from crawler.deliver.errors import SinkDown, SinkMisconfigured

if TYPE_CHECKING:
    from urllib3 import PoolManager

CONNECT, ANSWER = 10.0, 30.0
"""Timeout in seconds to connect, and for each read of a response."""

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
            self._pool = urllib3.PoolManager(
                num_pools=1, maxsize=1, ssl_context=ssl.create_default_context(), retries=False
            )
        host = self._parts.hostname
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
        except urllib3.exceptions.SSLError as error:
            raise SinkMisconfigured(f"TLS with {host} fails ({_why(error)})") from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise SinkDown(f"{host} does not respond ({_why(error)})") from error
        found = {name.lower(): value for name, value in response.headers.items()}
        return Response(response.status, found, data)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.clear()
            self._pool = None


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
