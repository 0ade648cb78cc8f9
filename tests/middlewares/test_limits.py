"""Endless and growing answers: each is a server, each crawl has a healthy page beside them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import brotli
import pytest
from backports import zstd

from crawler import settings
from tests.middlewares.crawl import Crawl, crawl
from tests.middlewares.hostile import HostileServer, drip, flood, hang, reset, response, serving

MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = bytes(64 * MIB)

WITHOUT_PATIENCE = {
    **settings.DOWNLOADER_MIDDLEWARES,
    "crawler.middlewares.politeness.PolitenessMiddleware": None,
}
"""All attacks come from one host here, which would be given up long before the last."""

DEADLINE = 2.0
"""Seconds for a whole request to a slow page; 60 in the settings."""

SLOW = ("/hang", "/drip", "/drip-headers", "/drip-status")


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    gzip_bomb = gzip.compress(BOMB)
    with serving() as server:
        server.answer("/healthy", response(b"<p>Berita"))
        # Size on the wire
        server.answer("/announced", HEAD + b"Content-Length: 11534336\r\n\r\n")
        server.behave("/flood", flood(HEAD + b"\r\n", bytes(65536)))
        server.behave(
            "/chunks",
            flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n" + bytes(65535) + b"\r\n"),
        )
        server.answer("/sitemap.xml", response(b"<!-- " + bytes(11 * MIB) + b" -->", content_type="text/xml"))
        # Size after unpacking
        server.answer("/gzip", response(gzip_bomb, content_encoding="gzip"))
        server.answer("/gzip-gzip", response(gzip.compress(gzip_bomb), content_encoding="gzip, gzip"))
        server.answer("/layers", response(gzip.compress(b"x"), content_encoding=", ".join(["gzip"] * 500)))
        server.answer("/deflate", response(zlib.compress(BOMB), content_encoding="deflate"))
        server.answer("/br", response(brotli.compress(BOMB, quality=5), content_encoding="br"))
        server.answer("/zstd", response(zstd.compress(BOMB), content_encoding="zstd"))
        server.answer("/no-gzip", response(b"plain, not gzip at all", content_encoding="gzip"))
        server.answer("/no-br", response(b"plain, not brotli at all", content_encoding="br"))
        server.answer("/no-zstd", response(b"plain, not zstd at all", content_encoding="zstd"))
        # Headers
        server.behave("/headers", flood(HEAD, b"X-A: b\r\n" * 1000))
        server.behave("/interim", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000))
        server.behave("/header-line", flood(HEAD + b"X-A: ", b"b" * 65536))
        server.answer("/nonsense", b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
        server.answer(
            "/no-colon", b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Type: text/html\r\n\r\n<p>Berita"
        )
        server.answer("/empty", b"")
        # Time
        server.behave("/hang", hang)
        server.behave("/drip", drip(HEAD + b"Content-Length: 1000000\r\n\r\n", b"x"))
        server.behave("/drip-headers", drip(HEAD, b"X-A: b\r\n"))
        server.behave("/drip-status", drip(b"HTTP/1.1 ", b"2"))
        # The rest
        server.behave("/reset", reset)
        server.answer("/too-short", HEAD + b"Content-Length: 1000\r\n\r\n<p>Berita")
        server.answer("/too-long", HEAD + b"Content-Length: 4\r\n\r\n<p>Berita")
        server.answer("/two-lengths", HEAD + b"Content-Length: 9\r\nContent-Length: 4\r\n\r\n<p>Berita")
        server.answer("/bad-length", HEAD + b"Content-Length: many\r\n\r\n<p>Berita")
        server.answer("/bad-chunk", HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>Berita")
        server.behave("/radio", flood(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n", bytes(65536)))
        server.answer("/pdf", response(b"%PDF-1.4", content_type="application/pdf"))
        server.answer("/escape", response(b"x", content_type="image/\x1b]0;owned\x07\x1b[2Jpng"))
        server.answer("/loop", response(status="302 Found", location="/loop?"))
        server.answer("/loop?", response(status="302 Found", location="/loop"))
        yield server


@pytest.fixture(scope="module")
def attacked(server: HostileServer) -> Crawl:
    return crawl(
        [server.url(path) for path in server.behaviours],
        settings={
            "ALLOW_PRIVATE_ADDRESSES": True,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
            "DOWNLOADER_MIDDLEWARES": WITHOUT_PATIENCE,
        },
        meta={
            server.url("/sitemap.xml"): {"kind": "sitemap"},
            **{server.url(path): {"download_timeout": DEADLINE} for path in SLOW},
        },
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/announced", "size"),
        ("/flood", "size"),
        ("/chunks", "size"),
        ("/gzip", "size"),
        ("/gzip-gzip", "size"),
        ("/deflate", "size"),
        ("/br", "size"),
        ("/zstd", "size"),
        ("/layers", "encoding"),
        ("/no-gzip", "encoding"),
        ("/no-br", "encoding"),
        ("/no-zstd", "encoding"),
        ("/headers", "headers"),
        ("/interim", "headers"),
        ("/header-line", "connection_lost"),
        ("/nonsense", "broken_answer"),
        ("/empty", "connection_lost"),
        ("/hang", "timeout"),
        ("/drip", "timeout"),
        ("/drip-headers", "timeout"),
        ("/drip-status", "timeout"),
        ("/reset", "connection_lost"),
        ("/too-short", "broken_answer"),
        ("/two-lengths", "broken_answer"),
        ("/bad-length", "broken_answer"),
        ("/bad-chunk", "broken_answer"),
        ("/radio", "media"),
        ("/pdf", "media"),
        ("/escape", "media"),
        ("/loop", "redirect_loop"),
    ],
)
def test_each_attack_fails_under_its_name(
    attacked: Crawl, server: HostileServer, path: str, name: str
) -> None:
    outcome = attacked.outcomes[server.url(path)]
    assert (outcome.name, outcome.status) == (name, None)


@pytest.mark.parametrize("path", ["/healthy", "/no-colon", "/too-long", "/sitemap.xml"])
def test_what_can_be_read_is_read(attacked: Crawl, server: HostileServer, path: str) -> None:
    assert attacked.outcomes[server.url(path)].status == 200


def test_a_sitemap_may_be_larger_than_a_page(attacked: Crawl, server: HostileServer) -> None:
    assert attacked.outcomes[server.url("/sitemap.xml")].body_length > 11 * MIB


def test_the_run_ends_in_time_and_memory(attacked: Crawl) -> None:
    assert attacked.stats["finish_reason"] == "finished"
    assert attacked.seconds < 55
    assert attacked.peak_memory_kib < 300 * 1024


def test_nothing_unhandled_is_in_the_log(attacked: Crawl) -> None:
    assert "Traceback" not in attacked.log
    assert "Unhandled" not in attacked.log
    assert "log_count/ERROR" not in attacked.stats


def test_no_escape_of_a_header_reaches_the_log(attacked: Crawl) -> None:
    assert "owned" in attacked.log
    assert "\x1b" not in attacked.log


def test_redirects_end_after_five(attacked: Crawl, server: HostileServer) -> None:
    assert server.requests["/loop"] + server.requests["/loop?"] == 2 * 6  # two starts, each and five more
