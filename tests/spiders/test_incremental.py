"""Cost and results of later runs, with the real pipelines and ledger; five portals in parallel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.ledger.ledger import Ledger
from tests.sites.cms import Api, Cms
from tests.sites.site import TestSite, posts
from tests.sites.wordpress import WordPress
from tests.spiders.crawl import WHOLE, Crawl, crawl

COUNT = 24
MANY = 110
"""Whole articles of one answer, more than wait in Scrapy's queues at once."""
MOST = 5
"""Requests of a second run, robots.txt among them."""

WHOLE_ARTICLES = {"body": "content", "total": "meta.total"}
"""Options of the API's portal: its pages are drawn by scripts and hold no text."""


def sites() -> dict[str, TestSite]:
    return {
        "rest": WordPress(MANY, rest="open"),
        "plugin": WordPress(COUNT, sitemap="plugin"),
        "core": WordPress(COUNT, sitemap="core"),
        "laravel": Cms("laravel", COUNT),
        "api": Api(COUNT),
    }


class Portals:
    """The sites on separate servers, and a PORTALS_FILE that lists them."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.folder = folder
        self.sites = sites()
        entries = []
        for number, (name, site) in enumerate(self.sites.items(), start=1):
            server = HTTPServer(host=f"127.0.2.{number}", port=0)  # its own host
            stack.enter_context(server)
            entry = f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "{site.mount(server)}"\n'
            if isinstance(site, Api):
                options = "".join(
                    f'{key} = "{value}"\n' for key, value in (site.options | WHOLE_ARTICLES).items()
                )
                entry += f'platform = "json_api"\n[portal.options]\n{options}'
            entries.append(entry)
        self.file = folder / "portals.toml"
        self.file.write_text("\n".join(entries), encoding="utf-8")

    def run(self, **arguments: str) -> Crawl:
        for site in self.sites.values():
            site.requests.clear()
        settings = WHOLE | {"PORTALS_FILE": str(self.file), "RETRY_TIMES": "0"}
        done = crawl(self.folder, portal=",".join(self.sites), settings=settings, **arguments)
        assert done.status == 0, done.stderr
        return done

    def pages(self, name: str) -> int:
        """How many requests of the last run were for articles."""
        site = self.sites[name]
        paths = {url.removeprefix(site.base.rstrip("/")) for url in site.articles}
        return sum(request in paths for request in site.requests)


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    with ExitStack() as stack:
        yield Portals(stack, tmp_path_factory.mktemp("incremental"))


def test_runs_after_the_first(portals: Portals) -> None:
    first = portals.run()
    assert sorted(first.urls) == sorted(url for site in portals.sites.values() for url in site.articles)

    second = portals.run()
    assert not second.pages
    for name, site in portals.sites.items():
        assert portals.pages(name) == 0, name
        assert len(site.requests) <= MOST, (name, site.requests)

    expected = {}
    for name, site in portals.sites.items():
        listed = site.posts  # type: ignore[attr-defined]
        before = site.articles
        listed.insert(0, posts(1, first=700)[0])
        (new,) = site.articles - before
        expected[new] = 1
        if name in {"rest", "plugin"}:  # the others do not announce changes
            changed = listed[10]
            changed.title += " (diperbarui)"
            changed.modified = listed[0].date + timedelta(hours=1)
            assert isinstance(site, WordPress)
            expected[site.base + site.path_of(changed)] = 2
    third = portals.run()
    assert {page["url"]: page["revision"] for page in third.pages} == expected
    for name in portals.sites:
        assert portals.pages(name) <= 2, name


def test_what_has_vanished_twice_is_gone(portals: Portals) -> None:
    """A full run requests every stored article, including those that no source lists any more."""
    vanished = {}
    for name, site in portals.sites.items():
        before = site.articles
        del site.posts[5]  # type: ignore[attr-defined]
        (vanished[name],) = before - site.articles
    for attempts in (1, 2):
        portals.run(mode="full")
        with (
            Ledger.open(f"sqlite:///{portals.folder / 'ledger.db'}") as ledger,
            ledger._reading() as connection,
        ):
            rows = connection.exec_driver_sql(
                "SELECT portal_id, url, state, attempts FROM addresses WHERE state = 'gone'"
            ).fetchall()
        gone = {row[0]: (row[1], row[3]) for row in rows}
        assert gone == {name: (url, attempts) for name, url in vanished.items()}
