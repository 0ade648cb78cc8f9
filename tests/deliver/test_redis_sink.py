"""Redis Streams, against a private server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from tests.deliver.filling import filled, sink
from tests.deliver.receivers import Hook, RedisServer, redis_server, serving
from tests.middlewares.certificates import Authority

PASSWORD = "kata-sandi"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    try:
        with redis_server(tmp_path_factory.mktemp("redis"), PASSWORD) as server:
            yield server
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture
def last(tmp_path: Path, redis: RedisServer) -> int:
    redis.client().flushall()
    return filled(tmp_path / "ledger.db", 60)


def address(redis: RedisServer, stream: str = "berita", password: str = PASSWORD) -> str:
    return f'name = "stream"\nto = "redis://:{password}@127.0.0.1:{redis.port}/{stream}"\n'


def deliver(tmp_path: Path, table: str, seq: int | None = None) -> Result:
    signals = Signals()
    signals.drain.set()
    spec, target = sink(tmp_path, table), str(tmp_path / "ledger.db")
    if seq is not None:
        run_sinks([spec], target, signals, lambda one: Deliverer.rewind(one, seq))
    (result,) = run_sinks([spec], target, signals)
    return result


def test_entries_are_named_by_seq(tmp_path: Path, last: int, redis: RedisServer) -> None:
    assert deliver(tmp_path, address(redis)).delivered == last
    entries = redis.records("berita")
    assert [entry for entry, _ in entries] == [f"{seq}-0" for seq in range(1, last + 1)]
    assert [record["seq"] for _, record in entries] == list(range(1, last + 1))
    first: Any = redis.client().xrange("berita", count=1)[0][1]  # type: ignore[index]
    assert set(first) == {b"id", b"revision", b"seq", b"portal", b"record"}


def test_a_repetition_adds_nothing(tmp_path: Path, last: int, redis: RedisServer) -> None:
    deliver(tmp_path, address(redis))
    assert deliver(tmp_path, address(redis), seq=1).error is None
    assert len(redis.records("berita")) == last


def test_another_database_and_a_bounded_stream(tmp_path: Path, last: int, redis: RedisServer) -> None:
    assert deliver(tmp_path, address(redis, "3/pendek") + "maxlen = 10").delivered == last
    client = redis.client()
    client.select(3)
    assert 10 <= client.xlen("pendek") < last + 1


def test_what_consumers_removed_is_not_sent_again(tmp_path: Path, last: int, redis: RedisServer) -> None:
    deliver(tmp_path, address(redis))
    redis.client().xtrim("berita", maxlen=0, approximate=False)
    result = deliver(tmp_path, address(redis), seq=1)
    assert result.misconfigured
    assert result.error is not None
    assert "delete the stream, or name another" in result.error


def test_another_ledger_s_stream_is_refused(tmp_path: Path, last: int, redis: RedisServer) -> None:
    redis.client().xadd("berita", {"id": "x"}, "9000-0")
    (complaint,) = check_sinks([sink(tmp_path, address(redis))], str(tmp_path / "ledger.db"))
    assert "another ledger's" in complaint
    redis.client().delete("berita")
    redis.client().xadd("berita", {"id": "x", "revision": "1"}, "1-0")
    result = deliver(tmp_path, address(redis))
    assert result.misconfigured
    assert "another ledger's" in str(result.error)


def test_a_key_of_another_kind_and_a_wrong_password(tmp_path: Path, last: int, redis: RedisServer) -> None:
    redis.client().set("berita", "x")
    (complaint,) = check_sinks([sink(tmp_path, address(redis))], str(tmp_path / "ledger.db"))
    assert "is a string, not a stream" in complaint
    wrong = sink(tmp_path, address(redis, password="salah-sekali"))
    (complaint,) = check_sinks([wrong], str(tmp_path / "ledger.db"))
    assert "password" in complaint
    assert "salah-sekali" not in complaint
    none = sink(tmp_path, f'name = "stream"\nto = "redis://127.0.0.1:{redis.port}/berita"')
    (complaint,) = check_sinks([none], str(tmp_path / "ledger.db"))
    assert "the server asks for a password" in complaint


def test_broken_tls(tmp_path: Path, last: int) -> None:
    with serving(Hook(), tls=Authority(tmp_path, "unknown").server("127.0.0.1")) as port:
        tls = sink(tmp_path, f'name = "stream"\nto = "rediss://127.0.0.1:{port}/berita"')
        (complaint,) = check_sinks([tls], str(tmp_path / "ledger.db"))
    assert "certificate verify failed" in complaint


def test_a_scheme_that_does_not_fit_the_server(
    tmp_path: Path, last: int, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.deliver.sinks.redis_stream.PATIENCE", 1.0)
    for password in (PASSWORD, "salah-sekali"):
        tls = sink(tmp_path, address(redis, password=password).replace("redis://", "rediss://"))
        (complaint,) = check_sinks([tls], str(tmp_path / "ledger.db"))
        assert "speaks Redis without TLS: write redis://" in complaint
        assert "salah" not in complaint
    result = deliver(tmp_path, address(redis).replace("redis://", "rediss://"))
    assert result.misconfigured
    with serving(Hook(), tls=Authority(tmp_path, "unknown").server("127.0.0.1")) as port:
        plain = sink(tmp_path, f'name = "stream"\nto = "redis://127.0.0.1:{port}/berita"')
        (complaint,) = check_sinks([plain], str(tmp_path / "ledger.db"))
    assert "the server asks for TLS: write rediss://" in complaint


def test_a_restart_is_waited_for(
    tmp_path: Path, last: int, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted: list[int] = []
    send = Deliverer._send

    def restart_first(self: Deliverer, batch: object) -> None:
        if not restarted:
            restarted.append(1)
            redis.stop()
            redis.start()
        send(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(Deliverer, "_send", restart_first)
    assert deliver(tmp_path, address(redis)).delivered == last
    assert len(redis.records("berita")) == last
