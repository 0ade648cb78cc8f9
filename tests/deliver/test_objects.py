"""S3 by moto's server; skipped where moto and s3fs are not installed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from tests.deliver.filling import filled, sink
from tests.deliver.receivers import free_port

server_module = pytest.importorskip("moto.server", exc_type=ImportError)
boto3 = pytest.importorskip("boto3")
pytest.importorskip("s3fs")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an S3 server with the bucket `warta`."""
    for name, value in {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "sangat-rahasia"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    boto3.client("s3", endpoint_url=address).create_bucket(Bucket="warta")
    yield address
    server.stop()


def table(endpoint: str, bucket: str = "warta") -> str:
    return f'name = "s3"\nto = "s3://{bucket}/arsip"\nbatch = 50\nstorage = {{ endpoint_url = "{endpoint}" }}'


def deliver(tmp_path: Path, endpoint: str, seq: int | None = None) -> Result:
    signals = Signals()
    signals.drain.set()
    spec, target = sink(tmp_path, table(endpoint)), str(tmp_path / "ledger.db")
    if seq is not None:
        run_sinks([spec], target, signals, lambda one: Deliverer.rewind(one, seq))
    (result,) = run_sinks([spec], target, signals)
    return result


def test_objects_in_a_bucket(tmp_path: Path, s3: str) -> None:
    last = filled(tmp_path / "ledger.db", 60)
    assert deliver(tmp_path, s3).delivered == last
    client = boto3.client("s3", endpoint_url=s3)
    names = [one["Key"] for one in client.list_objects_v2(Bucket="warta")["Contents"]]
    assert deliver(tmp_path, s3, seq=1).delivered == last
    assert [one["Key"] for one in client.list_objects_v2(Bucket="warta")["Contents"]] == names
    assert all(name.startswith("arsip/portal_id=") for name in names)
    lines = [
        line
        for name in names
        for line in gzip.decompress(client.get_object(Bucket="warta", Key=name)["Body"].read()).splitlines()
    ]
    assert sorted(json.loads(line)["seq"] for line in lines) == list(range(1, last + 1))


def test_a_missing_bucket(tmp_path: Path, s3: str) -> None:
    filled(tmp_path / "ledger.db", 5)
    (complaint,) = check_sinks([sink(tmp_path, table(s3, "tidak-ada"))], str(tmp_path / "ledger.db"))
    assert "the bucket or folder does not exist" in complaint


def test_no_credentials(tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "ledger.db", 5)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    (complaint,) = check_sinks([sink(tmp_path, table(s3))], str(tmp_path / "ledger.db"))
    assert "redentials" in complaint


def test_a_server_that_is_away_is_no_complaint(tmp_path: Path, s3: str) -> None:
    filled(tmp_path / "ledger.db", 5)
    away = f"http://127.0.0.1:{free_port()}"
    assert check_sinks([sink(tmp_path, table(away))], str(tmp_path / "ledger.db")) == []
