"""File sinks: objects named by their sequence numbers, complete or absent."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from tests.deliver.filling import filled, sink


@pytest.fixture
def last(tmp_path: Path) -> int:
    return filled(tmp_path / "ledger.db", 60)


def deliver(tmp_path: Path, more: str = "", to: str | None = None) -> Result:
    spec = sink(tmp_path, f'name = "files"\nto = "{to or f"file://{tmp_path}/out"}"\n{more}')
    signals = Signals()
    signals.drain.set()
    (result,) = run_sinks([spec], str(tmp_path / "ledger.db"), signals)
    return result


def read(data: bytes, suffix: str) -> list[dict[str, Any]]:
    if suffix.endswith(".zst"):
        from zstandard import ZstdDecompressor

        data = ZstdDecompressor().decompressobj().decompress(data)
    elif suffix.endswith(".gz"):
        data = gzip.decompress(data)
    elif suffix.endswith(".parquet"):
        import io

        import pyarrow.parquet as pq

        rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
        return rows
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize(
    ("more", "suffix"),
    [
        ("", ".jsonl.gz"),
        ('compress = "zstd"', ".jsonl.zst"),
        ('compress = "none"', ".jsonl"),
        ('format = "parquet"', ".parquet"),
    ],
)
def test_objects_by_portal_and_day(tmp_path: Path, last: int, more: str, suffix: str) -> None:
    assert deliver(tmp_path, f"batch = 50\n{more}").delivered == last
    files = sorted((tmp_path / "out").glob("*/*/*"))
    assert {path.relative_to(tmp_path / "out").parts[0] for path in files} == {
        "portal_id=contoh",
        "portal_id=lain",
    }
    assert {path.parts[-2].partition("=")[0] for path in files} == {"day"}
    assert {path.name for path in files} == {
        f"000000000001-000000000050{suffix}",
        *({f"000000000051-{last:012d}{suffix}"}),
    }
    seqs = [record["seq"] for path in files for record in read(path.read_bytes(), suffix)]
    assert sorted(seqs) == list(range(1, last + 1))
    for path in files:
        of_file = [record["seq"] for record in read(path.read_bytes(), suffix)]
        assert of_file == sorted(of_file)
    assert [path for path in (tmp_path / "out").rglob("*") if path.name.endswith((".part", ".check"))] == []


def test_a_repetition_writes_the_same_bytes(tmp_path: Path, last: int) -> None:
    deliver(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "out").glob("*/*/*")}
    spec = sink(tmp_path, f'name = "files"\nto = "file://{tmp_path}/out"')
    signals = Signals()
    signals.drain.set()
    run_sinks([spec], str(tmp_path / "ledger.db"), signals, lambda one: Deliverer.rewind(one, 1))
    deliver(tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "out").glob("*/*/*")} == before


def test_other_file_systems_of_fsspec(tmp_path: Path, last: int) -> None:
    import fsspec

    assert deliver(tmp_path, to="memory://warta/out").delivered == last
    fs = fsspec.filesystem("memory")
    names = [name for name in fs.find("/warta/out") if name.endswith(".gz")]
    seqs = [record["seq"] for name in names for record in read(fs.cat_file(name), ".gz")]
    assert sorted(seqs) == list(range(1, last + 1))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("this machine lets nobody mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_found_first_and_waited_for(tmp_path: Path, last: int, small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(os.urandom(1_500_000))
    spec = sink(tmp_path, f'name = "files"\nto = "file://{small_disk}/out"')
    (complaint,) = check_sinks([spec], str(tmp_path / "ledger.db"))
    assert "the disk of" in complaint
    assert complaint.endswith("is full")
    ballast.unlink()
    assert check_sinks([spec], str(tmp_path / "ledger.db")) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path, last: int) -> None:
    (tmp_path / "out").write_text("a file")
    spec = sink(tmp_path, f'name = "files"\nto = "file://{tmp_path}/out"')
    (complaint,) = check_sinks([spec], str(tmp_path / "ledger.db"))
    assert "cannot be written" in complaint
