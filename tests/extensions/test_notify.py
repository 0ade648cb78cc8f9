"""Health changes are sent to a webhook and by e-mail; an unreachable receiver costs one log line."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings

from crawler.extensions.notify import notify
from crawler.report.run_data import Reason, Verdict
from tests.report.make import portal, run

BROKEN = portal("rusak", Verdict.BROKEN, Reason("failed", {"why": "connection refused\r\nBcc: x@y.example"}))
MENDED = portal("pulih")


class _Mailbox(socketserver.StreamRequestHandler):
    """The part of SMTP that a client needs (RFC 5321)."""

    def handle(self) -> None:
        self.reply("220 here")
        while line := self.rfile.readline().decode().strip():
            match line.split(" ")[0].upper():
                case "QUIT":
                    self.reply("221 bye")
                    return
                case "DATA":
                    self.reply("354 go on")
                    mail: list[bytes] = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        mail.append(part)
                    self.server.mails.append(b"".join(mail).decode())  # type: ignore[attr-defined]
                    self.reply("250 taken")
                case "RCPT" if self.server.refuses:  # type: ignore[attr-defined]
                    self.reply("550 no such mailbox")
                case _:
                    self.reply("250 ok")

    def reply(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def mailbox(*, refuses: bool = False) -> Iterator[tuple[int, list[str]]]:
    """A mail server on loopback: its port and the received messages."""
    mails: list[str] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox) as server:
        server.mails, server.refuses = mails, refuses  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], mails
        server.shutdown()


def mail_settings(port: int) -> Settings:
    return Settings(
        {
            "HEALTH_MAIL_TO": ["redaksi@example.go.id"],
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": port,
            "MAIL_FROM": "warta@example.go.id",
        }
    )


def test_the_webhook_gets_what_turned_and_why(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook", method="POST").respond_with_data("", status=204)
    notify(Settings({"HEALTH_WEBHOOK": httpserver.url_for("/hook")}), run(BROKEN, MENDED), [BROKEN, MENDED])
    ((request, _),) = httpserver.log
    told = json.loads(request.data)
    assert [(one["id"], one["verdict"]) for one in told["portals"]] == [("rusak", "broken"), ("pulih", "ok")]
    assert told["text"].startswith("rusak: broken; failed: connection refused")


def test_nothing_is_told_when_nothing_turned(httpserver: HTTPServer) -> None:
    notify(Settings({"HEALTH_WEBHOOK": httpserver.url_for("/hook")}), run(BROKEN), [])
    assert httpserver.log == []


@pytest.mark.parametrize("status", [404, 500])
def test_a_webhook_that_refuses_costs_one_line_without_its_secret(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    httpserver.expect_request("/hook/s3cret").respond_with_data("no", status=status)
    notify(Settings({"HEALTH_WEBHOOK": httpserver.url_for("/hook/s3cret")}), run(BROKEN), [BROKEN])
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert f"HTTP {status}" in line
    assert "s3cret" not in line


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/s3cret", "file:///etc/passwd", "nonsense"])
def test_a_webhook_that_is_down_or_no_web_costs_one_line(
    caplog: pytest.LogCaptureFixture, address: str
) -> None:
    notify(Settings({"HEALTH_WEBHOOK": address}), run(BROKEN), [BROKEN])
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "s3cret" not in caplog.text
    assert "Errno" not in caplog.text


def test_the_mail_says_what_turned() -> None:
    with mailbox() as (port, mails):
        notify(mail_settings(port), run(BROKEN), [BROKEN])
    (mail,) = mails
    head, _, text = mail.partition("\r\n\r\n")
    assert "Subject: Warta: 1 portal changed health, worst: broken" in head
    assert "To: redaksi@example.go.id" in head
    assert "Bcc" not in head
    assert "rusak: broken; failed: connection refused" in text


def test_mail_that_is_refused_or_has_no_server_costs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with mailbox(refuses=True) as (port, mails):
        notify(mail_settings(port), run(BROKEN), [BROKEN])
    notify(mail_settings(9), run(BROKEN), [BROKEN])
    assert mails == []
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


ANSWERS = {
    "no HTTP": [b"hello there\r\n\r\n"],
    "nothing": [],
    "a line without end": [b"HTTP/1.1 200 " + b"x" * 70_000],
    "a flood of headers": [b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 5000, b"\r\n"],
    "a redirect to a file": [b"HTTP/1.1 302 Found\r\nLocation: file:///etc/s3cret\r\n\r\n"],
    "a redirect without end": [b"HTTP/1.1 302 Found\r\nLocation: /hook/s3cret\r\n\r\n"],
    "a status of letters": [b"HTTP/1.1 abc s3cret\r\n\r\n"],
}


@contextmanager
def answering(parts: list[bytes], *, drip: bytes = b"") -> Iterator[str]:
    """The URL of a receiver that sends these bytes, then `drip` for ever."""
    over = threading.Event()

    class Receiver(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            try:
                for part in parts:
                    self.request.sendall(part)
                while drip and not over.wait(0.02):
                    self.request.sendall(drip)
            except OSError:
                pass  # the client went away

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Receiver) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook/s3cret"
        over.set()
        server.shutdown()


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_webhook_that_misbehaves_costs_one_line(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with answering(ANSWERS[kind]) as url:
        notify(Settings({"HEALTH_WEBHOOK": url}), run(BROKEN), [BROKEN])
    (line,) = caplog.messages
    assert line.startswith("health webhook 127.0.0.1 failed: ")
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    "parts", [[], [b"HTTP/1.1 200 OK\r\n"], [b"HTTP/1.1 100 Continue\r\n"], [b"HTTP/1.1 302 Found\r\nX: "]]
)
def test_a_webhook_that_drips_is_left(
    parts: list[bytes], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.extensions.notify.PATIENCE", 0.5)
    began = time.monotonic()
    with answering(parts, drip=b"a") as url:
        notify(Settings({"HEALTH_WEBHOOK": url}), run(BROKEN), [BROKEN])
        assert time.monotonic() - began < 3
    (line,) = caplog.messages
    assert line == "health webhook 127.0.0.1 failed: no complete response within 0.5 seconds"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/ho ok/s3cret",
        "http://127.0.0.1:9/hook\n/s3cret",
        "http://[::1/s3cret",
        "http://127.0.0.1:port/s3cret",
        "http://127.0.0.1:99999/s3cret",
        "http:///s3cret",
        "s3cret",
        "file:///s3cret",
        "http://127.0.0.1:9/s3cret\u0301",
    ],
)
def test_a_webhook_that_is_no_address_is_not_repeated(url: str, caplog: pytest.LogCaptureFixture) -> None:
    notify(Settings({"HEALTH_WEBHOOK": url}), run(BROKEN), [BROKEN])
    (line,) = caplog.messages
    assert "must be an http or https address" in line
    assert "s3cret" not in line
