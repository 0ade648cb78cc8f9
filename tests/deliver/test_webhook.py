"""Webhooks, against a receiver on loopback that checks keys and signatures."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.deliver import deliverer
from crawler.deliver.backoff import pause, read_retry_after
from crawler.deliver.deliverer import Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from crawler.deliver.sinks import http_client
from crawler.ledger.deliveries import Deliveries
from tests.deliver.filling import filled, sink
from tests.deliver.receivers import Answer, Hook, Posted, dripping, free_port, serving
from tests.middlewares.certificates import Authority


def deliver(tmp_path: Path, port: int, more: str = "", *, path: str = "/hook", **environment: str) -> Result:
    spec = sink(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{port}{path}"\n{more}', **environment)
    signals = Signals()
    signals.drain.set()
    (result,) = run_sinks([spec], str(tmp_path / "ledger.db"), signals)
    return result


@pytest.fixture
def last(tmp_path: Path) -> int:
    return filled(tmp_path / "ledger.db", 60)


@pytest.mark.parametrize("body", ["ndjson", "json"])
@pytest.mark.parametrize("zipped", ["true", "false"])
def test_signed_batches_in_order(tmp_path: Path, last: int, body: str, zipped: str) -> None:
    hook = Hook(secret=b"kunci-rahasia")
    with serving(hook) as port:
        more = f'secret = "${{KEY}}"\nbody = "{body}"\ngzip = {zipped}\nbatch = 25'
        assert deliver(tmp_path, port, more, KEY="kunci-rahasia") == Result("hook", delivered=last)
    assert hook.complaints == []
    assert hook.seqs == list(range(1, last + 1))
    assert list(hook.taken)[:2] == ["hook:1-25", "hook:26-50"]
    assert (hook.posted[0].headers.get("content-encoding") == "gzip") is (zipped == "true")
    assert {one.headers["warta-sink"] for one in hook.posted} == {"hook"}


def test_a_secret_in_base64_is_decoded(tmp_path: Path, last: int) -> None:
    secret = base64.b64encode(b"\x00\x01bytes").decode()
    hook = Hook(secret=b"\x00\x01bytes")
    with serving(hook) as port:
        assert deliver(tmp_path, port, f'secret = "whsec_{secret}"').error is None
    assert hook.complaints == []


def test_headers_and_login_are_sent(tmp_path: Path, last: int) -> None:
    hook = Hook()
    with serving(hook) as port:
        deliver(tmp_path, port, 'headers = { Authorization = "Bearer ${TOKEN}" }', TOKEN="t0ken")
        spec = sink(tmp_path, f'name = "other"\nto = "http://budi:p%40ss@127.0.0.1:{port}/"')
        signals = Signals()
        signals.drain.set()
        run_sinks([spec], str(tmp_path / "ledger.db"), signals)
    assert hook.posted[0].headers["authorization"] == "Bearer t0ken"
    assert hook.posted[-1].headers["authorization"] == f"Basic {base64.b64encode(b'budi:p@ss').decode()}"


def test_a_refused_record_is_parked_with_the_answer(tmp_path: Path, last: int) -> None:
    def refuse(request: Posted) -> Answer | None:
        bad = any(record["seq"] == 13 for record in request.records)
        return (422, {}, b'{"error":\n "title is too long"}') if bad else None

    hook = Hook(answer=refuse)
    with serving(hook) as port:
        result = deliver(tmp_path, port)
    assert (result.delivered, result.parked) == (last - 1, 1)
    assert hook.seqs == [seq for seq in range(1, last + 1) if seq != 13]
    with Deliveries.open(tmp_path / "ledger.db") as ledger:
        (parked,) = ledger.parked(["hook"])
    assert parked.error == 'HTTP 422: {"error": "title is too long"}'


@pytest.mark.parametrize("status", [429, 500, 503, 408])
def test_busy_receivers_are_asked_again(
    tmp_path: Path, last: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float | None] = []

    def no_pause(_failures: int, after: float | None, _chance: object) -> float:
        asked.append(after)
        return 0.0

    monkeypatch.setattr(deliverer, "pause", no_pause)
    answers = iter([(status, {"Retry-After": "7"}, b"later"), (status, {}, b"")])
    hook = Hook(answer=lambda _: next(answers, None))
    with serving(hook) as port:
        assert deliver(tmp_path, port).delivered == last
    assert asked == [7.0, None]
    assert len({one.headers["idempotency-key"] for one in hook.posted[:3]}) == 1
    assert hook.seqs == list(range(1, last + 1))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_wrong_address_is_no_record_s_fault(tmp_path: Path, last: int, status: int) -> None:
    hook = Hook(answer=lambda _: (status, {}, b"who are you?"))
    with serving(hook) as port:
        result = deliver(tmp_path, port)
    assert result.misconfigured
    assert result.error == f"HTTP {status}: who are you?"
    assert (result.delivered, result.parked, len(hook.posted)) == (0, 0, 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/latest", "http://10.0.0.1/", "/elsewhere", "//[::1]/"]
)
def test_redirects_are_not_followed(tmp_path: Path, last: int, status: int, place: str) -> None:
    hook = Hook(answer=lambda request: (status, {"Location": place}, b""))
    with serving(hook) as port:
        result = deliver(tmp_path, port)
    assert result.misconfigured
    assert result.error is not None
    assert "redirects are not followed" in result.error
    assert len(hook.posted) == 1


def test_nobody_there_holds_up_the_sink_alone(
    tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliverer, "pause", lambda *_: 0.0)
    other = sink(tmp_path, f'name = "files"\nto = "file://{tmp_path}/out"')
    spec = sink(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{free_port()}/pa55word"')
    signals = Signals()
    signals.drain.set()
    assert check_sinks([spec, other], str(tmp_path / "ledger.db")) == []
    down, files = run_sinks([spec, other], str(tmp_path / "ledger.db"), signals)
    assert files.delivered == last
    assert down.error is not None
    assert "refused" in down.error
    assert not down.misconfigured


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_receiver_that_drips_holds_up_the_sink_for_a_while(
    tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch, begins: bytes, encrypted: bool
) -> None:
    monkeypatch.setattr(deliverer, "pause", lambda *_: 0.0)
    monkeypatch.setattr(http_client, "WHOLE", 0.5)
    authority = Authority(tmp_path, "trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    with dripping(begins, authority.server("127.0.0.1") if encrypted else None) as port:
        scheme = "https" if encrypted else "http"
        spec = sink(tmp_path, f'name = "hook"\nto = "{scheme}://127.0.0.1:{port}/hook"')
        signals = Signals()
        signals.drain.set()
        started = time.monotonic()
        (result,) = run_sinks([spec], str(tmp_path / "ledger.db"), signals)
    assert time.monotonic() - started < 20
    assert result.error == "127.0.0.1 does not finish its response within 0 s"
    assert (result.delivered, result.misconfigured) == (0, False)


def test_broken_tls_is_found_before_anything_is_sent(tmp_path: Path, last: int) -> None:
    hook = Hook()
    with serving(hook, tls=Authority(tmp_path, "unknown").server("127.0.0.1")) as port:
        spec = sink(tmp_path, f'name = "hook"\nto = "https://127.0.0.1:{port}/pa55word-path"')
        (complaint,) = check_sinks([spec], str(tmp_path / "ledger.db"))
    assert "TLS with 127.0.0.1 fails" in complaint
    assert "pa55word" not in complaint
    assert hook.posted == []


def test_tls_with_a_trusted_certificate(tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path, "trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    hook = Hook()
    with serving(hook, tls=authority.server("127.0.0.1")) as port:
        spec = sink(tmp_path, f'name = "hook"\nto = "https://127.0.0.1:{port}/hook"')
        signals = Signals()
        signals.drain.set()
        assert check_sinks([spec], str(tmp_path / "ledger.db")) == []
        run_sinks([spec], str(tmp_path / "ledger.db"), signals)
    assert hook.seqs == list(range(1, last + 1))


def test_what_a_receiver_echoes_is_hidden(tmp_path: Path, last: int) -> None:
    echo: Callable[[Posted], Answer] = lambda one: (401, {}, json.dumps(one.headers).encode())  # noqa: E731
    with serving(Hook(answer=echo)) as port:
        result = deliver(
            tmp_path, port, 'headers = { X-Key = "${TOKEN}" }', path="/x", TOKEN="sangat-rahasia"
        )
    assert result.error is not None
    assert "sangat-rahasia" not in result.error
    assert "***" in result.error


def test_pauses_grow_and_obey_the_receiver() -> None:
    import random

    chance = random.Random(1)
    pauses = [pause(failures, None, chance) for failures in (1, 2, 3, 30)]
    assert 0.25 <= pauses[0] <= 0.5 <= 2 * pauses[1] <= 2
    assert 150 <= pauses[3] <= 300
    assert pause(1, 40.0, chance) == 40.0
    assert pause(1, 1e9, chance) == 3600.0


def test_retry_after_in_both_forms() -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    then = (now + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert read_retry_after("120") == 120.0
    assert read_retry_after(then, now) == 90.0
    assert read_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now) == 0.0
    for nonsense in (None, "", "soon", "-5", "١٢"):
        assert read_retry_after(nonsense, now) is None
