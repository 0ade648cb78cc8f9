"""Feeds name their hub, and the hub is notified when a feed changed; a failing hub costs nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from lxml import etree
from pytest_httpserver import HTTPServer

from crawler.export import websub
from crawler.export.websub import publish
from crawler.ledger.ledger import Ledger
from tests.browse.harvest import fill
from tests.crawling import scrapy
from tests.export.feed_rules import atom_complaints, json_feed_complaints, rss_complaints
from tests.ledger.making import make_article
from tests.watch.test_sender import raw_server

TOPIC = "https://warta.example.org/jatim.atom"
ATOM = "{http://www.w3.org/2005/Atom}link"


def links(feed: bytes) -> dict[str, str]:
    root = etree.fromstring(feed)
    node = root if "feed" in str(root.tag) else root[0]
    return {str(link.get("rel")): str(link.get("href")) for link in node.findall(ATOM)}


def test_the_hub_is_told_after_each_change_and_only_then(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/rahasia", method="POST").respond_with_data("", status=202)
    hub = httpserver.url_for("/rahasia")
    fill(tmp_path / "ledger.db")

    def export(form: str, *more: str) -> bytes:
        file = tmp_path / f"feed.{form}"
        flags = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"WEBSUB_HUB={hub}")
        done = scrapy("export", "--format", form, "--feed-address", TOPIC, "-o", str(file), *more, *flags)
        assert (done.returncode, done.stderr) == (0, "")
        return file.read_bytes()

    atom = export("atom")
    assert atom_complaints(atom) == []
    assert links(atom) == {"alternate": "https://contoh.go.id/", "self": TOPIC, "hub": hub}
    ((request, _),) = httpserver.log
    form = parse_qs(request.get_data(as_text=True))
    assert form == {"hub.mode": ["publish"], "hub.topic": [TOPIC], "hub.url": [TOPIC]}
    export("atom")
    assert len(httpserver.log) == 1
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.start_run()
        ledger.record_article(make_article(99, published_at="2026-11-29T08:00:00+07:00"), lambda stored: None)
        ledger.flush()
    export("atom")
    assert len(httpserver.log) == 2
    rss = export("rss")
    assert rss_complaints(rss) == []
    assert links(rss) == {"self": TOPIC, "hub": hub}
    feed = export("jsonfeed")
    assert json_feed_complaints(feed) == []
    assert json.loads(feed)["hubs"] == [{"type": "WebSub", "url": hub}]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--feed-address", TOPIC, "-o", "FILE"), "HTTP 500"),
        (("-o", "FILE"), "--feed-address must give the URL"),
        (("--feed-address", TOPIC), "changes of a feed on stdout cannot be detected"),
    ],
)
def test_what_keeps_the_hub_from_being_told_is_said_and_no_failure(
    arguments: tuple[str, ...], why: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request("/rahasia").respond_with_data("", status=500)
    fill(tmp_path / "ledger.db")
    given = [str(tmp_path / "feed.atom") if one == "FILE" else one for one in arguments]
    flags = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"WEBSUB_HUB={httpserver.url_for('/rahasia')}")
    done = scrapy("export", "--format", "atom", *given, *flags)
    assert done.returncode == 0
    assert f"the hub localhost was not notified: {why}" in done.stderr
    assert "rahasia" not in done.stderr


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 204 ok\r\n\r\n", None),
        (b"HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n", "HTTP 403"),
        (b"HTTP/1.1 307 go\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "HTTP 307"),
        (b"", "RemoteDisconnected"),
        (b"no HTTP\r\n\r\n", "BadStatusLine"),
    ],
)
def test_every_answer_of_a_hub_is_understood(answer: bytes, why: str | None) -> None:
    with raw_server(answer) as port:
        assert publish(f"http://127.0.0.1:{port}/", TOPIC) == why


def test_a_hub_that_is_not_there_is_named_so() -> None:
    assert publish("http://127.0.0.1:9/", TOPIC) == "Connection refused"


def test_a_hub_that_answers_byte_by_byte_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "PATIENCE", 1.0)
    begin = time.monotonic()
    with raw_server(b"HTTP/1.1 200 OK\r\n", drip=0.1) as port:
        assert publish(f"http://127.0.0.1:{port}/", TOPIC) == "no answer within 1 s"
    assert time.monotonic() - begin < 10
