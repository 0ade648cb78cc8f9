"""Sections of news that only the menu of an otherwise empty front page names, by a word of their own."""

from __future__ import annotations

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.urls.canonical import article_id
from tests.sites.drive import NOW, drive
from tests.sites.site import posts
from tests.sites.unknown import Unknown, numbers, teaser

OTHERS = (
    "<li><a href='/'>Beranda</a></li><li><a href='/profil'>Profil</a></li>"
    "<li><a href='/galeri'>Galeri</a></li><li><a href='/kalender'>Agenda</a></li>"
    "<li><a href='/en/'>English</a></li><li><a href='/tata-cara-permohonan-informasi'>Tata cara</a></li>"
)
MENUS = {
    "nav": ("catatan", "<nav><ul>{others}<li><a href='/catatan'>Catatan</a></li></ul></nav>"),
    "nav without a list": ("suara-warga", "<nav><a href='/suara-warga'>Suara</a></nav>"),
    "menu by class": (
        "ruang-media",
        "<ul class='main-menu'>{others}<li><a href='/ruang-media'>M</a></li></ul>",
    ),
    "buttons": ("publikasi", "<a class='btn' href='/publikasi'>Publikasi</a> <a href='/ppid'>PPID</a>"),
    "script": ("index.php/jendela", "<div id='menu'><a href='/index.php/jendela'>Jendela</a></div>"),
}


class MenuSection(Unknown):
    """A front page that welcomes and lists nothing."""

    section = ""
    menu = ""

    def build(self) -> None:
        of = [(f"{self.section}/{post.slug}", post) for post in self.posts]
        around = self.menu.format(others=OTHERS)

        def path(number: int) -> str:
            return self.section + (f"?page={number}" if number > 1 else "")

        self.put("", f"{around}<h1>Selamat datang</h1><p>Situs resmi kecamatan.</p>")
        self.put("profil", f"{around}<h1>Profil</h1><p>Kecamatan ini memiliki dua belas desa.</p>")
        self.listing(path, of, 6, around, numbers(path))
        for one, post in of:
            self.article(one, post, around)


def site_of(name: str) -> MenuSection:
    section, menu = MENUS[name]
    site: MenuSection = type("Named", (MenuSection,), {"section": section, "menu": menu})(20)
    return site


@pytest.mark.parametrize("name", MENUS)
def test_the_articles_are_found_and_no_trap(name: str) -> None:
    site = site_of(name)
    result = drive(site)
    assert {*result.ids} == {article_id(url) for url in site.articles}
    assert not site.trapped
    assert result.failure is None


@pytest.mark.parametrize("name", MENUS)
def test_a_later_run_finds_what_is_new(name: str) -> None:
    site = site_of(name)
    memory = dict(drive(site).remembered)
    before = {article_id(url) for url in site.articles}
    site.posts = posts(23)
    site.pages.clear()
    site.paths.clear()
    site.requests.clear()
    site.build()
    result = drive(
        site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: article_id(url) in before
    )
    assert {article_id(url) for url in site.articles} - before <= {*result.ids}
    assert len(site.requests) <= 5


def test_the_menu_is_not_read_where_the_front_page_lists_articles() -> None:
    site = site_of("nav")
    around = site.menu.format(others=OTHERS) + "<nav><a href='/lelang'>Lelang</a></nav>"
    site.put("", around + "".join(teaser(f"/catatan/{post.slug}", post) for post in site.posts[:5]))
    result = drive(site)
    assert len(result.ids) >= 5
    assert "/lelang" not in site.requests


def test_few_pages_of_a_long_menu_are_read() -> None:
    site = site_of("nav")
    links = "".join(f"<li><a href='/bidang{n}'>Bidang {n}</a></li>" for n in range(30))
    site.put("", f"<nav><ul>{links}</ul></nav><h1>Selamat datang</h1>")
    result = drive(site)
    assert result.failure is not None
    assert len([one for one in site.requests if "bidang" in one]) <= 8
