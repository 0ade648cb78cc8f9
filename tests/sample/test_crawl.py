from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.sample.server import serve_sample
from crawler.sample.site import articles
from tests.crawling import DEFAULT, LOOPBACK, ROOT, crawl, records
from tests.sample.check_crawl import problems


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str], str]:
    output = tmp_path_factory.mktemp("output")
    with serve_sample(port=0) as address:
        run = crawl(output, "-a", f"url={address}", settings=DEFAULT, fresh=True)
    return output, run, address


def test_every_article_of_the_sample_is_written_exactly(
    first_run: tuple[Path, subprocess.CompletedProcess[str], str],
) -> None:
    output, run, _ = first_run
    assert run.returncode == 0, run.stderr
    assert problems(output) == []
    assert "Articles: 17 found, 16 written, 1 dropped (1 protected)" in run.stderr
    assert f"JSON Lines: {output}" in run.stderr


def test_nothing_reaches_stdout_and_the_log_has_no_trouble(
    first_run: tuple[Path, subprocess.CompletedProcess[str], str],
) -> None:
    _, run, _ = first_run
    assert run.stdout == ""
    for word in ("ERROR", "WARNING", "Traceback", "Warning:"):
        assert word not in run.stderr


def test_each_article_page_is_parsed_once(tmp_path: Path) -> None:
    count = tmp_path / "parses.json"
    settings = (
        *LOOPBACK,
        f"PARSE_COUNT={count}",
        'EXTENSIONS={"tests.sample.parse_counter.ParseCounter": 1}',
    )
    with serve_sample(port=0) as address:
        run = crawl(tmp_path, "-a", f"url={address}", settings=settings)
    assert run.returncode == 0, run.stderr
    assert len(records(tmp_path)) == len(articles())
    assert json.loads(count.read_text()) == len(articles())


def test_a_second_run_writes_nothing_anew(tmp_path: Path) -> None:
    with serve_sample(port=0) as address:
        crawl(tmp_path, "-a", f"url={address}")
        before = records(tmp_path)
        second = crawl(tmp_path, "-a", f"url={address}")
    assert second.returncode == 0
    assert records(tmp_path) == before
    assert "0 written" in second.stderr
    assert f"JSON Lines: nothing new; earlier articles are in {tmp_path}" in second.stderr


def test_limit_writes_no_more_than_asked(tmp_path: Path) -> None:
    with serve_sample(port=0) as address:
        run = crawl(tmp_path, "-a", f"url={address}", "-a", "limit=3")
    assert run.returncode == 0, run.stderr
    assert len(records(tmp_path)) == 3


def test_since_and_until_bound_the_publication_day(tmp_path: Path) -> None:
    with serve_sample(port=0) as address:
        run = crawl(tmp_path, "-a", f"url={address}", "-a", "since=2020-01-01", "-a", "until=2022-11-17")
    assert run.returncode == 0, run.stderr
    expected = [a.path for a in articles() if "2020-01-01" <= a.published[:10] <= "2022-11-17"]
    assert sorted(r["url"].removeprefix(address.rstrip("/")) for r in records(tmp_path)) == sorted(expected)


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "portal"]
    settings = [f"OUTPUT_DIR={tmp_path}", *LOOPBACK, "DOWNLOAD_DELAY=0.2"]
    with serve_sample(port=0) as address:
        command += ["-a", f"url={address}", *(flag for s in settings for flag in ("-s", s)), "-L", "DEBUG"]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
            assert run.stderr is not None
            finished, deadline = 0, time.monotonic() + 30
            log = []
            for line in run.stderr:
                log.append(line)
                finished += "DEBUG: Article " in line
                if finished == 3 or time.monotonic() > deadline:
                    break
            run.send_signal(signal.SIGINT)
            log.append(run.stderr.read())
        text = "".join(log)
        assert finished == 3, text
        assert run.returncode == 1
        assert "Stopped early (shutdown)" in text
        kept = records(tmp_path)
        assert 3 <= len(kept) < len(articles())
        rest = crawl(tmp_path, "-a", f"url={address}")
    assert rest.returncode == 0, rest.stderr
    assert problems(tmp_path) == []
    assert records(tmp_path)[: len(kept)] == kept


def test_unknown_portal_names_the_nearest_ids(tmp_path: Path) -> None:
    run = crawl(tmp_path, "-a", "portal=mediacenter-malangkota-x")
    assert run.returncode == 2
    assert "mediacenter-malangkota-x" in run.stderr
    assert "malangkota" in run.stderr.replace("mediacenter-malangkota-x", "")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("argument", ["url=ftp://example.go.id/", "limit=many", "colour=blue"])
def test_arguments_that_cannot_be_used_end_with_2(tmp_path: Path, argument: str) -> None:
    extra = [] if argument.startswith("url") else ["-a", "url=http://127.0.0.1:9/"]
    run = crawl(tmp_path, "-a", argument, *extra)
    assert run.returncode == 2, run.stderr
    assert argument.split("=")[1] in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "articles").exists()


def test_an_unreachable_portal_ends_with_1_and_says_why(tmp_path: Path) -> None:
    run = crawl(tmp_path, "-a", "url=http://127.0.0.1:9/", settings=(*LOOPBACK, "RETRY_TIMES=0"))
    assert run.returncode == 1
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("127-0-0-1-9: ")]
    assert "refused" in line.lower() or "unreachable" in line.lower()
    assert "Traceback" not in run.stderr


def test_robots_txt_that_forbids_ends_with_1(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /\n")
    run = crawl(tmp_path, "-a", f"url={httpserver.url_for('/')}")
    assert run.returncode == 1
    assert "robots.txt forbids" in run.stderr
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt"]


def test_loopback_is_refused_unless_allowed(tmp_path: Path, httpserver: HTTPServer) -> None:
    address = f"http://127.0.0.1:{httpserver.port}/"
    run = crawl(tmp_path, "-a", f"url={address}", settings=("DOWNLOAD_DELAY=0",))
    assert run.returncode in (1, 2)
    assert "refused: 127.0.0.1 is loopback (-s ALLOW_PRIVATE_ADDRESSES=1 opens it)" in run.stderr
    assert httpserver.log == []
