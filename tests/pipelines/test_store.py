from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.export.folders import articles_file
from crawler.ledger.ledger import Ledger
from tests.ledger.making import PORTAL, make_article
from tests.starting.program import ROOT, Logged

Site = tuple[str, Counter[str]]


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    """A site of articles `/1`, `/2`, ...; every tenth page has no title. Requests are counted."""
    seen: Counter[str] = Counter()

    def page(request: Request) -> Response:
        number = request.path.strip("/")
        seen[number] += 1
        title = "" if number.endswith("0") else f"<h1>Berita {number}</h1>"
        return Response(f"<html><body>{title}<p>Isi berita {number}.</p></body></html>", mimetype="text/html")

    httpserver.expect_request(re.compile(r"/\d+")).respond_with_handler(page)
    return httpserver.url_for(""), seen


IN_FLIGHT = 16
"""Requests that Scrapy sends at once to all hosts, by default."""


def start(site: Site, output: Path, count: int, *settings: str) -> Logged:
    address = site[0].rstrip("/")
    return Logged("tests.pipelines.store_crawl", address, str(count), str(output), *settings, cwd=ROOT)


def run(site: Site, output: Path, count: int, *settings: str) -> str:
    process = start(site, output, count, *settings)
    stderr = process.said(timeout=60)
    assert process.returncode == 0, stderr
    assert "Traceback" not in stderr
    return stderr


def records(output: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for file in output.glob("articles/*/*.jsonl")
        for line in file.read_bytes().splitlines()
    ]


def test_a_crawl_stores_what_it_finds_and_the_next_one_fetches_nothing(site: Site, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    summary = run(site, tmp_path, 120, f'FEEDS={{"{feed}": {{"format": "jsonlines"}}}}')
    assert "108 written, 12 dropped (12 no_title)" in summary
    found = records(tmp_path)
    assert [record["seq"] for record in found] == list(range(1, 109))
    assert len({record["id"] for record in found}) == 108
    assert len(site[1]) == 120
    summary = run(site, tmp_path, 120)
    assert "0 written, 120 unchanged, 0 dropped" in summary
    assert sum(site[1].values()) == 120
    assert records(tmp_path) == found


def test_feeds_hold_what_is_stored(site: Site, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    run(site, tmp_path, 30, f'FEEDS={{"{feed}": {{"format": "jsonlines"}}}}')
    fed = [json.loads(line) for line in feed.read_text().splitlines()]
    assert sorted(fed, key=lambda one: int(one["seq"])) == records(tmp_path)


def test_a_file_that_cannot_be_made_whole_stops_the_crawl_with_one_line(site: Site, tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    day = ledger.start_run().crawl_date
    assert ledger.lease(PORTAL)
    ledger.record_article(make_article(1))
    ledger.flush()
    ledger.close(finished=False)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("update runs set process = '1:1'")  # one that ended long ago
    articles_file(tmp_path, PORTAL.id, day).mkdir(parents=True)
    said = run(site, tmp_path, 5)
    assert "cannot be written" in said
    assert "Task exception" not in said


@pytest.fixture
def slow_site() -> Iterator[tuple[Site, Event, Event]]:
    """A site that answers 20 requests and then delays its answers until it is told to continue."""
    seen: Counter[str] = Counter()
    stuck, go_on = Event(), Event()

    def page(request: Request) -> Response:
        number = request.path.strip("/")
        seen[number] += 1
        if seen.total() > 20:
            stuck.set()
            go_on.wait(20)
        body = f"<html><body><h1>Berita {number}</h1><p>Isi {number}.</p></body></html>"
        return Response(body, mimetype="text/html")

    with HTTPServer(threaded=True) as server:
        server.expect_request(re.compile(r"/\d+")).respond_with_handler(page)
        yield (server.url_for(""), seen), stuck, go_on
        go_on.set()


def test_one_interrupt_leaves_everything_finished_so_far_on_disk(
    slow_site: tuple[Site, Event, Event], tmp_path: Path
) -> None:
    site, stuck, go_on = slow_site
    process = start(site, tmp_path, 60, "CONCURRENT_REQUESTS_PER_DOMAIN=2")
    assert stuck.wait(30)
    process.send_signal(signal.SIGINT)
    go_on.set()
    stderr = process.said(timeout=30)
    assert "Traceback" not in stderr
    answered = len(site[1])
    assert answered < 60
    assert len(records(tmp_path)) == answered
    run(site, tmp_path, 60)
    assert sorted(record["seq"] for record in records(tmp_path)) == list(range(1, 61))  # type: ignore[type-var]
    assert set(site[1].values()) == {1}


def test_a_killed_crawl_loses_nothing_and_repeats_nothing(
    slow_site: tuple[Site, Event, Event], tmp_path: Path
) -> None:
    site, stuck, go_on = slow_site
    process = start(site, tmp_path, 60, "CONCURRENT_REQUESTS_PER_DOMAIN=2")
    assert stuck.wait(30)
    process.kill()
    process.wait(timeout=30)
    asked, stored = site[1].total(), len(records(tmp_path))
    go_on.set()
    run(site, tmp_path, 60)
    found = records(tmp_path)
    assert len(found) == 60
    assert [record["seq"] for record in found] == list(range(1, 61))
    assert site[1].total() - 60 <= asked - stored + IN_FLIGHT  # those in flight may be counted late


def test_two_runs_do_not_crawl_one_portal(slow_site: tuple[Site, Event, Event], tmp_path: Path) -> None:
    site, stuck, go_on = slow_site
    first = start(site, tmp_path, 40)
    assert stuck.wait(30)
    assert "another run crawls contoh" in run(site, tmp_path, 40)
    go_on.set()
    first.wait(timeout=30)
    assert len(records(tmp_path)) == 40
    assert set(site[1].values()) == {1}


def test_a_ledger_that_is_locked_for_a_while_delays_the_crawl_only(
    slow_site: tuple[Site, Event, Event], tmp_path: Path
) -> None:
    site, stuck, go_on = slow_site
    process = start(site, tmp_path, 40, "CONCURRENT_REQUESTS_PER_DOMAIN=2")
    assert stuck.wait(30)
    with Ledger.open(tmp_path / "ledger.db") as other, other._writing():
        go_on.set()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
    stderr = process.said(timeout=30)
    assert "Traceback" not in stderr
    assert [record["seq"] for record in records(tmp_path)] == list(range(1, 41))
