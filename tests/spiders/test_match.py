"""`-a match=QUERY`: what is stored, and what the next runs fetch."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import records
from tests.sites.cms import Cms
from tests.sites.site import TestSite
from tests.sites.wordpress import WordPress
from tests.spiders.crawl import WHOLE, crawl

COUNT = 12


@pytest.mark.parametrize("kind", [pytest.param("laravel", marks=pytest.mark.slow), "rest"])
def test_other_queries_and_none_fetch_what_did_not_match(
    kind: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    site: TestSite = Cms("laravel", COUNT) if kind == "laravel" else WordPress(COUNT, rest="open")
    url = site.mount(httpserver)
    paths = {address.removeprefix(site.base.rstrip("/")) for address in site.articles}

    def run(**arguments: str) -> tuple[int, int]:
        """Articles fetched as pages and articles dropped."""
        site.requests.clear()
        done = crawl(tmp_path, url=url, settings=WHOLE, **arguments)
        assert done.status == 0, done.stderr
        return len(paths & set(site.requests)), done.only.get("dropped/no_match", 0)

    fetched, dropped = run(match='title:"1"')
    assert ["1" in record["title"].split() for record in records(tmp_path)] == [True]
    assert dropped == COUNT - 1
    again, _ = run(match='title:"1"')
    assert again == 0
    _, dropped = run(match='title:"2"')
    assert dropped == COUNT - 2
    assert len(records(tmp_path)) == 2
    whole, dropped = run()
    assert dropped == 0
    assert len({record["id"] for record in records(tmp_path)}) == COUNT
    assert whole == (COUNT - 2 if fetched else 0)


@pytest.mark.slow
def test_a_completed_portal_gets_everything_after_a_run_with_a_query(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Cms("laravel", COUNT)
    url = site.mount(httpserver)
    assert crawl(tmp_path, url=url, settings=WHOLE).status == 0
    grown = Cms("laravel", 5 * COUNT)
    httpserver.clear()
    url = grown.mount(httpserver)
    assert crawl(tmp_path, url=url, settings=WHOLE, match='title:"1"').status == 0
    assert crawl(tmp_path, url=url, settings=WHOLE).status == 0
    assert len({record["id"] for record in records(tmp_path)}) == 5 * COUNT


def test_a_query_that_does_not_parse_is_refused_before_any_request(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Cms("laravel", COUNT)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE, match="banjir AND (jalan")
    assert done.status == 2
    assert "query, character 12 (at '(jalan'): this bracket is never closed" in done.stderr
    assert site.requests == []
