"""Telling through apprise: real webhooks and mail on loopback, services that fail, drip or never end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.policy import default
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.portals.errors import UsageError
from crawler.watch import notifier_process
from crawler.watch.notifier_process import run, send_to
from tests.extensions.test_notify import mailbox

HOSTILE = "<script>alert(1)</script> @everyone {{ 7*7 }} \u202e\"'`*_[x](javascript:1)\r\nBcc: a@example.org"


def message(**more: str) -> dict[str, str | None]:
    return {"title": "Warta: bencana", "text": "Banjir melanda desa\nhttps://contoh.go.id/berita/1", **more}


def test_a_webhook_gets_title_and_text(httpserver: HTTPServer) -> None:
    seen: list[tuple[Any, Any]] = []

    def answer(request: Request) -> Response:
        seen.append((json.loads(request.data), request.authorization))
        return Response("ok")

    httpserver.expect_request("/hook").respond_with_handler(answer)
    address = f"json://kunci:rahasia@127.0.0.1:{httpserver.port}/hook"
    assert send_to({"grup": address}, message()) == {"grup": None}
    ((body, login),) = seen
    assert body["title"] == "Warta: bencana"
    assert body["message"].splitlines() == ["Banjir melanda desa", "https://contoh.go.id/berita/1"]
    assert login["password"] == "rahasia"


def test_mail_gets_html_where_there_is_some_and_no_header_of_a_strangers() -> None:
    with mailbox() as (port, mails):
        address = f"mailto://127.0.0.1:{port}/?mode=insecure&from=warta@example.org&to=humas@example.org"
        sent = send_to({"a": address}, message(title=HOSTILE, html="<p>Kliping &lt;b&gt;</p>"))
        assert sent == {"a": None}
        plain = send_to({"a": address}, message(text=HOSTILE))
        assert plain == {"a": None}
        first, second = (message_from_string(mail, policy=default) for mail in mails)
    assert first["Bcc"] is None
    html = first.get_body(("html",))
    assert html is not None
    assert "<p>Kliping &lt;b&gt;</p>" in html.get_content()
    body = second.get_body(("html", "plain"))
    assert body is not None
    assert "<script>" not in body.get_content() or body.get_content_type() == "text/plain"


@contextmanager
def raw_server(answer: bytes, *, drip: float = 0, endless: bool = False) -> Iterator[int]:
    """A port that answers like this: byte by byte with pauses, or without end."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                client, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(client,), daemon=True).start()

    def talk(client: socket.socket) -> None:
        try:
            client.recv(65536)
            client.sendall(answer)
            while not over.is_set() and (drip or endless):
                client.sendall(b"x" * (1 if drip else 1 << 20))
                over.wait(drip)
        except OSError:
            pass
        client.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        server.close()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n", "HTTP 500"),
        (b"HTTP/1.1 401 no\r\nContent-Length: 0\r\n\r\n", "HTTP 401"),
        (b"HTTP/1.1 307 go\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "HTTP 307"),
        (b"", "the connection failed"),
        (b"no HTTP at all\r\n\r\n", "the connection failed"),
    ],
)
def test_what_kind_of_failure_it_was_is_said(answer: bytes, problem: str) -> None:
    with raw_server(answer) as port:
        assert send_to({"a": f"json://rahasia:sandi@127.0.0.1:{port}/token"}, message()) == {"a": problem}


@pytest.mark.parametrize("kind", [pytest.param("drip", marks=pytest.mark.slow), "endless"])
def test_an_answer_that_does_not_end_ends_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    begin = time.monotonic()
    with raw_server(head, drip=0.2 if kind == "drip" else 0, endless=kind == "endless") as port:
        why = send_to({"a": f"json://127.0.0.1:{port}/"}, message())["a"]
    assert why in ("no answer within 20 s", "the service did not accept the message")
    assert time.monotonic() - begin < 50


@pytest.mark.parametrize(
    "address", ["telegam://rahasia/1", "json://", "://rahasia", "tgram://rahasia", "mailto://"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(
    address: str, httpserver: HTTPServer
) -> None:
    addresses = {"baik": f"json://127.0.0.1:{httpserver.port}/", "rusak": address}
    with pytest.raises(UsageError, match="apprise does not accept the URL of rusak") as raised:
        send_to(addresses, message())
    assert "rahasia" not in str(raised.value)
    assert httpserver.log == []


def test_a_fault_in_the_process_is_one_line() -> None:
    with pytest.raises(UsageError, match=r"internal error: KeyError at notifier.py:\d+"):
        run({"mode": "check"}, 30)


def test_a_process_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier_process, "BOOT", "import time\ntime.sleep(600)\n")
    begin = time.monotonic()
    assert run({"mode": "check"}, 0.5) == []
    assert time.monotonic() - begin < 20
