"""The kind of page by the shape of its URL."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.listing.date_archives import month_archives, year_archives
from crawler.discovery.page.url_patterns import is_never_article, routed
from crawler.platforms.cms_platform import _is_category

SITE = "https://x.go.id"


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("/DetailLayanan.aspx?id=3", True),
        ("/Pejabat.aspx?id=2&print=1", True),
        ("/BeritaDinas.aspx?id=3", False),
        ("/berita_opd.php?id=12", False),
        ("/DetailBeritaWisata.aspx?id=9", False),
        ("/baca/dinas-gelar-rapat-3.php", False),
        ("/berita/bupati-resmikan-wisata-baru.php", False),
    ],
)
def test_scripts_that_show_something_else(path: str, never: bool) -> None:
    assert is_never_article(SITE + path) is never


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("/index.php?option=com_content&view=category&id=8&Itemid=101", True),
        ("/?kategori=3", True),
        ("/berita.php?id_kategori=3", True),
        ("/search?q=a&category=5", False),
        ("/detail.php?id=12&kategori=berita", False),
        ("/download.php?kategori=3", False),
        ("/index.php?option=com_search&view=category&searchword=a", False),
    ],
)
def test_categories_by_query(path: str, category: bool) -> None:
    assert _is_category(SITE + path) is category


def test_years_beside_each_other_the_last_one_first() -> None:
    links = [
        "/arsip/2023.html", "/arsip/2024.html", "/arsip/2099.html", "/profil/2019", "/berita?tahun=2021",
        "/berita?tahun=2022", "/2024/", "/2025/", "/hut-ri-2024",
    ]  # fmt: skip
    tree = lxml.html.document_fromstring("".join(f"<a href='{link}'>b</a>" for link in links))
    found = [url.removeprefix(SITE) for url in year_archives(tree, SITE, 2026)]
    assert found == [links[1], links[0], links[5], links[4], links[7], links[6]]


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("/?p=agenda&no=3", True), ("/?p=artikel&no=3", False), ("/index.php?page=galeri&id=2", True),
        ("/index.php?page=detail-berita&id=2", False), ("/berita.php?id=2&kategori=wisata", False),
        ("/Berita.aspx", True), ("/berita.php?id=3", False), ("/berita/", True), ("/berita/a-b-c-d", False),
        ("/berita/a-b-c?lang=id", False), ("/berita/a-b-c?lang=en", True),
        ("/?page=kepala-dinas-buka-pelatihan-umkm", False), ("/?hal=video-warga-viral-di-pasar", False),
        ("/index.php?page=wisata-alam-baru-dibuka-bupati", False), ("/?page=galeri-foto", True),
        ("/index.php?content=foto-bersama-bupati-usai-upacara", False),
        ("/berita.php?id=12&tgl=2020-01-01", False), ("/baca.php?tahun=2019&bulan=3&id=44", False),
        ("/detail?tanggal=2021-03-04&slug=bupati-buka-acara", False), ("/berita?tanggal=2021-03-04", True),
        ("/berita/bupati-buka-acara?tgl=2021-03-04", False), ("/arsip-berita?bulan=3&tahun=2019", True),
    ],
)  # fmt: skip
def test_what_the_address_chooses(path: str, never: bool) -> None:
    assert is_never_article(f"{SITE}{path}") is never


def test_months_of_the_section_and_of_nothing_else() -> None:
    links = [
        "/indeks?bulan=5&tahun=2024", "/agenda?bulan=5&tahun=2024", "/login?bulan=6&tahun=2024",
        "/indeks/2024/05", "/indeks/2024/05/07",
    ]  # fmt: skip
    tree = lxml.html.document_fromstring("".join(f"<a href='{link}'>b</a>" for link in links))
    assert month_archives(tree, f"{SITE}/indeks", 2026) == [f"{SITE}{links[0]}", f"{SITE}{links[3]}"]


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://x.go.id/?q=node/12", "https://x.go.id/node/12"),
        ("https://x.go.id/?q=node&page=2", "https://x.go.id/node?page=2"),
        ("https://x.go.id/?page=2&q=taxonomy/term/4", "https://x.go.id/taxonomy/term/4?page=2"),
        ("https://x.go.id/portal/index.php?r=berita%2Fview&id=5", "https://x.go.id/portal/berita/view?id=5"),
        (
            "https://x.go.id/index.php?/archives/72-panen-raya.html",
            "https://x.go.id/archives/72-panen-raya.html",
        ),
        ("https://x.go.id/web/?/berita/12&lang=id", "https://x.go.id/web/berita/12?lang=id"),
        ("https://x.go.id/?q=banjir", "https://x.go.id/?q=banjir"),
        ("https://x.go.id/cari?keyword=a/b", "https://x.go.id/cari?keyword=a/b"),
    ],
)
def test_a_path_in_a_query_is_read_as_a_path(url: str, clean: str) -> None:
    assert routed(url) == clean


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("archives/72-panen-raya-padi.html", False),
        ("index.php?/archives/72-panen-raya-padi.html", False),
        ("arsip/panen-raya-padi-di-wonoasri", False),
        ("archives/2026/11", True),
        ("archives/P4.html", True),
        ("arsip/bulan-lalu", True),
        ("archives/category/panen-raya", True),
        ("arsip", True),
    ],
)
def test_articles_below_a_folder_of_archives(path: str, never: bool) -> None:
    assert is_never_article(f"https://x.go.id/{path}") is never
