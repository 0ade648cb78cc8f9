"""An error before the first requests makes the run fail, with a message and exit status."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.archive.warc_writer import ArchiveWriter
from crawler.settings import EXTENSIONS
from tests.crawling import LOOPBACK, crawl, records, scrapy
from tests.sites.cms import Cms

PAGE = b"<html><head><title>Kabar</title></head><body><p>Isi kabar.</p></body></html>"


def broken(place: str) -> list[str]:
    extensions = EXTENSIONS | {"tests.spiders.breakage.StartBreakage": 10}
    return ["-s", f"EXTENSIONS={json.dumps(extensions)}", "-s", f"BREAK_START={place}"]


@pytest.mark.parametrize("more", [(), ("--quiet",), ("-s", "LOG_FORMAT=json"), ("-s", "METRICS_FILE=m.prom")])
def test_an_archive_that_cannot_be_read_by_an_error_of_our_own(tmp_path: Path, more: tuple[str, ...]) -> None:
    archive = ArchiveWriter(tmp_path, "run", "test", max_size=1 << 30)
    headers = [("Content-Type", "text/html; charset=utf-8")]
    archive.write("https://wonoasri.example/berita/1", "GET", [("Host", "x")], 200, headers, PAGE)
    archive.close()
    more = tuple(word.replace("m.prom", str(tmp_path / "m.prom")) for word in more)
    files = ["-a", f"warc={tmp_path}/**/*.gz", "-a", "workers=1", "-s", f"OUTPUT_DIR={tmp_path / 'out'}"]
    run = scrapy("crawl", "archive", *files, *broken("archive"), *more)
    assert run.returncode == 1, run.stderr
    assert "internal error: RuntimeError: 'broken on purpose'; see the log" in run.stderr
    if (file := tmp_path / "m.prom").exists():
        assert "warta_last_run_success 0.0" in file.read_text()


def test_a_worker_pool_that_cannot_be_made_is_no_success(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = Cms("laravel", 4).mount(httpserver)
    run = crawl(tmp_path, "-a", f"url={address}", "-a", "budget=60s", *broken("worker pool"))
    assert run.returncode == 1, run.stderr
    assert "The run failed: internal error" in run.stderr


def test_an_error_in_the_first_requests_of_a_portal_fails_it_alone(tmp_path: Path) -> None:
    sites = {name: Cms("laravel", 6) for name in ("first", "unlucky", "third")}
    with ExitStack() as stack:
        entries = []
        for number, (name, site) in enumerate(sites.items(), start=1):
            server = stack.enter_context(HTTPServer(host=f"127.0.5.{number}", port=0))
            entries.append(f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "{site.mount(server)}"\n')
        file = tmp_path / "portals.toml"
        file.write_text("".join(entries))
        settings = (*LOOPBACK, f"PORTALS_FILE={file}")
        run = crawl(tmp_path, "-a", "portal=first,unlucky,third", *broken("unlucky"), settings=settings)
    assert run.returncode == 1, run.stderr
    assert "unlucky: internal_error; see the log" in run.stderr
    assert "1 of 3 portals failed" in run.stderr
    assert {record["portal"]["id"] for record in records(tmp_path)} == {"first", "third"}
    assert len(records(tmp_path)) == 12
