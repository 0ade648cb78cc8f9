"""The portal spider over real HTTP on loopback."""

from __future__ import annotations

import socket
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.sites.wordpress import WordPress
from tests.spiders.crawl import crawl


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
