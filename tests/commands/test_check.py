"""`scrapy portals --check` over loopback stand-ins: one request each, a table, and going on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.crawling import LOOPBACK, scrapy
from tests.sites.wordpress import WordPress

SHIELD = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


class Portals:
    """A healthy site, one that moved, one behind a shield, one forbidden by robots.txt, one that is down."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.folder = folder
        self.site = WordPress(6, sitemap="core")
        self.servers = {}
        for number, name in enumerate(("sehat", "pindah", "perisai", "tertutup", "baru"), start=1):
            server = HTTPServer(host=f"127.0.4.{number}", port=0)
            stack.enter_context(server)
            self.servers[name] = server
        addresses = {name: server.url_for("/") for name, server in self.servers.items() if name != "baru"}
        addresses["sehat"] = self.site.mount(self.servers["sehat"])
        new = WordPress(3).mount(self.servers["baru"])
        self.new = new
        self.servers["pindah"].expect_request("/").respond_with_response(
            Response(status=301, headers={"Location": new})
        )
        self.servers["perisai"].expect_request("/").respond_with_response(
            Response(SHIELD, status=503, headers={"cf-mitigated": "challenge"}, content_type="text/html")
        )
        for name in ("pindah", "perisai"):
            self.servers[name].expect_request("/robots.txt").respond_with_data("", status=404)
        self.servers["tertutup"].expect_request("/robots.txt").respond_with_data(
            "User-agent: *\nDisallow: /\n", content_type="text/plain"
        )
        addresses["mati"] = "http://127.0.4.99:9/"
        self.file = folder / "portals.toml"
        self.file.write_text(
            "".join(
                f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "{url}"\n'
                for name, url in addresses.items()
            ),
            encoding="utf-8",
        )

    def check(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        settings = (*LOOPBACK, f"OUTPUT_DIR={self.folder}", f"PORTALS_FILE={self.file}", "PORTALS=own",
                    "ALLOW_PORTS=9", "RETRY_TIMES=0")  # fmt: skip
        flags = [flag for setting in settings for flag in ("-s", setting)]
        return scrapy("portals", "--check", *arguments, *flags)


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    with ExitStack() as stack:
        yield Portals(stack, tmp_path_factory.mktemp("check"))


def test_each_portal_is_asked_once_and_told(portals: Portals) -> None:
    done = portals.check("--json")
    assert done.returncode == 1, done.stderr
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert set(rows) == {"sehat", "pindah", "perisai", "tertutup", "mati"}
    assert (rows["sehat"]["status"], rows["sehat"]["platform"]) == (200, "wordpress")
    assert rows["sehat"]["newest"] is not None
    assert rows["sehat"]["moved_to"] is None
    assert rows["pindah"]["moved_to"] == portals.new, rows["pindah"]
    assert rows["perisai"]["challenge"] is True
    assert "robots" in rows["tertutup"]["failure"]
    assert "connection refused" in rows["mati"]["failure"]
    assert portals.site.requests.count("/") == 1
    assert len(portals.site.requests) <= 2  # robots.txt
    assert "5 of 5 portals checked" in done.stderr
    assert not (portals.folder / "ledger.db").exists()
    assert not (portals.folder / "reports").exists()


def test_a_second_check_goes_on_with_the_rest(portals: Portals) -> None:
    file = portals.folder / "portals-check.jsonl"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if '"mati"' not in line]
    file.write_text("\n".join(kept), encoding="utf-8")
    portals.site.requests.clear()
    done = portals.check()
    assert "4 of 5 portals checked in the last week" in done.stderr
    assert "1 of 1 portal checked" in done.stderr
    assert not portals.site.requests
    head, *lines = done.stdout.splitlines()
    assert head.split()[:3] == ["ID", "ANSWERS", "PLATFORM"]
    assert [line.split()[0] for line in lines] == ["sehat", "pindah", "perisai", "tertutup", "mati"]


def test_again_asks_all(portals: Portals) -> None:
    portals.site.requests.clear()
    portals.check("--again", "--kind", "outlet")
    assert not portals.site.requests
    assert portals.check("--again").returncode == 1
    assert "/" in portals.site.requests


def test_a_budget_that_is_no_time_is_refused(portals: Portals) -> None:
    done = portals.check("--budget", "soon")
    assert done.returncode == 2
    assert "budget='soon' is not a duration" in done.stderr
