"""Articles that link to the ones before and after them need fewer listing pages."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

import lxml.html
import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.page.prev_next import prev_next_links
from crawler.urls.canonical import article_id
from tests.sites.cms import Cms
from tests.sites.drive import NOW, drive
from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts
from tests.sites.wordpress import WordPress

CHAINED = ["joomla", "joomla_k2", "laravel_news", "generic_blog"]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<a href="/b/2" rel="prev">Lama</a><a href="/b/3" rel="next">Baru</a>', ["/b/2", "/b/3"]),
        ('<div class="nav-previous"><a href="/b/2">Judul</a></div>', ["/b/2"]),
        ('<a class="itemNext" href="/b/2">Judul</a>', ["/b/2"]),
        ('<a class="item-next" href="/b/2">Judul</a>', ["/b/2"]),
        ('<a href="/b/2"> « Berita Sebelumnya</a><a href="/b/3">Previous post: Judul</a>', ["/b/2", "/b/3"]),
        ('<a href="/b/2">Sebelumnya dikabarkan hilang, nelayan ditemukan</a>', []),
        ('<a class="carousel-control-next" href="#slide">Next</a>', []),
        ('<a rel="next" href="/b/1/2/">2</a><a rel="next" href="/b/1?page=2">2</a>', []),
        ('<a rel="next" href="https://lain.example/b/2">Baru</a>', []),
        ('<a rel="nofollow" href="/b/9">Iklan</a><a class="btn" href="/b/8">Kembali</a>', []),
    ],
)
def test_what_leads_to_the_article_before_or_after(markup: str, found: list[str]) -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{markup}</body></html>")
    assert [*prev_next_links(tree, "https://x.go.id/b/1")] == [f"https://x.go.id{path}" for path in found]


def missing(site: TestSite, ids: list[str]) -> list[str]:
    return sorted(url for url in site.articles if article_id(url) not in ids)


@pytest.mark.parametrize("count", [10, 11, 20, 100, 119])
@pytest.mark.parametrize("name", CHAINED)
def test_a_chain_takes_the_place_of_the_listing(name: str, count: int) -> None:
    site = Cms(name, count)
    result = drive(site, pages=True)
    assert missing(site, result.ids) == []
    assert not site.repeated
    if count >= 100:
        assert len(site.requests) + 1 <= 1.1 * count


@pytest.mark.parametrize("options", [{"sitemap": "none"}, {"sitemap": "partial"}, {"permalinks": "plain"}])
@pytest.mark.parametrize("count", [100, 97, 120])
def test_wordpress_without_rest_costs_little_more_than_its_articles(
    options: dict[str, str], count: int
) -> None:
    site = WordPress(count, **options)  # type: ignore[arg-type]
    result = drive(site, pages=True)
    assert missing(site, result.ids) == []
    assert len(site.requests) + 1 <= 1.1 * len(site.listed) + 5  # of 100 articles, not 300


class Torn(Cms):
    """Some articles are missing from the chain, end it, or mislead."""

    def __init__(self, name: str, count: int, seed: int) -> None:
        super().__init__(name, count)
        rolled = random.Random(seed)
        self.left_out = {post.number for post in self.posts if rolled.random() < 0.1}
        self.dead_ends = {post.number for post in self.posts if rolled.random() < 0.05}
        self.off_list = [post for post in self.posts if rolled.random() < 0.05] if seed % 2 else []

    def navigation(self, post: Post) -> str:
        if post.number in self.dead_ends:
            return ""
        kept = self.posts
        self.posts = [one for one in kept if one.number not in self.left_out or one is post]
        try:
            return super().navigation(post)
        finally:
            self.posts = kept

    def listing(self, number: int):  # type: ignore[no-untyped-def]
        kept = self.posts
        self.posts = [one for one in kept if one not in self.off_list]
        try:
            return super().listing(number)
        finally:
            self.posts = kept


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", CHAINED)
def test_a_torn_chain_costs_requests_and_no_article(name: str, seed: int) -> None:
    site = Torn(name, 75 + seed, seed)
    result = drive(site, pages=True)
    off_list = {site.base + site.shape.article(post) for post in site.off_list}
    assert [url for url in missing(site, result.ids) if url not in off_list] == []
    assert len(site.requests) <= len(site.posts) + site.pages + 7


@pytest.mark.parametrize("name", CHAINED)
def test_one_option_turns_skipping_off(name: str) -> None:
    requests = {}
    for skip_ahead in (True, False):
        site = Cms(name, 100)
        result = drive(site, CrawlOptions(now=NOW, skip_ahead=skip_ahead), pages=True)
        assert missing(site, result.ids) == []
        requests[skip_ahead] = len(site.requests)
    assert requests[False] >= 100 + site.pages
    assert requests[True] <= requests[False] - 5


def test_a_chain_is_left_alone_where_only_a_part_is_wanted() -> None:
    site = Cms("joomla", 60)
    drive(site, CrawlOptions(now=NOW, sections=("berita",)), pages=True)
    assert site.asked("start=") == 5
    single_page_url, recent = Cms("generic_blog", 60), Cms("generic_blog", 60)
    drive(single_page_url, pages=True)
    result = drive(recent, CrawlOptions(now=NOW, since=date(2024, 4, 1)), pages=True)
    assert not any(one.source == "neighbour" for one in result.candidates)


def test_a_run_that_verifies_takes_no_chain_on_trust() -> None:
    site = Cms("joomla", 120)
    drive(site, CrawlOptions(now=NOW, verify=True), pages=True)
    assert all(site.asked(f"start={offset}") for offset in range(10, 120, 10))
    trusting = Cms("joomla", 120)
    drive(trusting, pages=True)
    assert trusting.asked("start=") < site.asked("start=")


class Office(TestSite):
    """A small front page with a few links, news behind one of them, and misleading links."""

    def __init__(self, extra: str) -> None:
        super().__init__()
        self.extra = extra
        self.posts = posts(8)

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}warta/{post.slug}" for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        shell = "<html><head><title>Kantor</title></head><body>{}</body></html>"
        if path == "":
            links = "<a href='/profil'>Profil</a><a href='/warta'>Warta</a><a href='/kontak'>Kontak</a>"
            return Reply(shell.format(links + self.extra))
        if path == "warta":
            return Reply(shell.format("".join(
                f"<h3><a href='/warta/{post.slug}'>{post.title}</a></h3>" for post in self.posts
            )))  # fmt: skip
        if path == "widget/jadwal.html":
            return Reply(shell.format("<table><tr><td>Subuh</td><td>04.10</td></tr></table>"))
        return NOT_FOUND


@pytest.mark.parametrize(
    "extra", ["", "<iframe src='/widget/jadwal.html'></iframe>", "<a href='/beranda'>Beranda</a>"]
)
def test_a_way_in_that_leads_nowhere_hides_no_article(extra: str) -> None:
    site = Office(extra)
    assert missing(site, drive(site).ids) == []


@pytest.mark.parametrize(
    ("text", "leads_on"),
    [
        ("⇐ 48 Titik Lampu Dipasang", True), ("Warga Tanam Pohon →", True), ("« Apel di Alun-alun", True),
        ("Bupati Buka Pasar Murah", False), ("→", False), ("Baca »", False),
    ],
)  # fmt: skip
def test_a_headline_with_an_arrow_is_a_previous_or_next_link(text: str, leads_on: bool) -> None:
    tree = lxml.html.document_fromstring(f"<html><body><p><a href='/b/2'>{text}</a></p></body></html>")
    assert bool(prev_next_links(tree, "https://x.go.id/b/1")) is leads_on
