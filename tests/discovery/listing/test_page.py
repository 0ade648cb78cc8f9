"""The page number in listing URLs."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.listing.page import read_listing
from crawler.discovery.listing.page_number import page_number, with_page_number


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://p2kb.x.go.id/berita", None), ("https://p3ap2kb.x.go.id/berita", None),
        ("https://x.go.id/p2kb/berita", None), ("https://x.go.id/bidang/p2p", None), ("https://p3", None),
        ("https://p2kb.x.go.id/berita?page=5", 5), ("https://x.go.id/bidang/p2?page=5", 5),
        ("https://x.go.id/berita/P20", 20), ("https://x.go.id/berita/P20/?a=b", 20),
        ("https://x.go.id/Berita/Page/5/", 5), ("https://x.go.id/berita?page=0%2C5", None),
    ],
)  # fmt: skip
def test_the_page_that_an_address_names(url: str, number: int | None) -> None:
    assert page_number(url) == number
    if number is not None:
        assert with_page_number(url, 9) == url.replace(str(number), "9")


def test_the_last_page_is_that_of_the_pager_wherever_further_pages_stand() -> None:
    cards = "".join(f"<h3><a href='/berita/{n}-warga-tanam'>Warga Tanam Pohon {n}</a></h3>" for n in range(5))
    pager = "".join(f"<a href='/node?page={n}'>{n + 1}</a>" for n in range(1, 6))
    other = "<a href='/agenda?page=9'>9</a>"
    tree = lxml.html.document_fromstring(f"<body>{cards}<div class=pager>{pager}</div>{other}</body>")
    listing = read_listing(tree, "https://x.go.id/")
    assert (listing.next_page, listing.last) == ("https://x.go.id/node?page=1", 5)


@pytest.mark.parametrize(
    "address",
    [
        "/site/view?id={n}",
        "/?berita=warga-tanam-pohon-{n}",
        "/web/read?kode=MTE1Mw{n}",
        "/?judul=tanam-pohon-desa-{n}",
    ],
)
def test_headlines_that_differ_in_one_field_are_articles(address: str) -> None:
    links = "".join(
        f"<li><a href='{address.format(n=n)}'>Warga Desa Tanam Pohon {n} di Bukit</a></li>"
        for n in range(31, 35)
    )
    menu = "<a href='/site/view?id=1'>Profil</a><a href='/site/list?kategori=2'>Umum</a>"
    tree = lxml.html.document_fromstring(f"<body><div>{menu}</div><ul>{links}</ul></body>")
    assert len(read_listing(tree, "https://x.go.id/").links) == 4


def test_two_such_links_prove_nothing() -> None:
    links = "".join(f"<li><a href='/ppid/view?id={n}'>Daftar Informasi Publik {n}</a></li>" for n in (1, 2))
    tree = lxml.html.document_fromstring(f"<body><ul>{links}</ul></body>")
    assert not read_listing(tree, "https://x.go.id/").links
