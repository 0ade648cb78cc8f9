"""Watches during a crawl: matches are sent while it runs, failures are logged and kept for later runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.sample.server import serve_sample
from tests.crawling import LOOPBACK, crawl, records, scrapy
from tests.watch.test_sender import raw_server

WATCHES = """\
language = "en"

[tell]
grup = "json://kunci:rahasia@127.0.0.1:{port}/grup"
rusak = "json://kunci:rahasia@127.0.0.1:{port}/rusak"

[[watch]]
name = "bencana"
query = "title:(gempa OR longsor OR karhutla)"
tell = ["grup", "rusak"]
max_age_days = 0
"""


def told(httpserver: HTTPServer, path: str) -> list[str]:
    """The URLs of articles that a hook received."""
    return [
        line
        for request, _ in httpserver.log
        if request.path == path
        for line in json.loads(request.data)["message"].splitlines()
        if line.startswith("http")
    ]


def test_a_crawl_tells_each_match_once_and_keeps_what_failed(httpserver: HTTPServer, tmp_path: Path) -> None:
    broken = True

    def answer(request: Request) -> Response:
        return Response("", status=500 if broken and request.path == "/rusak" else 200)

    httpserver.expect_request(re.compile("/(grup|rusak)")).respond_with_handler(answer)
    file = tmp_path / "watch.toml"
    file.write_text(WATCHES.format(port=httpserver.port), encoding="utf-8")
    flags = ("-s", f"WATCH_FILE={file}", "-s", f"OUTPUT_DIR={tmp_path}")
    with serve_sample(port=0) as address:
        for _ in range(2):
            done = crawl(tmp_path, "-a", f"url={address}", settings=(*LOOPBACK, f"WATCH_FILE={file}"))
            assert done.returncode == 0, done.stderr
            assert "rahasia" not in done.stderr
            assert "watch bencana: 4 articles wait to be sent to rusak (HTTP 500)" in done.stderr
    wanted = {
        record["canonical_url"]
        for record in records(tmp_path)
        if re.search("gempa|longsor|karhutla", record["title"], re.IGNORECASE)
    }
    assert len(wanted) == 4
    assert sorted(told(httpserver, "/grup")) == sorted(wanted)
    shown = scrapy("watch", *flags)
    assert "grup: 4 sent, 0 waiting" in shown.stdout
    assert "rusak: 0 sent, 4 waiting; last failure: HTTP 500" in shown.stdout
    httpserver.clear_log()
    broken = False
    by_hand = scrapy("watch", "--tell", *flags)
    assert by_hand.returncode == 0, by_hand.stderr
    assert by_hand.stdout == "bencana: 4 sent to rusak\n"
    assert sorted(told(httpserver, "/rusak")) == sorted(wanted)
    assert told(httpserver, "/grup") == []
    assert "no message waits" in scrapy("watch", "--tell", *flags).stderr
    assert b"rahasia" not in (tmp_path / "ledger.db").read_bytes()


@pytest.mark.slow
def test_a_hook_that_hangs_costs_the_crawl_seconds_at_its_end(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    with serve_sample(port=0) as address, raw_server(b"", drip=60) as port:
        file.write_text(WATCHES.format(port=port), encoding="utf-8")
        done = crawl(tmp_path, "-a", f"url={address}", settings=(*LOOPBACK, f"WATCH_FILE={file}"))
    assert done.returncode == 0, done.stderr
    assert len(records(tmp_path)) == 16
    assert "watch bencana: 4 articles wait to be sent to grup (no answer" in done.stderr


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("longsor OR", "longsor OR OR"), ":9:37: query, character 28 (at 'OR karhutla)'): OR needs a term"),
        (("json://kunci:rahasia@", "jason://kunci:rahasia@"), "apprise does not accept the URL of grup"),
        (("tell =", "tel ="), ":10:1: unknown key 'tel'; nearest: tell"),
    ],
)
def test_a_bad_file_ends_the_crawl_before_it_begins(
    change: tuple[str, str], problem: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    file = tmp_path / "watch.toml"
    file.write_text(WATCHES.format(port=httpserver.port).replace(*change, 1), encoding="utf-8")
    done = crawl(tmp_path, "-a", f"url={httpserver.url_for('/')}", settings=(*LOOPBACK, f"WATCH_FILE={file}"))
    assert done.returncode == 2
    assert problem in done.stderr
    assert "rahasia" not in done.stderr
    assert httpserver.log == []
