"""Broken sites and traps: every plan ends, with a counted reason."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

import pytest

from crawler.urls.canonical import article_id
from tests.sites.cms import Cms
from tests.sites.drive import drive
from tests.sites.site import Reply, TestSite, posts, rss, sitemap_index, urlset, xml
from tests.sites.wordpress import WordPress


class Trap(TestSite):
    """A front page with headlines, and one trap at a known address."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        super().__init__()
        self.posts = posts(5)
        self.replies = replies

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{post.slug}" for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        asked = path + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
        if asked in self.replies:
            return self.replies[asked]
        if path == "":
            links = "".join(f'<h2><a href="/berita/{p.slug}">{p.title}</a></h2>' for p in self.posts)
            return Reply(f"<html><body>{links}<a href='/?page=2'>2</a></body></html>")
        return Reply("<html><body>404</body></html>", 404)


def headlines(count: int = 5) -> str:
    return "".join(f'<h2><a href="/berita/{p.slug}">{p.title}</a></h2>' for p in posts(count))


def circle(number: int) -> Reply:
    return Reply(
        f"<html><body>{headlines()}<a rel='next' href='/?page={number + 1}'>Berikutnya</a></body></html>"
    )


def of(lastmod: str | None) -> str:
    return urlset([(f"http://portal.test/berita/{p.slug}", lastmod) for p in posts(5)])


BUTTON = "<button data-url='/more'>Muat lebih banyak</button>"
LONG = gzip.compress(b"<urlset>" + b" " * 60_000_000, 1)
ROBOTS = "User-agent: *\nSitemap: http://portal.test/announced.xml\n"
FEED = "<link rel='alternate' type='application/rss+xml' href='/feed/'>"
TRAPS: dict[str, tuple[dict[str, Reply], str]] = {
    "sitemap names itself": ({"sitemap.xml": xml(sitemap_index(["http://portal.test/sitemap.xml"]))}, ""),
    "sitemaps in a ring": (
        {
            "sitemap.xml": xml(sitemap_index(["http://portal.test/b.xml"])),
            "b.xml": xml(sitemap_index(["http://portal.test/sitemap.xml", "http://portal.test/b.xml"])),
        },
        "",
    ),
    "index names what is not there": (
        {"sitemap.xml": xml(sitemap_index(["http://portal.test/b.xml"]))},
        "sitemap not read: HTTP 404",
    ),
    "announced sitemap is HTML": (
        {"announced.xml": Reply("<!doctype html><html><body>Beranda</body></html>")},
        "sitemap not read: an HTML page",
    ),
    "sitemap is a feed": (
        {"announced.xml": xml(rss("http://portal.test/", []))},
        "sitemap not read: XML of another kind (<rss>)",
    ),
    "sitemap breaks off": (
        {"announced.xml": xml(of(None)[:-40])},
        "sitemap breaks off: it breaks off",
    ),
    "sitemap of 1 GB": (
        {"announced.xml": Reply(LONG, content_type="application/gzip")},
        "sitemap not read: longer than 50 MB",
    ),
    "guessed sitemap fails": ({"sitemap.xml": Reply("", 500)}, "sitemap not read: HTTP 500"),
    "sitemap of another site": ({"sitemap.xml": xml(urlset([("https://other.test/a-b-c-d", None)]))}, ""),
    "sitemap in the future": (
        {"sitemap.xml": xml(of("2099-01-01"))},
        "sitemap contains impossible times; they are ignored",
    ),
    "sitemap with times that are none": (
        {"sitemap.xml": xml(of("kemarin"))},
        "sitemap contains impossible times; they are ignored",
    ),
    "announced feed is HTML": (
        {"": Reply(f"<html><head>{FEED}</head><body>{headlines()}</body></html>"),
         "feed/": Reply("<html><body>Beranda</body></html>")},
        "feed not read: ",
    ),
    "guessed feed is HTML": ({"feed/": Reply("<html><body>Beranda</body></html>")}, ""),
    "feed of another site": (
        {"feed/": xml(rss("http://portal.test/", [("https://x.test/a", "x", posts(1)[0].date)]))},
        "",
    ),
    "second page is the first": ({"?page=2": circle(2), "?page=3": circle(3)}, "repeats"),
    "second page is an error page with status 200": (
        {"?page=2": Reply("<html><body>Galat basis data</body></html>")},
        "",
    ),
    "second page fails": ({"?page=2": Reply("", 502)}, "listing breaks off: HTTP 502"),
    "button leads nowhere": (
        {"": Reply(f"<html><body>{headlines()}{BUTTON}</body></html>"),
         "more?page=2": Reply("0")},
        "listing loads more in a way that cannot be followed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_nothing_but_itself_and_is_told(name: str) -> None:
    replies, told = TRAPS[name]
    site = Trap(replies)
    if "announced.xml" in replies:
        site.robots = ROBOTS
    result = drive(site)
    assert set(result.ids) == {article_id(url) for url in site.articles}
    assert len(site.requests) < 25
    if told:
        assert any(told in note for note in result.notes), result.notes
    else:
        assert not result.notes


def test_sitemaps_without_end_are_cut() -> None:
    class Endless(Trap):
        def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
            if path.endswith(".xml") and path.startswith("s"):
                name = path.removesuffix(".xml")
                return xml(sitemap_index([f"http://portal.test/{name}{n}.xml" for n in range(3)]))
            return super().reply(path, query, headers)

    site = Endless({})
    result = drive(site)
    assert set(result.ids) == {article_id(url) for url in site.articles}
    assert any("too deeply" in note for note in result.notes)


def test_a_listing_that_repeats_its_last_page_for_ever_ends() -> None:
    class Forever(Cms):
        def pager(self, number: int) -> str:
            return f'<a rel="next" href="/{self.shape.page(number + 1)}">Berikutnya</a>'

        @property
        def pages(self) -> int:
            return 5

        def answer(self, asked: str) -> Reply:
            if asked.startswith("berita?page="):
                number = int(asked.partition("=")[2])
                shown = min(number, 5)
                posts_ = self.posts[(shown - 1) * 12 : shown * 12]
                return Reply(self.html("", "Berita", "".join(map(self.teaser, posts_)) + self.pager(number)))
            return super().answer(asked)

    site = Forever("laravel", 60)
    result = drive(site)
    assert set(result.ids) == {article_id(url) for url in site.articles}
    assert len(site.requests) < 25
    assert "listing repeats its pages endlessly; skipped" in result.notes


def test_duplicate_ids_in_rest_come_once() -> None:
    site = WordPress(120, rest="open")
    site.posts += site.posts[:15]
    result = drive(site)
    assert len(result.ids) == len(set(result.ids))
    assert len(result.records) == 120
    assert "WordPress REST API delivered 122 of 137; looking elsewhere too" in result.notes


def test_an_empty_site_fails_by_name() -> None:
    site = Trap({"": Reply("<html><body>Segera hadir</body></html>")})
    result = drive(site)
    assert result.failure is not None
    assert "no article found" in result.failure
