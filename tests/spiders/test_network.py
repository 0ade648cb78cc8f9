"""This machine's own network is down: one line, exit status 1, and no portal is marked as failed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from scrapy.exceptions import DownloadConnectionRefusedError
from twisted.internet.error import ConnectionRefusedError as Refused
from twisted.internet.error import NoRouteError

from crawler.middlewares.failures import ProxyRefused, UnansweredLookup, failure_reason
from crawler.middlewares.resolver import Resolver, was_unanswered
from crawler.stats.outcomes import network_trouble, read_outcomes
from tests.crawling import LOOPBACK, crawl
from tests.sites.wordpress import WordPress

LOCAL = {
    "no DNS server answers": UnansweredLookup("x"),
    "no route to the network": NoRouteError(),  # type: ignore[no-untyped-call]
    "the proxy refuses the connection": ProxyRefused("x"),
}


@pytest.mark.parametrize("text", LOCAL)
def test_only_a_run_without_any_response_has_no_network(text: str) -> None:
    reason = failure_reason(LOCAL[text])[1]
    stats = {
        "portal/a/failed": f"https://a.example/: {reason}",
        "portal/b/failed": f"https://b.example/: {reason}",
    }
    assert network_trouble(read_outcomes(stats), stats) == text
    assert network_trouble(read_outcomes(stats), {**stats, "downloader/response_count": 1}) is None
    other = {**stats, "portal/b/failed": failure_reason(DownloadConnectionRefusedError("x"))[1]}
    assert network_trouble(read_outcomes(other), other) is None
    healthy = {**stats, "portal/c/found": 3}
    assert network_trouble(read_outcomes(healthy), healthy) is None


def test_a_portal_that_refuses_is_not_the_network() -> None:
    error = Refused()  # type: ignore[no-untyped-call]
    assert failure_reason(error)[1] == "unreachable: no connection"


@pytest.mark.parametrize(
    ("message", "unanswered"),
    [
        ("[Errno -3] Temporary failure in name resolution", True),
        ("timeout error", True),
        ("[Errno -2] Name or service not known", False),
    ],
)
def test_the_resolver_knows_whether_a_server_answered(message: str, unanswered: bool) -> None:
    Resolver(None, 0, 1.0)._fail("wonoasri.example", message)  # type: ignore[arg-type]
    assert was_unanswered("wonoasri.example") is unanswered


def test_a_proxy_that_refuses_touches_no_portal(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = WordPress(6)
    site.mount(httpserver)
    settings = (*LOOPBACK, "REPORT=0", "RETRY_TIMES=0")
    assert crawl(tmp_path, "-a", f"url={site.base}", settings=settings).returncode == 0
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("no_proxy", "")
    result = crawl(tmp_path, "-a", f"url={site.base}", "--quiet", settings=settings)
    assert result.returncode == 1, result.stderr
    assert result.stderr.strip().splitlines()[-1].startswith("No network: the proxy refuses the connection; ")
    with sqlite3.connect(tmp_path / "ledger.db") as ledger:
        assert ledger.execute("SELECT verdict, failed FROM visits").fetchall() == [("ok", None)]
