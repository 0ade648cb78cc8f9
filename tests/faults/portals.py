"""Portals on loopback that misbehave, each on an address of its own, and what healthy ones publish."""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.middlewares.hostile import Behaviour, HostileServer, drip, flood, hang, reset, response
from tests.sites.site import Reply
from tests.sites.wordpress import WordPress

ARTICLES = 12
CHALLENGE = b"<title>Just a moment...</title><p>Enable JavaScript<script>window._cf_chl_opt={}</script>"
BOMB = gzip.compress(bytes(200 * 1024 * 1024), 9)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def answer(data: bytes) -> Behaviour:
    return lambda connection, over: connection.sendall(data)


FAULTS: dict[str, Behaviour] = {
    "reset": reset,
    "hang": hang,
    "drip": drip(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "storm of 500": answer(response(b"oops", status="500 Internal Server Error")),
    "storm of 503": answer(response(b"oops", status="503 Service Unavailable")),
    "wrong content type": answer(response(b"%PDF-1.7", content_type="application/pdf")),
    "endless body": flood(HEAD + b"\r\n", b"<p>lagi" * 8000),
    "bomb": answer(response(BOMB, content_encoding="gzip")),
    "malformed headers": answer(b"HTTP/1.1 200 OK\r\nContent-Length: banyak\r\n\r\n<p>x"),
    "endless headers": flood(HEAD, b"X-A: b\r\n" * 1000),
    "challenge": answer(response(CHALLENGE, status="403 Forbidden")),
    "led away": answer(response(status="302 Found", location="http://169.254.169.254/latest/")),
}
"""What a portal answers, either to everything but robots.txt or to its articles alone."""

OTHERS = ("refused", "bad TLS", "slow robots", "endless pages")
KINDS = (*FAULTS, *OTHERS)


@dataclass(frozen=True)
class Faulty:
    """A portal; `kind` is None for a healthy one, `everywhere` says whether its front page is ill too."""

    id: str
    kind: str | None
    everywhere: bool
    address: str
    expected: frozenset[str] | None
    """The addresses that must be delivered, None where nothing is promised."""


class EndlessPages(WordPress):
    """A calendar without end: each page leads to new pages, none of which is an article."""

    def reply(self, path: str, query: object, headers: object) -> Reply:
        number = hash(path) % 10_000_000
        links = "".join(f"<li><a href='/kalender/{number}/{step}/'>{number}</a>" for step in range(50))
        return Reply(f"<html><body><h1>Kalender</h1><ul>{links}</ul></body></html>")


def start(
    number: int, kind: str | None, everywhere: bool, tls: ssl.SSLContext
) -> tuple[Faulty, Callable[[], None]]:
    """A portal of this kind, and how to stop it."""
    host = f"127.0.{4 + number // 200}.{1 + number % 200}"
    server = HostileServer(tls if kind == "bad TLS" else None, host=host)
    site = EndlessPages(0) if kind == "endless pages" else WordPress(ARTICLES)
    site.base = server.url("/")
    articles = {url.removeprefix(site.base.rstrip("/")) for url in site.articles}

    def behave(path: str) -> Behaviour:
        ill = FAULTS.get(kind or "")
        if kind == "slow robots" and path == "/robots.txt":
            return drip(b"HTTP/1.1 200 OK\r\n\r\n", b"#")
        if ill is not None and path != "/robots.txt" and (everywhere or path in articles):
            return ill

        def well(connection: socket.socket, over: threading.Event) -> None:
            reply = site.respond(path)
            connection.sendall(
                response(reply.data, f"{reply.status} X", reply.content_type, **_keywords(reply.headers))
            )

        return well

    server.otherwise = behave
    if kind == "refused":
        server.stop()
    else:
        server.start()
    name = f"{(kind or 'healthy').replace(' ', '-').lower()}-{number}"
    faulty = Faulty(name, kind, everywhere, site.base, frozenset(site.articles) if kind is None else None)
    return faulty, server.stop


def _keywords(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_").lower(): value for name, value in headers.items()}


def assortment(count: int) -> list[tuple[str | None, bool]]:
    """Kinds for `count` portals: each fault in turn, everywhere, then at the articles; half are healthy."""
    ill = itertools.cycle([(kind, everywhere) for everywhere in (True, False) for kind in KINDS])
    return [next(ill) if number % 2 else (None, False) for number in range(count)]
