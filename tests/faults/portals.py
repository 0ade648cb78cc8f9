"""Portals on loopback with faults, each on its own address, and the articles of healthy ones."""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.middlewares.hostile import Behaviour, HostileServer, drip, flood, hang, reset, response
from tests.sites.site import Reply
from tests.sites.wordpress import WordPress

ARTICLES = 12
CHALLENGE = b"<title>Just a moment...</title><p>Enable JavaScript<script>window._cf_chl_opt={}</script>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@cache
def bomb() -> bytes:
    """200 MiB, compressed; created on first use, since that takes a second."""
    return gzip.compress(bytes(200 * 1024 * 1024), 9)


def answer(data: bytes) -> Behaviour:
    return lambda connection, over: connection.sendall(data)


def storm() -> Behaviour:
    """500 and 503 alternately."""
    statuses = itertools.cycle(("500 Internal Server Error", "503 Service Unavailable"))
    return lambda connection, over: connection.sendall(response(b"oops", status=next(statuses)))


FAULTS: dict[str, Behaviour] = {
    "reset": reset,
    "hang": hang,
    "drip": drip(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "storm of 500 and 503": storm(),
    "wrong content type": answer(response(b"%PDF-1.7", content_type="application/pdf")),
    "bomb": lambda connection, over: connection.sendall(response(bomb(), content_encoding="gzip")),
    "malformed headers": answer(b"HTTP/1.1 200 OK\r\nContent-Length: banyak\r\n\r\n<p>x"),
    "challenge": answer(response(CHALLENGE, status="403 Forbidden")),
}
"""What a portal answers, either to everything but robots.txt or to some of its articles."""

FURTHER: dict[str, Behaviour] = {
    "endless body": flood(HEAD + b"\r\n", b"<p>lagi" * 8000),
    "endless headers": flood(HEAD, b"X-A: b\r\n" * 1000),
    "led away": answer(response(status="302 Found", location="http://169.254.169.254/latest/")),
}
"""More of the kind; one portal each."""

WHOLE = ("refused", "bad TLS", "slow robots", "endless pages")
"""What befalls a portal as a whole."""

SLOW = 1.0
"""Seconds before each answer of a slow portal."""

WAYS = (*WHOLE, *FAULTS)
"""The ways to misbehave of which each has its share of the portals."""


@dataclass(frozen=True)
class Faulty:
    """A portal with its faults; a healthy one has none.

    One fault applies to every answer of the portal; with several, each has an article, the newest first,
    until the host is given up; the rest is healthy.
    """

    id: str
    ways: tuple[str, ...]
    address: str
    expected: frozenset[str] | None
    """The addresses that must be delivered, None where nothing is promised."""


class EndlessPages(WordPress):
    """An endless calendar: each page leads to new pages, none of which is an article."""

    def reply(self, path: str, query: object, headers: object) -> Reply:
        number = hash(path) % 10_000_000
        links = "".join(f"<li><a href='/kalender/{number}/{step}/'>{number}</a>" for step in range(50))
        return Reply(f"<html><body><h1>Kalender</h1><ul>{links}</ul></body></html>")


def start(
    number: int, ways: tuple[str, ...], tls: ssl.SSLContext, articles: int = ARTICLES
) -> tuple[Faulty, Callable[[], None]]:
    """A portal with these faults, and a function to stop it."""
    host = f"127.0.{4 + number // 200}.{1 + number % 200}"
    server = HostileServer(tls if "bad TLS" in ways else None, host=host)
    site = EndlessPages(0) if "endless pages" in ways else WordPress(articles)
    site.base = server.url("/")
    paths = sorted((url.removeprefix(site.base.rstrip("/")) for url in site.articles), reverse=True)
    ill = {**FAULTS, **FURTHER}
    by_article = {path: ill[way] for path, way in zip(paths, ways, strict=False)} if len(ways) > 1 else {}

    def behave(path: str) -> Behaviour:
        if path == "/robots.txt":
            if "slow robots" in ways:
                return drip(b"HTTP/1.1 200 OK\r\n\r\n", b"#")
        elif len(ways) == 1 and ways[0] in ill:
            return ill[ways[0]]
        elif path in by_article:
            return by_article[path]

        def well(connection: socket.socket, over: threading.Event) -> None:
            if "slow" in ways:
                over.wait(SLOW)
            reply = site.respond(path)
            connection.sendall(
                response(reply.data, f"{reply.status} X", reply.content_type, **_keywords(reply.headers))
            )

        return well

    if "bomb" in ways:
        bomb()  # before a crawl waits for it, which would be another fault
    server.otherwise = behave
    if "refused" in ways:
        server.stop()
    else:
        server.start()
    name = ("healthy" if not ways else ways[0] if len(ways) == 1 else "mixed").replace(" ", "-").lower()
    expected = frozenset(site.articles) if ways in ((), ("slow",)) else None
    return Faulty(f"{name}-{number}", ways, site.base, expected), server.stop


def healthy_with_few_others(count: int) -> list[tuple[str, ...]]:
    """The faults of `count` portals: one is slow, one endless, one hostile, the rest is healthy."""
    return [("slow",), ("endless pages",), (*FAULTS, *FURTHER), *[()] * (count - 3)]


def _keywords(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_").lower(): value for name, value in headers.items()}


def assortment(count: int) -> list[tuple[str, ...]]:
    """The faults of `count` portals: a tenth of them has each of `WAYS`, the rest is healthy.

    A fault of the whole portal comes alone; of the other faults, one portal shows each everywhere, and the
    rest of the tenth show all of them, one article each. Faulty and healthy portals alternate.
    """
    tenth = max(1, count // 10)
    ill: list[tuple[str, ...]] = [(way,) for way in WHOLE for _ in range(tenth)]
    ill += [(way,) for way in (*FAULTS, *FURTHER)]
    names = tuple(FAULTS)
    ill += [names[2 * turn % 8 :] + names[: 2 * turn % 8] for turn in range(tenth - 1)]
    healthy: list[tuple[str, ...]] = [()] * (count - len(ill))
    turns = itertools.chain.from_iterable(itertools.zip_longest(ill, healthy))
    return [ways for ways in turns if ways is not None]
