"""robots.txt is obeyed in every form, and forbids the host while it cannot be read (RFC 9309)."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.middlewares.crawl import Crawl, crawl
from tests.middlewares.hostile import HostileServer, response

RULES = b"User-agent: *\nDisallow: /secret\n"
CHALLENGE = b"<html><script>window._cf_chl_opt={}</script><p>Checking</p></html>"
OBEYED = {
    "as an image": response(RULES, content_type="image/png"),
    "as a PDF": response(RULES, content_type="application/pdf"),
    "plain text called gzip": response(RULES, content_encoding="gzip"),
    "gzip": response(gzip.compress(RULES), content_encoding="gzip"),
    "UTF-16": response(codecs.BOM_UTF16_LE + RULES.decode().encode("utf-16-le")),
    "UTF-16 without a mark": response(RULES.decode().encode("utf-16-be")),
    "UTF-32": response(codecs.BOM_UTF32_LE + RULES.decode().encode("utf-32-le")),
    "UTF-8 with a mark": response(codecs.BOM_UTF8 + RULES),
    "Latin-1": response(b"# caf\xe9\n" + RULES),
    "on another host": b"",
}
UNREADABLE = {
    "HTTP 500": response(status="500 Internal Server Error"),
    "HTTP 501": response(status="501 Not Implemented"),
    "HTTP 429": response(status="429 Too Many Requests"),
    "a bomb": response(gzip.compress(b"\0" * 200_000_000), content_encoding="gzip"),
    "oversized headers": response(RULES, x_filler="x" * 60_000, y_filler="y" * 60_000),
    "a challenge": response(CHALLENGE, status="403 Forbidden", content_type="text/html"),
}
NO_RULES = {
    "HTTP 404": response(status="404 Not Found"),
    "HTTP 403": response(status="403 Forbidden"),
    "a page": response(b"<!doctype html><html><body><p>Beranda</p></body></html>", content_type="text/html"),
    "nothing": response(b""),
}


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, HostileServer]]:
    made: dict[str, HostileServer] = {}
    with ExitStack() as stack:
        for number, (name, answer) in enumerate({**OBEYED, **UNREADABLE, **NO_RULES}.items(), start=2):
            server = HostileServer(host=f"127.0.5.{number}")
            server.start()
            stack.callback(server.stop)
            made[name] = server
            server.answer("/robots.txt", answer)
            for path in ("/secret", "/berita"):
                server.answer(path, response(b"<p>Berita"))
        other = made["HTTP 404"]
        other.answer("/rules.txt", response(RULES))
        made["on another host"].answer(
            "/robots.txt", response(status="302 Found", location=other.url("/rules.txt"))
        )
        yield made


@pytest.fixture(scope="module")
def done(servers: dict[str, HostileServer]) -> Crawl:
    urls = [server.url(path) for server in servers.values() for path in ("/secret", "/berita")]
    settings = {"ALLOW_PRIVATE_ADDRESSES": True, "ROBOTSTXT_OBEY": True, "BACKOFF_SECONDS": 0.01}
    return crawl(urls, settings=settings, timeout=120)


def ended(done: Crawl, server: HostileServer) -> tuple[str, str]:
    outcomes = [done.outcomes[server.url(path)] for path in ("/secret", "/berita")]
    first, second = [one.reason or f"HTTP {one.status}" for one in outcomes]
    return first, second


@pytest.mark.parametrize("name", OBEYED)
def test_obeyed(done: Crawl, servers: dict[str, HostileServer], name: str) -> None:
    assert ended(done, servers[name]) == ("robots", "HTTP 200")


@pytest.mark.parametrize("name", UNREADABLE)
def test_forbidden_while_unreadable(done: Crawl, servers: dict[str, HostileServer], name: str) -> None:
    assert ended(done, servers[name]) == ("robots_unreachable", "robots_unreachable")


@pytest.mark.parametrize("name", NO_RULES)
def test_no_rules(done: Crawl, servers: dict[str, HostileServer], name: str) -> None:
    assert ended(done, servers[name]) == ("HTTP 200", "HTTP 200")
