"""What the shape of an address tells."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.listing import months
from crawler.discovery.shapes import is_never
from crawler.platforms.family import _is_category

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
    assert is_never(SITE + path) is never


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


def test_months_of_the_section_and_of_nothing_else() -> None:
    links = [
        "/indeks?bulan=5&tahun=2024", "/agenda?bulan=5&tahun=2024", "/login?bulan=6&tahun=2024",
        "/indeks/2024/05", "/indeks/2024/05/07",
    ]  # fmt: skip
    tree = lxml.html.document_fromstring("".join(f"<a href='{link}'>b</a>" for link in links))
    assert months(tree, f"{SITE}/indeks", 2026) == [f"{SITE}{links[0]}", f"{SITE}{links[3]}"]
