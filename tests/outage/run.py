"""Simulates outages of portals that were crawled before: `make test-outage`.

For each kind of source and database a site is crawled once, and once more with nothing new. Then each outage
runs against a copy of that ledger, in three runs: the outage twice, and the site restored with one new
article. Exit status 0 if every outage gives exit status 1 with its reason, the right health and few requests,
the restored site delivers, and the run without news succeeds. Ends with a table: the most requests of a run,
or `FAILED`.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records
from tests.ledger.postgres import NoPostgres, Server, private_server
from tests.outage.sites import OUTAGES, SITES, Switched
from tests.sites.site import posts

MAX_REQUESTS = 20
SETTINGS = (*LOOPBACK, "REPORT=0")
TIMED_OUT = -1
"""The exit status of a crawl that did not end by itself."""
QUIET = "nothing new"


@dataclass
class Store:
    """A ledger and the files beside it: SQLite without `server`."""

    folder: Path
    server: Server | None = None
    url: str = ""

    @classmethod
    def new(cls, folder: Path, server: Server | None) -> Store:
        return cls(folder, server, server.new_database() if server else "")

    def copy(self, folder: Path) -> Store:
        shutil.copytree(self.folder, folder)
        if self.server is None:
            return Store(folder)
        old = self.url.rpartition("/")[2]
        new = f"{old}_{folder.name.replace('-', '_')}"
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("SELECT 1")
        admin = f"{self.url.rpartition('/')[0]}/postgres".replace("+psycopg", "")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{new}" TEMPLATE {old}'.encode())
        return Store(folder, self.server, f"{self.url.rpartition('/')[0]}/{new}")

    def settings(self) -> tuple[str, ...]:
        return (*SETTINGS, *([f"LEDGER_URL={self.url}"] if self.url else []))

    def verdicts(self) -> list[str]:
        """The portal's health after each run, oldest first."""
        query = "SELECT verdict FROM visits ORDER BY ended_at"
        if self.url:
            with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
                return [row[0] for row in connection.execute(query)]
        with sqlite3.connect(self.folder / "ledger.db") as connection:
            return [row[0] for row in connection.execute(query)]


def run_site(store: Store, site: Switched) -> tuple[int, str, int]:
    """Exit status, stderr and number of requests of one crawl."""
    before = len(site.requests)
    # Visits within one second would share their key.
    time.sleep(max(0.0, 1.01 - time.time() % 1))
    try:
        result = crawl(store.folder, "-a", f"url={site.base}", settings=store.settings())
    except subprocess.TimeoutExpired as error:
        said = (error.stderr or b"").decode(errors="replace")
        return TIMED_OUT, f"no end within {error.timeout:.0f} s: {said}", len(site.requests) - before
    return result.returncode, result.stderr, len(site.requests) - before


def play(store: Store, site: Switched, name: str) -> tuple[list[str], int]:
    """The expectations that one outage did not meet, one line each, and the most requests of a run."""
    outage = OUTAGES[name]
    problems = []
    most = 0
    site.outage = outage
    try:
        for turn in (1, 2):
            status, said, requests = run_site(store, site)
            most = max(most, requests)
            if status != 1:
                problems.append(f"run {turn}: exit status {status}")
            if outage.says not in said:
                problems.append(f"run {turn}: no reason {outage.says!r} in {said!r}")
            if requests > MAX_REQUESTS:
                problems.append(f"run {turn}: {requests} requests")
    finally:
        site.outage = None
    verdicts = store.verdicts()[1:]
    if verdicts != [outage.health, "broken"]:
        problems.append(f"health {verdicts}")
    before = {record["url"] for record in records(store.folder)}
    status, said, _ = run_site(store, site)
    stored = {record["url"] for record in records(store.folder)}
    if status != 0 or stored != site.articles | before:
        problems.append(
            f"restored: exit status {status}, {len(stored)} of {len(site.articles)} articles: {said!r}"
        )
    return problems, most


def table(cells: dict[tuple[str, str], dict[str, str]]) -> str:
    """Outages as rows, databases and sources as columns."""
    heads = [f"{database[:6]} {source}" for database, source in cells]
    lines = [f"{'':29}{'  '.join(heads)}"]
    for name in (QUIET, *OUTAGES):
        if any(name in column for column in cells.values()):
            row = (
                f"{column.get(name, '-'):>{len(head)}}"
                for head, column in zip(heads, cells.values(), strict=True)
            )
            lines.append(f"{name:29}{'  '.join(row)}")
    return "\n".join(lines)


def publish(site: Switched) -> None:
    """Publish one more article, the newest."""
    inner = site.inner
    newest = max(post.number for post in inner.posts)  # type: ignore[attr-defined]
    (post,) = posts(1, first=newest + 1)
    post.date = max(one.date for one in inner.posts) + timedelta(days=1)  # type: ignore[attr-defined]
    inner.posts.insert(0, post)  # type: ignore[attr-defined]


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", default=",".join(SITES), help="kinds of source, separated by commas")
    parser.add_argument("--outages", default=",".join(OUTAGES), help="names of outages, separated by commas")
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    failed = played = 0
    cells: dict[tuple[str, str], dict[str, str]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for database in options.databases.split(","):
            server = None
            if database == "postgresql":
                try:
                    server = stack.enter_context(private_server())
                except NoPostgres as error:
                    print(f"PostgreSQL left out: {error}")
                    continue
            for source in options.sources.split(","):
                http = stack.enter_context(HTTPServer(threaded=True))
                site = Switched(SITES[source]())
                site.mount(http)
                store = Store.new(folder / f"{database}-{source}", server)
                column = cells[database, source] = {}
                status, said, _ = run_site(store, site)
                quiet, quiet_said, requests = run_site(
                    store.copy(folder / f"{database}-{source}-quiet"), site
                )
                if status or len(records(store.folder)) != len(site.articles) or quiet:
                    print(f"{database} {source}: the healthy site failed: {said} {quiet_said}")
                    column[QUIET] = "FAILED"
                    failed += 1
                    continue
                column[QUIET] = str(requests)
                publish(site)
                for number, name in enumerate(options.outages.split(",")):
                    copy = store.copy(folder / f"{database}-{source}-{number}")
                    problems, requests = play(copy, site, name)
                    played += 1
                    failed += bool(problems)
                    column[name] = "FAILED" if problems else str(requests)
                    print(f"{database:10} {source:8} {name:28} {'; '.join(problems) or 'told'}", flush=True)
    print(table(cells))
    print(f"{played - failed} of {played} outages told")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
