"""Certificates are verified, except for portals that the registry exempts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from crawler.extraction import extract_article
from crawler.portals import Portal
from tests.middlewares.certificates import Authority
from tests.middlewares.crawl import Crawl, crawl
from tests.middlewares.hostile import HostileServer, response


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("trusted"), "trusted")


@pytest.fixture(scope="module")
def servers(
    trusted: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, HostileServer]]:
    stranger = Authority(tmp_path_factory.mktemp("stranger"), "stranger")
    contexts = {
        "good": trusted.server("127.0.2.1"),
        "stranger": stranger.server("127.0.2.2"),
        "expired": trusted.server("127.0.2.3", days=-1),
        "other name": trusted.server("lain.go.id"),
        "marked": stranger.server("127.0.2.5"),
    }
    with ExitStack() as stack:
        servers = {}
        for number, (name, context) in enumerate(contexts.items(), start=1):
            server = servers[name] = HostileServer(context, host=f"127.0.2.{number}")
            server.start()
            stack.callback(server.stop)
            server.answer("/", response(b"<p>Berita"))
        yield servers


@pytest.fixture(scope="module")
def met(trusted: Authority, servers: dict[str, HostileServer]) -> Crawl:
    urls = {name: server.url("/") for name, server in servers.items()}
    return crawl(
        list(urls.values()),
        settings={"ALLOW_PRIVATE_ADDRESSES": True},
        unverified=[urls["marked"]],
        environment={"SSL_CERT_FILE": str(trusted.root)},
    )


def name_of(met: Crawl, server: HostileServer) -> str | None:
    outcome = next(one for url, one in met.outcomes.items() if f"{server.host}:{server.port}" in url)
    return outcome.name or str(outcome.status)


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("good", "200"),
        ("stranger", "certificate"),
        ("expired", "certificate"),
        ("other name", "certificate"),
        ("marked", "200"),
    ],
)
def test_certificates(met: Crawl, servers: dict[str, HostileServer], server: str, name: str) -> None:
    assert name_of(met, servers[server]) == name


def test_a_record_says_that_its_portal_was_not_verified() -> None:
    html = "<html><body><h1>Jembatan</h1><article>" + "<p>Wali Kota meresmikan jembatan.</p>" * 5
    for tls, warned in (("verified", False), ("unverified", True)):
        portal = Portal("x", "x", "https://x.go.id/", "x.go.id", tls=tls)  # type: ignore[arg-type]
        article = extract_article(html, "https://x.go.id/jembatan", portal)
        assert ("tls_unverified" in article.warnings) is warned


def test_nothing_is_sent_to_a_server_that_cannot_prove_itself(
    met: Crawl, servers: dict[str, HostileServer]
) -> None:
    assert met.stats["finish_reason"] == "finished"
    for name in ("stranger", "expired", "other name"):
        assert not servers[name].requests
