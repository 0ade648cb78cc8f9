"""`scrapy deliver` as users run it: statuses, what it prints, and what it never prints."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.ledger.deliveries import Deliveries
from crawler.ledger.ledger import Ledger
from tests.crawling import ROOT, scrapy
from tests.deliver.filling import article, fill, filled
from tests.deliver.receivers import Answer, Hook, Posted, free_port, serving
from tests.starting.program import Program

SECRET = "sangat-rahasia"


@pytest.fixture
def last(tmp_path: Path) -> int:
    return filled(tmp_path / "ledger.db", 30)


def write(tmp_path: Path, *tables: str) -> None:
    text = "\n".join(f"[[sink]]\n{table}" for table in tables)
    (tmp_path / "deliver.toml").write_text(text, encoding="utf-8")


def flags(tmp_path: Path) -> list[str]:
    return ["-s", f"OUTPUT_DIR={tmp_path}", "-s", f"DELIVER_FILE={tmp_path / 'deliver.toml'}"]


def deliver(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = scrapy("deliver", *arguments, *flags(tmp_path))
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def archive(tmp_path: Path) -> str:
    return f'name = "archive"\nto = "file://{tmp_path}/out"\n'


def test_deliver_then_status(tmp_path: Path, last: int) -> None:
    write(tmp_path, archive(tmp_path))
    dry = deliver(tmp_path, "--all", "--dry-run")
    assert (dry.returncode, dry.stdout) == (
        0,
        f"archive: {last} records, seq 1 to {last}, to file://{tmp_path}/out\n",
    )
    assert not (tmp_path / "out").exists()
    before = deliver(tmp_path, "--status")
    assert before.stdout.startswith(
        f"archive: up to 0 of {last}, 0 delivered; {last} behind, the oldest for "
    )
    done = deliver(tmp_path, "archive")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"archive: {last} records delivered\n")
    (line,) = deliver(tmp_path, "--status", "--json").stdout.splitlines()
    status = json.loads(line)
    assert (status["sink"], status["seq"], status["behind"], status["parked"]) == ("archive", last, 0, 0)
    again = deliver(tmp_path, "archive", "--from-seq", str(last))
    assert again.stderr == "archive: 1 record delivered\n"


def test_parked_records_are_listed_and_sent_again(tmp_path: Path, last: int) -> None:
    refusing = [True]

    def refuse(request: Posted) -> Answer | None:
        bad = refusing and any(record["seq"] == 3 for record in request.records)
        return (400, {}, b"bad record") if bad else None

    with serving(Hook(answer=refuse)) as port:
        write(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{port}/{SECRET}"')
        done = deliver(tmp_path, "--all")
        assert done.returncode == 1
        assert f"hook: {last - 1} records delivered, 1 parked (scrapy deliver --parked)" in done.stderr
        assert deliver(tmp_path, "--parked").stdout.startswith("hook: record 3, 3 tries, 20")
        (line,) = deliver(tmp_path, "--parked", "--json").stdout.splitlines()
        assert json.loads(line)["error"] == "HTTP 400: bad record"
        assert "1 parked" in deliver(tmp_path, "--status").stdout
        refusing.clear()
        done = deliver(tmp_path, "hook", "--retry")
    assert (done.returncode, done.stderr) == (0, "hook: 1 record delivered\n")
    assert deliver(tmp_path, "--parked").stdout == ""


@pytest.mark.slow
def test_a_sink_that_is_down_gives_status_1_and_the_others_go_on(tmp_path: Path, last: int) -> None:
    down = f'name = "hook"\nto = "http://budi:{SECRET}@127.0.0.1:{free_port()}/hook"'
    write(tmp_path, down, archive(tmp_path))
    done = deliver(tmp_path, "--all")
    assert done.returncode == 1
    assert f"archive: {last} records delivered" in done.stderr
    assert (
        "hook: 0 records delivered; stopped: 127.0.0.1 cannot be reached (Connection refused)" in done.stderr
    )
    status = deliver(tmp_path, "--status").stdout
    assert "failed 6 times" in status
    assert "budi@127.0.0.1" in status


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('name = "a"\nto = "htps://x.org/"', "no sink for htps://; did you mean https?"),
        ('name = "a"\nto = "https://x.org/"\nbody = "xml"', "body must be ndjson or json"),
        ('name = "a"\nto = "file:///proc/warta"', "cannot be written"),
        (
            'name = "a"\nto = "file:///tmp/warta"\nportals = ["mediacenter-malangkot"]',
            "nearest: mediacenter-mal",
        ),
        ('name = "a"\nto = "file:///tmp/warta"\nmatch = "(banjir"', "deliver.toml:7:1: query, character "),
    ],
)
def test_bad_input_ends_with_status_2_before_anything_is_sent(
    tmp_path: Path, last: int, table: str, says: str
) -> None:
    hook = Hook()
    with serving(hook) as port:
        write(tmp_path, f'name = "good"\nto = "http://127.0.0.1:{port}/"', table)
        done = deliver(tmp_path, "--all")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert hook.posted == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name a sink, or all with --all; the file has archive"),
        (("archiv",), "the file has no sink 'archiv'; did you mean archive?"),
        (("archive", "--all"), "exclude each other"),
        (("--all", "--from-seq", "3"), "--from-seq needs the names of its sinks"),
        (("--all", "--follow", "--retry"), "exclude each other"),
        (("archive", "--json"), "--json goes with --status and --parked"),
        (("archive", "--from-seq", "0"), "'0' is not a seq"),
    ],
)
def test_wrong_arguments(tmp_path: Path, last: int, arguments: tuple[str, ...], says: str) -> None:
    write(tmp_path, archive(tmp_path))
    done = deliver(tmp_path, *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_without_a_file_or_a_ledger(tmp_path: Path) -> None:
    done = deliver(tmp_path, "--all")
    assert done.returncode == 2
    assert "deliver.toml: cannot be read" in done.stderr
    write(tmp_path, archive(tmp_path))
    done = deliver(tmp_path, "--all")
    assert done.returncode == 2
    assert "there is no ledger" in done.stderr


def test_follow_goes_on_until_sigterm(tmp_path: Path, last: int) -> None:
    hook = Hook()
    with serving(hook) as port, (tmp_path / "log").open("wb") as log:
        write(tmp_path, f'name = "hook"\nto = "http://127.0.0.1:{port}/hook"')
        follower = Program("scrapy", "deliver", "--all", "--follow", *flags(tmp_path), cwd=ROOT, stderr=log)
        try:
            _until(lambda: len(hook.seqs) == last)
            with Ledger.open(tmp_path / "ledger.db") as ledger:
                ledger.start_run()
                fill(ledger, iter([article(700)]))
            stored = time.monotonic()
            _until(lambda: len(hook.seqs) == last + 1)
            assert time.monotonic() - stored < 2
            with Deliveries.open(tmp_path / "ledger.db") as ledger:
                assert ledger.states()["hook"].held_by is not None
            busy = deliver(tmp_path, "hook")
            assert busy.returncode == 1
            assert "delivers to this sink" in busy.stderr
            follower.send_signal(signal.SIGTERM)
            follower.wait()
        finally:
            follower.kill()
    assert follower.returncode == 0
    assert (tmp_path / "log").read_text().endswith(f"hook: {last + 1} records delivered\n")


def test_the_deliverer_beside_a_crawl_names_no_password_on_its_command_line(tmp_path: Path) -> None:
    """It gets its settings through a pipe, and ends when the pipe does."""
    filled(tmp_path / "ledger.db", 5)
    write(tmp_path, archive(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.deliver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    given = {"file": str(tmp_path / "deliver.toml"), "ledger": str(tmp_path / "ledger.db")}
    out, _ = process.communicate(json.dumps(given) + "\n", timeout=60)
    assert process.returncode == 0
    (result,) = json.loads(out.splitlines()[-1])["results"]
    assert (result["name"], result["delivered"], result["error"]) == ("archive", 5, None)


def _until(reached: object, seconds: float = 30.0) -> None:
    assert callable(reached)
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)
