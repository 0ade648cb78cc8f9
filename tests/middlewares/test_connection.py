"""Addresses that must not be contacted, requested through a running crawler."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.middlewares.crawl import Crawl, crawl


@pytest.fixture(scope="module")
def site() -> Iterator[HTTPServer]:
    """A site on loopback whose pages link elsewhere."""
    server = HTTPServer()
    server.start()
    server.expect_request("/").respond_with_data("<p>home", content_type="text/html")
    targets = {
        "/to-metadata": "http://169.254.169.254/latest/meta-data/",
        "/to-file": "file:///etc/passwd",
        "/to-odd": f"http://0x7f.1:{server.port}/",
        "/to-password": f"http://user:pass@127.0.0.1:{server.port}/",
        "/to-name": "http://metadata.test/",
        "/to-home": "/",
    }

    def lead(request: Request) -> Response:
        return Response(status=302, headers={"Location": targets[request.path]})

    for path in targets:
        server.expect_request(path).respond_with_handler(lead)
    server.expect_request("/refresh").respond_with_data(
        '<meta http-equiv="refresh" content="0; url=http://169.254.169.254/">', content_type="text/html"
    )
    yield server
    server.stop()


@pytest.fixture(scope="module")
def closed(site: HTTPServer) -> Crawl:
    """A crawl with the shipped settings, except the ports: the address alone must cause the refusal."""
    port = site.port
    return crawl(
        [
            f"http://127.0.0.1:{port}/",
            f"http://localhost:{port}/",
            f"http://rebound.test:{port}/",
            f"http://internal.test:{port}/",
            f"http://unspecified.test:{port}/",
            f"http://[::1]:{port}/",
            f"http://[::ffff:127.0.0.1]:{port}/",
            f"http://2130706433:{port}/",
            f"https://rebound.test:{port}/",
            "http://rebound.test:9/",
            "file:///etc/passwd",
            "data:text/html,<p>x",
        ],
        settings={
            "ALLOW_PORTS": [port],
            "ROBOTSTXT_OBEY": True,
            "TWISTED_DNS_RESOLVER": "tests.middlewares.crawl.ScriptedResolver",
            "SCRIPTED_HOSTS": {
                "rebound.test": "127.0.0.1",
                "internal.test": "10.20.30.40",
                "unspecified.test": "0.0.0.0",
            },
        },
    )


@pytest.fixture(scope="module")
def opened(site: HTTPServer) -> Crawl:
    """A crawl as the other tests run it: loopback may be contacted."""
    paths = ["/", "/to-metadata", "/to-file", "/to-odd", "/to-password", "/to-name", "/to-home", "/refresh"]
    return crawl(
        [site.url_for(path) for path in paths] + [f"http://127.0.0.1:{site.port}/", "http://metadata.test/"],
        settings={
            "ALLOW_PRIVATE_ADDRESSES": True,
            "TWISTED_DNS_RESOLVER": "tests.middlewares.crawl.ScriptedResolver",
            "SCRIPTED_HOSTS": {"metadata.test": "169.254.169.254"},
        },
    )


def test_private_addresses_are_refused_under_any_name(closed: Crawl, site: HTTPServer) -> None:
    reasons = {
        outcome.url.replace(str(site.port), "PORT"): outcome.reason for outcome in closed.outcomes.values()
    }
    assert reasons == {
        "http://127.0.0.1:PORT/": "loopback",
        "http://localhost:PORT/": "loopback",
        "http://rebound.test:PORT/": "loopback",
        "https://rebound.test:PORT/": "loopback",
        "http://internal.test:PORT/": "private",
        "http://unspecified.test:PORT/": "unspecified",
        "http://[::1]:PORT/": "loopback",
        "http://[::ffff:127.0.0.1]:PORT/": "mapped",
        "http://2130706433:PORT/": "notation",
        "http://rebound.test:9/": "port",
        "file:///etc/passwd": "scheme",
        "data:text/html,%3Cp%3Ex": "scheme",
    }
    assert {outcome.error for outcome in closed.outcomes.values()} == {"Refused"}


def test_refusals_are_counted_and_the_run_goes_on(closed: Crawl) -> None:
    assert closed.stats["finish_reason"] == "finished"
    assert closed.stats["guard/refused/notation"] == 1
    assert closed.stats["guard/refused/scheme"] == 2
    assert closed.stats["guard/refused/loopback"] >= 5
    assert closed.stats["guard/refused"] >= 12
    assert "log_count/ERROR" not in closed.stats
    assert "retry/count" not in closed.stats


def test_nothing_reached_the_site(closed: Crawl, opened: Crawl, site: HTTPServer) -> None:
    agents = [request.headers["Host"] for request, _ in site.log]
    assert agents, "the opened crawl came"
    assert not [host for host in agents if "rebound" in host or "internal" in host]
    assert "downloader/response_count" not in closed.stats


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to-metadata", "metadata"),
        ("/to-odd", "notation"),
        ("/to-password", "credentials"),
        ("/to-name", "offsite"),
        ("/refresh", "metadata"),
    ],
)
def test_a_redirect_is_checked_like_any_request(
    opened: Crawl, site: HTTPServer, path: str, reason: str
) -> None:
    outcome = opened.outcomes[site.url_for(path)]
    assert (outcome.error, outcome.reason) == ("Refused", reason)


def test_a_redirect_to_a_file_is_not_followed(opened: Crawl, site: HTTPServer) -> None:
    outcome = opened.outcomes[site.url_for("/to-file")]
    assert outcome.error == "HttpError"
    assert outcome.url == site.url_for("/to-file")


def test_loopback_opens_for_tests(opened: Crawl, site: HTTPServer) -> None:
    for url in (site.url_for("/"), site.url_for("/to-home"), f"http://127.0.0.1:{site.port}/"):
        assert opened.outcomes[url].status == 200


def test_metadata_addresses_stay_closed_when_loopback_is_open(opened: Crawl) -> None:
    assert opened.outcomes["http://metadata.test/"].reason == "metadata"
