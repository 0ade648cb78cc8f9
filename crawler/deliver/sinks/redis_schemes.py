"""Finds out whether a Redis server that cannot be reached needs the other scheme, with or without TLS."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

PATIENCE = 3.0
"""Seconds for the connection and for the reply."""

PORT = 6379


def scheme_hint(url: str) -> str | None:
    """How to write the URL if the server speaks Redis without TLS, or only with it; else None.

    A server without TLS waits for the end of a command that never comes, and one with TLS resets the
    connection: neither says what is wrong.
    """
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or PORT), PATIENCE) as connection:
            if parts.scheme == "rediss" and _replies_to_ping(connection):
                return "the server speaks Redis without TLS: write redis://, or turn TLS on at the server"
            if parts.scheme == "redis" and _speaks_tls(connection):
                return "the server asks for TLS: write rediss://"
    except (OSError, ValueError):
        pass
    return None


def _replies_to_ping(connection: socket.socket) -> bool:
    connection.sendall(b"PING\r\n")
    return connection.recv(64).startswith((b"+PONG", b"-NOAUTH", b"-DENIED", b"-LOADING"))


def _speaks_tls(connection: socket.socket) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # sends nothing: only the handshake is of interest
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with context.wrap_socket(connection):
        return True
