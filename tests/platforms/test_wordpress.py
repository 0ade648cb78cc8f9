"""WordPress: every published post once, through any available source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest

from crawler.discovery.conditional_requests import as_not_modified
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage
from crawler.platforms import WORDPRESS
from crawler.urls.canonical import article_id
from tests.sites.drive import NOW, drive, fetch
from tests.sites.site import posts
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
    # Any other URL must be rejected by its own page.
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


@pytest.mark.parametrize("permalinks", ["date", "plain", "index.php"])
def test_rest_delivers_whole_articles(permalinks: Any) -> None:
    site = WordPress(230, rest="open", permalinks=permalinks)
    result = drive(site)
    assert not result.candidates
    assert set(result.ids) == {article_id(url) for url in site.articles}
    assert len(result.ids) == 230
    assert result.fetches <= 4
    record = result.records[0]
    post = site.posts[0]
    assert record.known.title == f"{post.title} – Kominfo"
    assert record.known.published_at == "2024-10-17T10:30:00+08:00"
    assert record.known.authors == ("Redaksi",)
    assert record.known.section == "Berita & Kegiatan"
    assert record.known.tags == ("kominfo",)
    assert record.known.images == ((f"{site.base}wp-content/uploads/{post.number}.jpg", None),)
    assert post.paragraphs[0] in record.html


def test_a_backfill_of_600_posts_takes_at_most_12_requests() -> None:
    site = WordPress(600, rest="open")
    result = drive(site)
    assert len(result.records) == 600
    assert result.fetches <= 12


def test_rest_without_its_headers_is_read_to_the_end() -> None:
    result = drive(WordPress(230, rest="stripped"))
    assert len(result.records) == 230


def test_a_weak_server_is_asked_for_less() -> None:
    result = drive(WordPress(50, rest="weak"))
    assert len(result.records) == 50
    assert not result.candidates


@pytest.mark.parametrize("rest", ["", "html", "error200"])
def test_closed_rest_falls_back_and_says_so(rest: Any) -> None:
    site = WordPress(30, rest=rest)
    result = drive(site)
    assert {article_id(url) for url in site.articles} <= set(result.ids)
    assert [note for note in result.notes if "REST API is closed" in note]


def test_rest_that_delivers_less_than_it_counts_is_not_believed() -> None:
    site = WordPress(150, rest="short")
    result = drive(site)
    assert {article_id(url) for url in site.articles} <= set(result.ids)
    assert len(result.ids) == len(set(result.ids))
    assert any("looking elsewhere" in note for note in result.notes)


def test_rest_can_be_turned_off() -> None:
    site = WordPress(30, rest="open")
    result = drive(site, CrawlOptions(now=NOW, rest=False))
    assert not result.records
    assert not site.asked("wp-json")


def test_rest_asks_only_for_the_days_wanted() -> None:
    site = WordPress(200, rest="open")
    result = drive(
        site, CrawlOptions(now=NOW, since=date(2024, 4, 1), until=date(2024, 4, 10), timezone="WITA")
    )
    days = sorted({(record.known.published_at or "")[:10] for record in result.records})
    assert days == [f"2024-04-{day:02d}" for day in range(1, 11)]


def test_a_second_run_asks_rest_for_what_was_modified_since() -> None:
    site = WordPress(230, rest="open")
    memory = dict(drive(site).remembered)
    site.requests.clear()
    nothing = drive(site, CrawlOptions(now=NOW, full=False, memory=memory))
    assert not nothing.ids
    assert nothing.failure is None
    assert nothing.fetches <= 2
    old = site.posts[100]
    old.modified = site.posts[0].date + timedelta(days=3)
    site.posts.insert(0, posts(1, first=900)[0])
    news = drive(site, CrawlOptions(now=NOW, full=False, memory=memory))
    assert set(news.ids) == {article_id(site.base + site.path_of(post)) for post in (site.posts[0], old)}


@pytest.mark.parametrize("left", [0, 228, 229])
def test_an_api_that_lost_its_posts_is_no_quiet_one(left: int) -> None:
    site = WordPress(230, rest="open", sitemap="none", feed=False)
    memory = dict(drive(site).remembered)
    del site.posts[: 230 - left]
    if not left:
        site.posts.clear()
        site.protected.clear()
    site.requests.clear()
    result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory))
    assert not result.ids
    if left:
        assert result.failure is None
        assert site.asked("per_page=1&") == 1
    else:
        assert result.failure == f"{site.base}: none of its sources lists an article any more"


def test_published_posts_say_that_they_are_articles() -> None:
    site = WordPress(1)
    page = site.respond(f"/{site.path_of(site.posts[0])}")
    assert WORDPRESS.page_kind(lxml.html.fromstring(page.data)) == "article"


def test_a_second_run_reads_one_file_of_a_sitemap_whose_index_has_no_times() -> None:
    """And all of them in turn, so that a change anywhere is found even if the feed is unchanged."""
    site = WordPress(300, sitemap="plugin")
    first = drive(site)
    memory = dict(first.remembered)
    site.posts[150].modified = site.posts[0].date + timedelta(days=2)
    changed = site.base + site.path_of(site.posts[150])
    before = {one.url: one.lastmod for one in first.candidates}
    noticed: list[int] = []
    files: set[str] = set()
    for run in range(7):
        site.requests.clear()
        result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
        memory.update(result.remembered)
        assert len(site.requests) <= 4, site.requests  # and robots.txt
        files |= {request for request in site.requests if "post-sitemap" in request}
        noticed += [run for one in result.candidates if one.url == changed and one.lastmod != before[changed]]
    assert len(files) == 7
    assert len(noticed) == 1


def test_a_sitemap_that_grew_is_read_at_both_ends() -> None:
    site = WordPress(300, sitemap="plugin")
    memory = dict(drive(site).remembered)
    old = {site.base + site.path_of(post) for post in site.listed}
    site.posts.insert(0, posts(1, first=900)[0])
    site.requests.clear()
    result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: url in old)
    assert {one.url for one in result.candidates} - old == site.articles - old
    assert not [note for note in result.notes if note.startswith("feed")]
    assert [request for request in site.requests if "post-sitemap" in request] == [
        "/post-sitemap.xml",
        "/post-sitemap7.xml",
    ]


@pytest.mark.parametrize("status", [304, 200])
def test_only_a_server_s_own_304_speaks_for_the_whole_site(status: int) -> None:
    """The same complete feed may hide a change in an article that it does not hold."""
    site = WordPress(40, sitemap="plugin")
    memory = dict(drive(site).remembered)
    home = fetch(site, Fetch(site.base, Kind.HOME))
    (feed, *_) = WORDPRESS.url_sources(
        read_homepage(home), CrawlOptions(now=NOW, full=False, rest=False, memory=memory)
    )
    (asked,) = feed.start(frozenset()).fetches
    answer = fetch(site, asked) if status == 200 else FetchResult(asked, 304, asked.url)
    feed.receive(as_not_modified(answer))
    assert feed.complete is (status == 304)


def test_a_time_at_the_end_of_the_calendar_is_none() -> None:
    site = WordPress(5, rest="open")
    site.posts[2].date = site.posts[2].date.replace(year=9999, month=12, day=31, hour=15)
    result = drive(site, CrawlOptions(now=NOW, timezone="Asia/Jayapura"))
    assert sorted(result.ids) == sorted(map(article_id, site.articles))
    assert [one.known.published_at is None for one in result.records] == [True, False, False, False, False]
