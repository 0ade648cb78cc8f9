"""An internal error costs only the article in which it occurred, and only in this run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.settings import EXTENSIONS
from tests.crawling import records
from tests.sites.cms import Cms
from tests.sites.site import TestSite
from tests.sites.wordpress import WordPress
from tests.spiders.crawl import WHOLE, Crawl, crawl

BAD = 3


def broken(words: list[str]) -> dict[str, str]:
    extensions = EXTENSIONS | {"tests.spiders.breakage.Breakage": 10}
    return {"EXTENSIONS": json.dumps(extensions), "BREAK_ON": ",".join(words)}


@dataclass(frozen=True, slots=True)
class Runs:
    """A run with a failure, and the next one; the requests of the last one, and its output."""

    sites: dict[str, TestSite]
    first: Crawl
    second: Crawl
    folder: Path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """Three portals in parallel: whole articles, pages, and an unreadable sitemap."""
    folder = tmp_path_factory.mktemp("errors")
    by_rest, by_page, by_sitemap = WordPress(30, rest="open"), Cms("laravel", 12), WordPress(14)
    by_sitemap.protected = []
    # The last words of the page, which no listing shows; numbers distinguish the posts of the three sites.
    by_rest.posts[BAD].title = "Pemadaman Bergilir Dijadwalkan Ulang"
    by_page.posts[BAD].title = "Vaksinasi Ternak Dimulai Serentak"
    words = ["Pemadaman Bergilir Dijadwalkan Ulang menjadi", "berharap dimulai ternak", "<urlset"]
    sites: dict[str, TestSite] = {"whole": by_rest, "page": by_page, "sitemap": by_sitemap}
    with ExitStack() as stack:
        entries = ['[[portal]]\nid = "unlucky"\nname = "unlucky"\naddress = "http://127.0.4.9:1/"\n']
        for number, (name, site) in enumerate(sites.items(), start=1):
            server = stack.enter_context(HTTPServer(host=f"127.0.4.{number}", port=0))
            entries.append(f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "{site.mount(server)}"\n')
        file = folder / "portals.toml"
        file.write_text("".join(entries))
        settings = WHOLE | {"PORTALS_FILE": str(file), "RETRY_TIMES": "0"}
        portals = ",".join(["unlucky", *sites])
        first = crawl(folder, portal=portals, settings=settings | broken([*words, "unlucky"]))
        for site in sites.values():
            site.requests.clear()
        second = crawl(folder, portal=",".join(sites), settings=settings)
        yield Runs(sites, first, second, folder)


def test_a_whole_article_takes_no_other_with_it(runs: Runs) -> None:
    tallies = runs.first.of("whole")
    assert tallies["found"] == 30
    assert tallies["written"] == 29
    assert tallies["dropped/internal_error"] == 1


def test_a_page_is_counted(runs: Runs) -> None:
    tallies = runs.first.of("page")
    assert tallies["found"] == 12
    assert tallies["written"] == 11
    assert tallies["dropped/internal_error"] == 1


def test_a_source_is_named_and_the_others_are_asked(runs: Runs) -> None:
    tallies = runs.first.of("sitemap")
    assert tallies["written"] == 14
    (note,) = [name for name in tallies if "internal error at" in name]
    assert note.startswith(f"note/internal error at {runs.sites['sitemap'].base}")


def test_a_portal_that_cannot_be_begun_has_failed_and_the_others_are_crawled(runs: Runs) -> None:
    assert runs.first.of("unlucky")["failed"] == "internal_error; see the log"


def test_people_are_told(runs: Runs) -> None:
    assert runs.first.stderr.count("broken on purpose") >= 3
    assert runs.first.stderr.count("internal_error") >= 2


def test_the_next_run_asks_for_what_is_missing(runs: Runs) -> None:
    assert runs.second.status == 0, runs.second.stderr
    assert "Traceback" not in runs.second.stderr
    assert runs.sites["sitemap"].asked("/wp-sitemap-posts-post-1.xml") == 1  # as in a first run
    assert sorted(page["title"] for page in runs.second.pages) == [
        "Pemadaman Bergilir Dijadwalkan Ulang",
        "Vaksinasi Ternak Dimulai Serentak",
    ]
    stored = sorted(record["url"] for record in records(runs.folder))
    assert stored == sorted(url for site in runs.sites.values() for url in site.articles)
