"""Links to further pages of an article, and links that only look like them."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.page.multipage import further_pages

URL = "https://portal.example.go.id/2024/05/01/panen-raya/"


def found(links: str, url: str = URL) -> tuple[str | None, dict[int, str]]:
    tree = html.document_fromstring(f"<html><head></head><body><p>Isi.</p>{links}</body></html>")
    further = further_pages(tree, url)
    return (further.single_page_url, further.numbered) if further else (None, {})


@pytest.mark.parametrize(
    ("url", "link", "number", "address"),
    [
        (URL, "2/", 2, URL + "2/"),
        (URL, URL + "3", 3, URL + "3"),
        (URL, URL + "page/2/", 2, URL + "page/2/"),
        (URL, URL + "halaman/4", 4, URL + "halaman/4"),
        (URL, "?page=2", 2, URL + "?page=2"),
        (URL, "?halaman=3#isi", 3, URL + "?halaman=3"),
        ("https://x.id/?p=12", "?p=12&page=2", 2, "https://x.id/?p=12&page=2"),
        ("https://x.id/baca.php?id=7", "baca.php?id=7&hal=2", 2, "https://x.id/baca.php?id=7&hal=2"),
        ("https://x.id/baca/panen.html", "/baca/panen.html?page=2", 2, "https://x.id/baca/panen.html?page=2"),
        ("https://x.id/desa/12-panen", "/desa/12-panen?start=1", 2, "https://x.id/desa/12-panen?start=1"),
        (
            "https://x.id/desa/12-panen",
            "/desa/12-panen?limitstart=2",
            3,
            "https://x.id/desa/12-panen?limitstart=2",
        ),
        ("https://x.id/desa/panen", "/desa/panen?p=2", 2, "https://x.id/desa/panen?p=2"),
        ("https://x.id/panen.html", "/panen-hal2.html", 2, "https://x.id/panen-hal2.html"),
        ("https://x.id/panen", "panen-halaman-3", 3, "https://x.id/panen-halaman-3"),
        ("https://x.id/panen.php?id=7", "/panen_page2.php?id=7", 2, "https://x.id/panen_page2.php?id=7"),
    ],
)
def test_numbered_pages(url: str, link: str, number: int, address: str) -> None:
    assert found(f"<a href='{link}'>{number}</a>", url) == (None, {number: address})


@pytest.mark.parametrize(
    "link", ["?page=all", "?halaman=all", "?showpage=all", "?single=1", "?page=semua", "?showall=1"]
)
def test_the_whole_on_one_page(link: str) -> None:
    single_page_url, numbered = found(f"<a href='?page=2'>2</a><a href='{link}'>Tampilkan semua</a>")
    assert single_page_url == URL + link
    assert list(numbered) == [2]


@pytest.mark.parametrize(
    "links",
    [
        "<a href='/2024/05/01/panen-raya/comment-page-2/'>2</a>",
        "<div class='comments-nav'><a href='?page=2'>2</a></div>",
        "<a href='/2024/05/02/panen-raya-2/'>Berikutnya</a>",
        "<a href='/page/2/'>2</a>",
        "<a href='/kategori/berita/?page=2'>2</a>",
        "<a href='https://lain.example.id/2024/05/01/panen-raya/2/'>2</a>",
        "<a href='?page=1'>1</a>",
        "<a href='?page=berita'>Berita</a>",
        "<a href='?page=2&urut=nama'>2</a>",
        "<a href='2024/'>2024</a>",
        "<a href='http://[::1/2/'>2</a>",
        "<a href='#'>2</a><a href=''>3</a>",
    ],
)
def test_what_only_looks_so(links: str) -> None:
    assert found(links) == (None, {})


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.id/?p=12", "/?p=13"),
        ("https://x.id/berita/panen", "/berita/panen-2"),
        ("https://x.id/berita/panen", "/berita/panen-halaman"),
        ("https://x.id/berita/panen.html", "/berita/panen-hal2.php"),
        ("https://x.id/desa/12-panen", "/desa/12-panen?start=abc"),
        ("https://x.id/desa/12-panen", "/desa?start=1"),
    ],
)
def test_other_articles_are_no_further_pages(url: str, link: str) -> None:
    assert found(f"<a href='{link}'>2</a>", url) == (None, {})


def test_the_next_article_is_no_further_page() -> None:
    tree = html.document_fromstring(
        "<html><head><link rel='next' href='/2024/05/02/lain/'></head><body>Isi</body></html>"
    )
    assert further_pages(tree, URL) is None
    tree = html.document_fromstring(
        f"<html><head><link rel='next' href='{URL}2/'></head><body>Isi</body></html>"
    )
    further = further_pages(tree, URL)
    assert further is not None
    assert further.numbered == {2: URL + "2/"}


def test_the_front_page_has_none() -> None:
    assert found("<a href='?page=2'>2</a>", "https://portal.example.go.id/") == (None, {})


def test_a_listing_of_hundreds_of_pages_is_bounded() -> None:
    _, numbered = found("".join(f"<a href='?page={n}'>{n}</a>" for n in range(1, 400)))
    assert max(numbered) <= 41
