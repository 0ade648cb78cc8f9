"""The portal spider over real HTTP on loopback."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.sites.site import Reply, TestSite
from tests.sites.wordpress import WordPress
from tests.spiders.crawl import ROOT, WHOLE, crawl


def test_a_stock_wordpress_comes_out_whole(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(23, permalinks="slug")
    address = site.mount(httpserver)
    done = crawl(tmp_path, url=address)
    assert done.status == 0, done.stderr
    assert sorted(done.urls) == sorted(site.articles)
    assert "Traceback" not in done.stderr
    assert done.only == {
        "found": 25,
        "written": 23,
        "dropped/protected": 2,
        "note/WordPress REST API is closed (HTTP 401); using sitemaps and feeds": 1,
    }


def test_limit_ends_the_run_early(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(40)
    done = crawl(tmp_path, url=site.mount(httpserver), limit="5")
    assert done.status == 0, done.stderr
    assert len(done.pages) == 5
    assert len(site.requests) < 15


def test_a_site_without_articles_fails_by_name(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/").respond_with_data(
        "<html><body>Segera hadir</body></html>", content_type="text/html"
    )
    httpserver.expect_request(re.compile("/.+")).respond_with_data("", status=404)
    done = crawl(tmp_path, url=httpserver.url_for("/"))
    assert done.status == 1
    assert "no article found" in done.only["failed"]
    assert "Traceback" not in done.stderr


def test_robots_that_forbid_are_obeyed_and_named(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(3)
    site.robots = "User-agent: *\nDisallow: /\n"
    done = crawl(tmp_path, url=site.mount(httpserver))
    assert done.status == 1
    assert "robots.txt forbids" in done.only["failed"]
    assert site.requests == ["/robots.txt"]


def test_an_unreachable_portal_is_named(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    done = crawl(tmp_path, url=f"http://127.0.0.1:{port}/", settings={"RETRY_TIMES": "0"})
    assert done.status == 1
    assert "unreachable: connection refused" in done.only["failed"]
    assert "Traceback" not in done.stderr


def test_robots_that_fail_forbid_everything(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("oops", status=503)
    done = crawl(tmp_path, url=httpserver.url_for("/"), settings={"RETRY_TIMES": "0"})
    assert done.status == 1
    assert "robots.txt cannot be read: HTTP 503" in done.only["failed"]


def test_bad_arguments_end_with_status_2(tmp_path: Path) -> None:
    done = crawl(tmp_path, portal="mediacenter-malangkta")
    assert done.status == 2
    assert "nearest: mediacenter-malangkota" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_undated_listing_ends_where_all_are_older(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(120, sitemap="none", feed=False)
    site.protected = []
    since = site.posts[14].date.date()
    done = crawl(tmp_path, url=site.mount(httpserver), since=since.isoformat(), settings=WHOLE)
    assert done.status == 0, done.stderr
    assert len(done.pages) == 15
    assert done.only["dropped/before_since"] <= 15  # the rest of their page, and the next one
    assert len(site.requests) < 50


class Moody:
    """Each portal has its own fault, once or always."""

    def __init__(self, site: TestSite, server: HTTPServer, error_text: Callable[[int], Reply | None]) -> None:
        self.address = site.mount(server)
        self.times: list[float] = []
        answer = site.respond

        def respond(target: str, headers: Mapping[str, str] | None = None) -> Reply:
            if target == "/robots.txt":
                return answer(target, headers)
            self.times.append(time.monotonic())
            return error_text(len(self.times)) or answer(target, headers)

        site.respond = respond  # type: ignore[method-assign]


def test_trouble_is_waited_for_or_named(tmp_path: Path) -> None:
    challenge = (ROOT / "tests/guard/challenges/cloudflare.html").read_bytes()

    def busy(header: Callable[[], str]) -> Callable[[int], Reply | None]:
        return lambda n: Reply("", 429, headers={"Retry-After": header()}) if n == 2 else None

    troubles: dict[str, Callable[[int], Reply | None]] = {
        "seconds": busy(lambda: "2"),
        "date": busy(lambda: formatdate(time.time() + 3, usegmt=True)),
        "shielded": lambda n: Reply(challenge, 403),
        "later-shielded": lambda n: Reply(challenge, 403) if n > 6 else None,
        "well": lambda n: None,
    }
    with ExitStack() as stack:
        portals = {}
        for number, (name, error_text) in enumerate(troubles.items(), start=1):
            server = stack.enter_context(HTTPServer(host=f"127.0.3.{number}", port=0))  # its own host
            portals[name] = Moody(WordPress(8, sitemap="plugin"), server, error_text)
        file = tmp_path / "portals.toml"
        file.write_text(
            "".join(
                f'[[portal]]\nid = "{n}"\nname = "{n}"\naddress = "{p.address}"\n' for n, p in portals.items()
            )
        )
        # Without any delay, Scrapy ignores the time of a host's next request.
        settings = {"PORTALS_FILE": str(file), "DOWNLOAD_DELAY": "0.02"}
        done = crawl(tmp_path, portal=",".join(portals), settings=settings)
    assert done.status == 1
    assert "Traceback" not in done.stderr
    for name in ("seconds", "date", "well"):
        assert done.of(name)["written"] == 8, done.of(name)
        assert "failed" not in done.of(name)
    for name in ("seconds", "date"):
        times = portals[name].times
        assert times[2] - times[1] >= 1.9, "the server was asked again before it wanted"
    assert "challenge page by Cloudflare" in done.of("shielded")["failed"]
    assert len(portals["shielded"].times) <= 3
    assert "failed" in done.of("later-shielded")
    assert len(portals["later-shielded"].times) <= 12


def test_no_page_is_told_where_it_was_found(httpserver: HTTPServer, tmp_path: Path) -> None:
    referrers: list[str | None] = []

    class Asking(WordPress):
        """Asks for notifications in its headers."""

        def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
            referrers.append(headers.get("referer"))
            answer = super().reply(path, query, headers)
            return replace(answer, headers={**answer.headers, "Referrer-Policy": "unsafe-url"})

    site = Asking(3)
    done = crawl(tmp_path, url=site.mount(httpserver))
    assert len(done.pages) == 3
    assert set(referrers) == {None}
    assert "Referer" not in done.stderr
