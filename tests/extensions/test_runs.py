"""Messages of a real crawl on stderr: for people, as JSON, and with --quiet."""

from __future__ import annotations

import json
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.sites.wordpress import WordPress
from tests.spiders.crawl import crawl


def test_every_line_is_json_where_machines_read(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = WordPress(3).mount(httpserver)
    settings = {"LOG_FORMAT": "json", "PROGRESS_INTERVAL": "0.1", "DOWNLOAD_DELAY": "0.1"}
    done = crawl(tmp_path, settings=settings, url=address)
    assert done.status == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    events = [line["event"] for line in lines if "event" in line]
    assert events.count("progress") >= 2
    assert events[-1] == "summary"
    (portal,) = lines[-1]["portals"]
    assert portal["written"] == 3
    assert portal["state"] == "done"
    assert portal["requests"] >= 4
    assert portal["errors"] == 0
    assert portal["size"] > 1000


def test_progress_is_a_plain_line_off_a_terminal(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = WordPress(3).mount(httpserver)
    settings = {"PROGRESS_INTERVAL": "0.1", "DOWNLOAD_DELAY": "0.1"}
    done = crawl(tmp_path, settings=settings, url=address)
    lines = [line for line in done.stderr.splitlines() if " done; articles: " in line]
    assert lines
    assert "\x1b" not in done.stderr


def test_quiet_says_nothing_when_all_is_well(httpserver: HTTPServer, tmp_path: Path) -> None:
    settings = {"QUIET": "1", "LOG_LEVEL": "ERROR", "PROGRESS_INTERVAL": "0.1"}
    done = crawl(tmp_path, settings=settings, url=WordPress(3).mount(httpserver))
    assert done.status == 0
    assert done.stderr == ""


def test_quiet_names_what_failed(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(3)
    site.robots = "User-agent: *\nDisallow: /\n"
    settings = {"QUIET": "1", "LOG_LEVEL": "ERROR"}
    done = crawl(tmp_path, settings=settings, url=site.mount(httpserver))
    assert done.status == 1
    (line,) = done.stderr.splitlines()
    assert "robots.txt" in line
