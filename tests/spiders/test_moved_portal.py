"""A portal whose address fails for a week is crawled at its alternative, in a whole run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.sites.wordpress import WordPress
from tests.spiders.crawl import WHOLE, Crawl, crawl

WEEK = 7 * 86400


class Moving:
    """A portal on one host, and a second host where its site stands later."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.folder = folder
        self.sites = [WordPress(6, sitemap="core") for _ in range(2)]
        self.servers = [HTTPServer(host=f"127.0.3.{number}", port=0) for number in (1, 2)]
        bases = []
        for site, server in zip(self.sites, self.servers, strict=True):
            stack.enter_context(server)
            bases.append(site.mount(server))
        self.new = bases[1]
        self.file = folder / "portals.toml"
        self.file.write_text(
            f'\n[[portal]]\nid = "wonoasri"\nname = "Wonoasri"\naddress = "{bases[0]}"\n'
            f'alternatives = ["{bases[1]}"]\n',
            encoding="utf-8",
        )

    def run(self) -> Crawl:
        for site in self.sites:
            site.requests.clear()
        # Visits within one second would share their key.
        time.sleep(max(0.0, 1.01 - time.time() % 1))
        settings = WHOLE | {"PORTALS_FILE": str(self.file), "RETRY_TIMES": "0"}
        return crawl(self.folder, portal="wonoasri", settings=settings)

    def let_pass(self, seconds: int) -> None:
        with closing(sqlite3.connect(self.folder / "ledger.db")) as ledger, ledger:
            ledger.execute("UPDATE visits SET ended_at = ended_at - ?", (seconds,))


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[Moving]:
    with ExitStack() as stack:
        yield Moving(stack, tmp_path)


def test_a_portal_is_found_again_at_its_alternative(moving: Moving) -> None:
    assert moving.run().status == 0
    moving.servers[0].clear()  # every request is answered with HTTP 500
    moving.servers[0].no_handler_status_code = 503
    assert moving.run().status == 1
    assert not moving.sites[1].requests
    moving.let_pass(WEEK)
    found = moving.run()
    assert found.status == 0, found.stderr
    assert f"moved to {moving.new}: change the address in {moving.file}:2" in found.stderr
    assert moving.sites[1].requests
    again = moving.run()  # the next run knows the way, though the last one did not fail
    assert again.status == 0, again.stderr
    assert "moved to" in again.stderr
