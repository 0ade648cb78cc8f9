"""Sites that are broken or set a trap: every plan ends, with a counted reason."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crawler.discovery.address import article_id
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


def found(site: TestSite) -> set[str]:
    return set(drive(site).ids)


TRAPS: dict[str, dict[str, Reply]] = {
    "sitemap names itself": {"sitemap.xml": xml(sitemap_index(["http://portal.test/sitemap.xml"]))},
    "sitemaps in a ring": {
        "sitemap.xml": xml(sitemap_index(["http://portal.test/b.xml"])),
        "b.xml": xml(sitemap_index(["http://portal.test/sitemap.xml", "http://portal.test/b.xml"])),
    },
    "sitemap is HTML": {"sitemap.xml": Reply("<!doctype html><html><body>Beranda</body></html>")},
    "sitemap of another site": {"sitemap.xml": xml(urlset([("https://other.test/a-b-c-d", None)]))},
    "sitemap in the future": {
        "sitemap.xml": xml(urlset([(f"http://portal.test/berita/{p.slug}", "2099-01-01") for p in posts(5)]))
    },
    "feed is HTML": {"feed/": Reply("<html><body>Beranda</body></html>")},
    "feed of another site": {
        "feed/": xml(rss("http://portal.test/", [("https://x.test/a", "x", posts(1)[0].date)]))
    },
    "second page is the first": {
        "?page=2": Reply(
            "<html><body>"
            + "".join(f'<h2><a href="/berita/{p.slug}">{p.title}</a></h2>' for p in posts(5))
            + "<a href='/?page=3'>3</a></body></html>"
        )
    },
    "second page is an error page with status 200": {
        "?page=2": Reply("<html><body>Galat basis data</body></html>")
    },
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_nothing_but_itself(name: str) -> None:
    site = Trap(TRAPS[name])
    assert found(site) == {article_id(url) for url in site.articles}
    assert len(site.requests) < 25


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


def test_duplicate_ids_in_rest_come_once() -> None:
    site = WordPress(120, rest="open")
    site.posts += site.posts[:15]
    result = drive(site)
    assert len(result.ids) == len(set(result.ids))
    assert len(result.records) == 120


def test_an_empty_site_fails_by_name() -> None:
    site = Trap({"": Reply("<html><body>Segera hadir</body></html>")})
    result = drive(site)
    assert result.failure is not None
    assert "no article found" in result.failure
