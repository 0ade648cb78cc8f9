"""The second run fetches nothing that it does not need, with the real pipelines and ledger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.sites.site import posts
from tests.sites.wordpress import WordPress
from tests.spiders.crawl import WHOLE, crawl


def asked_articles(site: WordPress) -> int:
    paths = {"/" + site.path_of(post) for post in site.listed}
    return sum(request in paths for request in site.requests)


@pytest.mark.parametrize("options", [{"rest": "open"}, {"sitemap": "plugin"}, {"sitemap": "core"}], ids=str)
def test_a_second_run_costs_next_to_nothing(
    options: dict[str, Any], httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = WordPress(24, **options)
    address = site.mount(httpserver)
    first = crawl(tmp_path, url=address, settings=WHOLE)
    assert first.status == 0, first.stderr
    assert len(first.pages) == 24
    site.requests.clear()

    second = crawl(tmp_path, url=address, settings=WHOLE)
    assert second.status == 0, second.stderr
    assert not second.pages
    assert asked_articles(site) == 0
    assert len(site.requests) <= 5, site.requests
    site.requests.clear()

    new = posts(1, first=700)[0]
    site.posts.insert(0, new)
    changed = site.posts[10]
    changed.title += " (diperbarui)"
    changed.modified = new.date + timedelta(hours=1)
    third = crawl(tmp_path, url=address, settings=WHOLE)
    found = {page["url"]: page["revision"] for page in third.pages}
    expected = {site.base + site.path_of(new): 1}
    if options.get("sitemap") != "core":  # a core sitemap does not say what has changed
        expected[site.base + site.path_of(changed)] = 2
    assert found == expected
    assert asked_articles(site) <= 2
