"""The other platforms: recognized, complete, nothing else, and cheap."""

from __future__ import annotations

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage
from crawler.platforms import PLATFORMS
from crawler.platforms.json_api import ApiSource, OptionsError
from crawler.urls.canonical import article_id
from tests.sites.cms import SHAPES, Api, Blogger, Cms
from tests.sites.drive import NOW, drive, fetch
from tests.sites.infopublik import InfoPublik
from tests.sites.site import posts


@pytest.mark.parametrize("name", SHAPES)
def test_every_article_once_and_nothing_else(name: str) -> None:
    site = Cms(name)
    result = drive(site)
    expected = {article_id(url) for url in site.articles}
    extra = [one.url for one in result.candidates if article_id(one.url) not in expected]
    assert set(result.ids) >= expected
    assert len(result.ids) == len(set(result.ids))
    # A sitemap may list a page that only its own content excludes.
    assert len(extra) <= (1 if site.shape.sitemap else 0), extra
    assert not site.repeated
    assert result.failure is None


@pytest.mark.parametrize("name", SHAPES)
def test_a_platform_is_recognised(name: str) -> None:
    site = Cms(name)
    answer = fetch(site, Fetch(site.base, Kind.HOME))
    facts = read_homepage(answer)
    best = max(PLATFORMS, key=lambda platform: platform.detect(facts))
    assert best.name == site.shape.platform


@pytest.mark.parametrize("name", SHAPES)
def test_discovery_costs_the_listings_pages_and_little_else(name: str) -> None:
    site = Cms(name, 360)
    result = drive(site)
    assert len(result.ids) >= 360
    # Besides the listing: the front page, the sitemap (up to two requests), the feed, a page beyond the last.
    assert len(site.requests) <= site.pages + 4
    if site.shape.sitemap or site.shape.per_page >= 12:
        robots = 1
        assert len(result.ids) + len(site.requests) + robots <= 1.1 * 360


def test_blogger_comes_whole_from_its_feed() -> None:
    site = Blogger()
    result = drive(site)
    assert {article_id(url) for url in site.articles} == set(result.ids)
    assert len(result.records) == 320
    assert result.fetches == 4
    assert not site.asked("updated-max")
    record = result.records[0]
    assert record.known.authors == ("Admin",)
    assert record.known.tags == ("Berita",)
    assert (record.known.published_at or "").endswith("+07:00")


def test_short_blogger_feeds_lead_to_the_pages() -> None:
    site = Blogger(200, short=True)
    result = drive(site)
    assert not result.records
    assert {article_id(url) for url in site.articles} == set(result.ids)


def test_an_api_is_read_as_the_registry_describes_it() -> None:
    site = Api()
    result = drive(site, CrawlOptions(now=NOW, portal_options=site.options), named="json_api")
    assert {article_id(url) for url in site.articles} == set(result.ids)
    assert result.fetches <= 5
    assert result.candidates[0].published == "2024-07-09T02:30:00+07:00"


def test_an_api_with_bodies_gives_whole_articles() -> None:
    site = Api()
    options = site.options | {"body": "content", "author": "author.name", "total": "meta.total"}
    result = drive(site, CrawlOptions(now=NOW, portal_options=options), named="json_api")
    assert len(result.records) == 130
    assert result.fetches == 4
    assert result.records[0].known.authors == ("Humas",)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "missing: endpoint"),
        ({"endpoint": "https://x.go.id/api?page={page}", "items": "data", "address": "a[?"}, "address='a[?'"),
    ],
)
def test_options_that_cannot_be_used_are_named(options: dict[str, object], told: str) -> None:
    with pytest.raises(OptionsError) as raised:
        ApiSource("https://x.go.id/", CrawlOptions(now=NOW, portal_options=options))
    assert told in str(raised.value)


def test_an_error_page_with_status_200_ends_the_walk() -> None:
    source = ApiSource("https://x.go.id/", CrawlOptions(now=NOW, portal_options=Api().options))
    (asked,) = source.start(frozenset()).fetches
    found = source.receive(FetchResult(asked, 200, asked.url, body=b"<html>Galat</html>"))
    assert not found.fetches
    assert found.notes
    assert not source.complete


@pytest.mark.parametrize("name", SHAPES)
def test_a_second_run_looks_at_what_worked(name: str) -> None:
    site = Cms(name)
    memory = dict(drive(site).remembered)
    site.requests.clear()
    result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert result.failure is None
    # The front page, the listing's first page, feed and sitemap, if they exist.
    assert len(site.requests) <= 4, site.requests


def test_a_second_run_finds_the_new_article() -> None:
    site = Cms("laravel")
    memory = dict(drive(site).remembered)
    old = site.articles
    site.posts.insert(0, posts(1, first=900)[0])
    result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: url in old)
    (new,) = site.articles - old
    assert new in [one.url for one in result.candidates]


@pytest.mark.parametrize("name", ["drupal", "joomla"])
def test_a_second_run_reads_no_feed_that_the_first_did_not_need(name: str) -> None:
    site = Cms(name)
    memory = dict(drive(site).remembered)
    assert not any("rss" in url for url in site.requests)
    drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert not any("rss" in url for url in site.requests)
    drive(site, CrawlOptions(now=NOW, full=False, memory={}), known=lambda url: True)
    assert any("rss" in url for url in site.requests)


def test_infopublik_has_one_article_for_every_tail() -> None:
    site = InfoPublik()
    result = drive(site)
    assert set(result.ids) == {article_id(url) for url in site.articles}
    assert len(result.ids) == len(set(result.ids)) == 100
    assert not any("galeri" in one.url for one in result.candidates)
    memory = dict(result.remembered)
    site.requests.clear()
    known = {article_id(url) for url in site.articles}
    drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: article_id(url) in known)
    assert len(site.requests) <= 5, site.requests  # front page, sitemap or feed, each category's first page


def test_a_second_run_over_an_api_asks_for_its_first_page() -> None:
    site = Api()
    memory = dict(
        drive(site, CrawlOptions(now=NOW, portal_options=site.options), named="json_api").remembered
    )
    site.requests.clear()
    old = site.articles
    options = CrawlOptions(now=NOW, full=False, memory=memory, portal_options=site.options)
    drive(site, options, named="json_api", known=lambda url: url in old)
    assert len(site.requests) == 2  # the front page and the API's first page
    site.posts.insert(0, posts(1, first=900)[0])
    result = drive(site, options, named="json_api", known=lambda url: url in old)
    assert [one.url for one in result.candidates if one.url not in old] == [*(site.articles - old)]
