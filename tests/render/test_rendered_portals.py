"""Whole crawls of JavaScript-rendered portals, as users start them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import records, scrapy
from tests.sites.script_drawn import ScriptDrawn, Shape
from tests.sites.site import Reply, posts, urlset
from tests.spiders.crawl import WHOLE, crawl

pytestmark = pytest.mark.browser


def _same(site: ScriptDrawn, output: Path) -> None:
    """Each article once, with its whole text and its date, and nothing else."""
    found = {record["url"]: record for record in records(output)}
    assert set(found) == site.articles
    for post in site.posts:
        record = found[f"{site.base}berita/{post.slug}"]
        assert record["title"] == post.title
        assert record["body"] == post.paragraphs
        assert record["published_at"][:10] == post.date.date().isoformat()


def test_an_unknown_portal_is_read_from_its_api(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(30)
    address = site.mount(httpserver)
    first = crawl(tmp_path, url=address, settings=WHOLE)
    assert first.status == 0, first.stderr
    _same(site, tmp_path)
    assert first.stats["render/pages"] >= 3
    assert not any(record["warnings"] for record in records(tmp_path))

    site.requests.clear()
    again = crawl(tmp_path, url=address, mode="full", settings=WHOLE)
    assert again.status == 0, again.stderr
    assert "render/pages" not in again.stats
    assert len(site.requests) <= 1.1 * 30 + 2  # robots.txt and the front page

    site.requests.clear()
    assert crawl(tmp_path, url=address, settings=WHOLE).status == 0
    assert len(site.requests) == 3  # robots.txt, front page, first page of the list


def test_without_the_browser_it_says_what_is_missing(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = ScriptDrawn(12).mount(httpserver)
    done = crawl(tmp_path, url=address, settings={**WHOLE, "RENDER": "never"})
    assert done.status == 1
    assert "a browser may be needed: RENDER=never" in done.stderr


@pytest.mark.slow
def test_an_api_with_a_key_is_left_and_the_pages_are_drawn(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(12, key="x-api-key")  # three pages, each behind a button
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    assert all(record["warnings"] == ["rendered"] for record in records(tmp_path))
    assert "needs the header 'x-api-key'" in done.stderr


@pytest.mark.slow
def test_robots_txt_holds_for_what_pages_ask_for(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(5)
    site.robots = "User-agent: *\nDisallow: /api/\n"
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 1
    assert site.asked("/api/") == 0


class Mapped(ScriptDrawn):
    """A portal whose sitemap lists the articles, whose pages are empty."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        if path == "sitemap.xml":
            return Reply(urlset((url, None) for url in sorted(self.articles)), content_type="text/xml")
        return super().reply(path, query, headers)


@pytest.mark.slow
def test_articles_of_a_sitemap_without_text_are_read_from_the_api(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Mapped(8)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)


@pytest.mark.slow
def test_the_probe_prints_an_entry_that_crawls(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(12)
    address = site.mount(httpserver)
    quick = ("-s", "ALLOW_PRIVATE_ADDRESSES=1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
    probed = scrapy("probe", address, "--render", *quick)
    assert probed.returncode == 0, probed.stderr
    entry = tmp_path / "portal.toml"
    entry.write_text(probed.stdout, encoding="utf-8")
    portal = next(line.split('"')[1] for line in probed.stdout.splitlines() if line.startswith("id = "))
    settings = {**WHOLE, "PORTALS_FILE": str(entry), "RENDER": "never"}
    done = crawl(tmp_path / "output", portal=portal, settings=settings)
    assert done.status == 0, done.stderr
    _same(site, tmp_path / "output")


class PlainArticles(ScriptDrawn):
    """A portal that renders only the list by JavaScript, from an API with a key."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        post = next((one for one in self.posts if path == f"berita/{one.slug}"), None)
        if post is None:
            return super().reply(path, query, headers)
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        time = f"<time datetime='{post.date.isoformat()}'></time>"
        return Reply(f"<title>{post.title}</title><article><h1>{post.title}</h1>{time}{text}</article>")


@pytest.mark.slow
def test_only_what_needs_the_browser_is_drawn(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = PlainArticles(14, key="x-api-key", size=14)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    rendered = [record for record in records(tmp_path) if "rendered" in record["warnings"]]
    assert 3 <= len(rendered) <= 8  # the first three decide; a few are in flight then
    assert "its articles need no browser" in done.stderr


@pytest.mark.slow
def test_an_entry_may_demand_or_forbid_the_browser(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(3)
    entry = tmp_path / "portals.toml"
    text = f'[[portal]]\nid = "wonoasri"\nname = "Wonoasri"\naddress = "{site.mount(httpserver)}"\nrender = '
    entry.write_text(text + "true\n", encoding="utf-8")
    settings = {**WHOLE, "PORTALS_FILE": str(entry)}
    done = crawl(tmp_path / "a", portal="wonoasri", settings=settings)
    assert done.status == 0, done.stderr
    assert [record["warnings"] for record in records(tmp_path / "a")] == [["rendered"]] * 3
    entry.write_text(text + "false\n", encoding="utf-8")
    done = crawl(tmp_path / "b", portal="wonoasri", settings=settings)
    assert done.status == 1
    assert "render/pages" not in done.stats


@pytest.mark.slow
def test_an_api_that_moved_is_searched_again(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(6)
    address = site.mount(httpserver)
    assert crawl(tmp_path, url=address, settings=WHOLE).status == 0
    site.shape = Shape(api="api/v2/kabar", detail="api/v2/kabar/{slug}")
    site.posts[:0] = posts(1, first=7)
    again = crawl(tmp_path, url=address, settings=WHOLE)
    assert again.status == 0, again.stderr
    assert again.stats["render/pages"] >= 3
    _same(site, tmp_path)
    site.requests.clear()
    assert "render/pages" not in crawl(tmp_path, url=address, settings=WHOLE).stats
    assert site.asked("/api/v2/kabar") == 1
