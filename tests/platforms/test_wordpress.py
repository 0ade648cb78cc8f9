"""WordPress: every published post once, by whichever way is open."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from crawler.discovery.address import article_id
from crawler.platforms import WORDPRESS
from tests.sites.drive import drive
from tests.sites.wordpress import WordPress

SITES: list[dict[str, Any]] = [
    {},
    {"count": 120},
    {"permalinks": "slug"},
    {"permalinks": "plain"},
    {"permalinks": "index.php"},
    {"sitemap": "plugin"},
    {"sitemap": "partial", "count": 85},
    {"sitemap": "mixed"},
    {"sitemap": "mixed", "permalinks": "slug"},
    {"sitemap": "none"},
    {"sitemap": "none", "permalinks": "plain"},
    {"sitemap": "none", "feed": False},
    {"sitemap": "none", "feed": False, "permalinks": "slug"},
    {"sitemap": "none", "feed": False, "permalinks": "plain"},
    {"sitemap": "none", "feed": False, "permalinks": "index.php"},
    {"sitemap": "none", "announce": False},
    {"count": 3},
    {"base": "http://portal.test/berita/"},
    {"base": "http://portal.test/berita/", "sitemap": "none", "feed": False},
]


@pytest.mark.parametrize("options", SITES, ids=str)
def test_every_published_post_is_found_once(options: dict[str, Any]) -> None:
    site = WordPress(**options)
    result = drive(site)
    assert result.failure is None
    assert len(result.ids) == len(set(result.ids))
    expected = {article_id(url) for url in site.articles}
    assert expected <= set(result.ids)
    # What else is named must be turned down by its own page.
    for candidate in result.candidates:
        if article_id(candidate.url) not in expected:
            page = site.respond(candidate.url.removeprefix("http://portal.test"))
            assert WORDPRESS.page_kind(lxml.html.fromstring(page.data)) in {"protected", "page", "listing"}


@pytest.mark.parametrize("options", SITES, ids=str)
def test_discovery_costs_little(options: dict[str, Any]) -> None:
    site = WordPress(**options)
    result = drive(site)
    assert result.fetches <= 12 + len(site.listed) // 10
    assert not site.repeated


def test_published_posts_say_that_they_are_articles() -> None:
    site = WordPress(1)
    page = site.respond(f"/{site.path_of(site.posts[0])}")
    assert WORDPRESS.page_kind(lxml.html.fromstring(page.data)) == "article"
