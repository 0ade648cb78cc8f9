"""Announcements and redirects of a front page, in the forms that browsers and crawlers read."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.entry_pages import forward_url
from crawler.discovery.page.homepage import Homepage, read_homepage, sitemap_url
from crawler.platforms.generic import GENERIC

SITE = "https://wonoasri.example.go.id/"


def home(markup: str, headers: dict[str, str] | None = None, sitemaps: tuple[str, ...] = ()) -> Homepage:
    tree = lxml.html.document_fromstring(markup)
    return read_homepage(
        FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, headers or {}, tree=tree, sitemaps=sitemaps)
    )


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/peta.xml", f"{SITE}peta.xml"),
        ("peta.xml", f"{SITE}peta.xml"),
        ("//wonoasri.example.go.id/peta.xml", f"{SITE}peta.xml"),
        ("wonoasri.example.go.id/peta.xml", f"{SITE}peta.xml"),
        ("www.wonoasri.example.go.id/peta.xml", "https://www.wonoasri.example.go.id/peta.xml"),
        (f" {SITE}peta.xml ", f"{SITE}peta.xml"),
        ("ftp://wonoasri.example.go.id/peta.xml", None),
        ("{{ url }}/peta.xml", None),
        ("", None),
    ],
)
def test_announced_sitemaps(value: str, url: str | None) -> None:
    assert sitemap_url(f"{SITE}robots.txt", value) == url
    site = home("<html><body><a href='/x'>x</a></body></html>", sitemaps=(value,))
    assert site.sitemaps == ((url,) if url else ())
    assert site.unusable == (() if url else (value,))


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("<meta http-equiv=refresh content='0; /portal/'>", {}),
        ("<meta http-equiv='Refresh' content='0;url=/portal/'>", {}),
        ("<META HTTP-EQUIV='REFRESH' content=\"5; URL='/portal/'\">", {}),
        ("<meta http-equiv=refresh content='0,url=/portal/'>", {}),
        ("<noscript><meta http-equiv='refresh' content='0; url=/portal/'></noscript>", {}),
        ("<script>window.location.href = '/portal/';</script>", {}),
        ('<script>location.replace("/portal/")</script>', {}),
        ("", {"refresh": "0; url=/portal/"}),
    ],
)
def test_a_page_without_links_forwards(head: str, headers: dict[str, str]) -> None:
    assert forward_url(home(f"<html><head>{head}</head><body></body></html>", headers)) == f"{SITE}portal/"
    linked = home(f"<html><head>{head}</head><body><a href='/berita'>Berita</a></body></html>", headers)
    assert forward_url(linked) is None


@pytest.mark.parametrize("target", ["https://lain.example/", SITE, "javascript:void(0)", ""])
def test_other_sites_and_the_page_itself_are_no_forward(target: str) -> None:
    page = f"<html><head><meta http-equiv=refresh content='0; url={target}'></head><body></body></html>"
    assert forward_url(home(page)) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Beranda | Dinas Kominfo Wonoasri", "Dinas Kominfo Wonoasri"),
        ("Dinas Kominfo Wonoasri - Home", "Dinas Kominfo Wonoasri"),
        ("Pemkab Wonoasri – Maju Bersama", "Pemkab Wonoasri – Maju Bersama"),
        ("Beranda", "Diskominfo Wonoasri"),
        ("Home", "Diskominfo Wonoasri"),
    ],
)
def test_a_site_is_not_named_beranda(title: str, name: str) -> None:
    logo = "<header><a href='/'><img alt='Diskominfo Wonoasri'></a></header>"
    assert home(f"<html><head><title>{title}</title></head><body>{logo}</body></html>").title == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Berita", True), ("Indeks Berita", True), ("Lihat semua berita »", True), ("Kabar Desa", True),
        ("Berita & Artikel", True), ("Siaran Pers", True), ("Profil", False), ("Agenda", False),
        ("Selengkapnya", False), ("Kabar Gembira bagi Petani Padi di Desa", False),
    ],
)  # fmt: skip
def test_links_whose_text_names_a_list_of_news(text: str, named: bool) -> None:
    site = home(f"<nav><a href='/'>Beranda</a><a href='/?m=7'>{text}</a></nav>")
    assert site.news_links == ((f"{SITE}?m=7",) if named else ())


def test_they_are_sections_but_for_articles_and_the_front_page() -> None:
    links = {
        "/index.php?page=indeks": "Berita", "/": "Portal Berita", "/berita/12-panen-raya-padi": "Berita Duka",
        "/en/news": "News", "/kabar": "Kabar", "https://luar.example.go.id/x": "Berita Provinsi",
    }  # fmt: skip
    site = home("".join(f"<a href='{url}'>{text}</a>" for url, text in links.items()))
    assert GENERIC.sections(site) == [f"{SITE}kabar", f"{SITE}index.php?page=indeks"]
