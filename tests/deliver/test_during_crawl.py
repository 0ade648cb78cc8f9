"""`DELIVER`: what a crawl stores is delivered when it ends, even if a sink fails."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from crawler.sample.server import serve_sample
from tests.crawling import LOOPBACK, ROOT, crawl, records
from tests.deliver.receivers import Hook, free_port, serving
from tests.ledger.crash_site import serving as serving_site
from tests.starting.program import Program


def settings(tmp_path: Path, table: str) -> tuple[str, ...]:
    file = tmp_path / "deliver.toml"
    file.write_text(f"[[sink]]\n{table}\n", encoding="utf-8")
    return (*LOOPBACK, "DELIVER=1", f"DELIVER_FILE={file}")


def test_a_crawl_delivers_what_it_stores(tmp_path: Path) -> None:
    hook = Hook()
    with serve_sample(port=0) as address, serving(hook) as port:
        given = settings(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{port}/"')
        run = crawl(tmp_path / "out", "-a", f"url={address}", settings=given)
    assert run.returncode == 0, run.stderr
    stored = records(tmp_path / "out")
    assert stored
    assert hook.records == stored
    assert f"Delivered: hook {len(stored)}\n" in run.stderr


@pytest.mark.slow
def test_a_sink_that_is_down_changes_nothing_of_the_crawl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_PASSWORD", "sangat-rahasia")
    with serve_sample(port=0) as address:
        table = f'name = "hook"\nto = "http://budi:${{HOOK_PASSWORD}}@127.0.0.1:{free_port()}/"'
        run = crawl(
            tmp_path / "out", "-a", f"url={address}", "-a", "limit=3", settings=settings(tmp_path, table)
        )
    assert run.returncode == 0, run.stderr
    assert "sink hook: 127.0.0.1 cannot be reached (Connection refused)" in run.stderr
    assert "scrapy deliver hook continues" in run.stderr
    assert "sangat-rahasia" not in run.stderr
    assert "Delivered: hook 0; stopped: see the log" in run.stderr


def test_a_wrong_file_is_refused_before_the_crawl(tmp_path: Path) -> None:
    run = crawl(
        tmp_path / "out", "-a", "url=http://127.0.0.1:9/", settings=settings(tmp_path, 'name = "hook"')
    )
    assert run.returncode == 2
    assert "deliver.toml:1:1: this sink has no to" in run.stderr


def test_after_a_killed_crawl_the_deliverer_finishes_and_ends(tmp_path: Path) -> None:
    hook = Hook()
    with serving_site(40, 0.05) as site, serving(hook) as port:
        given = settings(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{port}/"')
        flags = [flag for one in (f"OUTPUT_DIR={tmp_path}/out", *given) for flag in ("-s", one)]
        process = Program("scrapy", "crawl", "portal", "-a", f"url={site.address}/", *flags, cwd=ROOT)
        try:
            _until(lambda: len(hook.seqs) >= 5)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        children = _deliverers(tmp_path)
        _until(lambda: not any(map(_alive, children)))
    from tests.deliver.filling import last_seq

    assert hook.seqs == list(range(1, last_seq(tmp_path / "out" / "ledger.db") + 1))


def _deliverers(tmp_path: Path) -> list[int]:
    """The processes that the ledger names as holders of a sink."""
    from crawler.ledger.deliveries import Deliveries

    with Deliveries.open(tmp_path / "out" / "ledger.db") as ledger:
        held = [state.held_by for state in ledger.states().values()]
    return [int(one.split()[1]) for one in held if one]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(reached: object, seconds: float = 60.0) -> None:
    assert callable(reached)
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)
