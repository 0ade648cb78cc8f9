"""All URL variants of an article have one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls.canonical import (
    article_id,
    canonicalize,
    clean_url,
    same_site,
    site_of,
    trusted_canonical,
)
from crawler.urls.parsing import UrlError, join

DOUBLETS = [
    ("https://kukarkab.go.id/berita/616", "http://www.kukarkab.go.id/index.php/berita/616"),
    ("https://kukarkab.go.id/berita/616", "https://kukarkab.go.id/v2/berita/616/"),
    ("https://naganrayakab.go.id/a-b", "http://www.naganrayakab.go.id:80/a-b#top"),
    ("https://x.go.id/2022/11/17/judul/", "https://x.go.id/2022/11/17/judul/amp/"),
    ("https://x.go.id/2022/11/17/judul/", "https://x.go.id/2022/11/17/judul/2/"),
    ("https://x.go.id/2022/11/judul/", "https://x.go.id/2022/11/judul?amp=1"),
    ("https://x.go.id/judul", "https://x.go.id/judul?amp"),
    ("https://x.go.id/judul", "https://x.go.id/judul?pgrelated=3"),
    ("https://x.go.id/judul", "https://x.go.id/judul?page=all"),
    ("https://x.go.id/judul", "https://x.go.id/judul?halaman=all"),
    ("https://x.go.id/berita/judul", "https://x.go.id/berita/judul/halaman/4"),
    ("https://x.go.id/judul", "https://x.go.id/judul?print=print-search"),
    ("https://x.go.id/judul", "https://x.go.id/judul/print/"),
    ("https://x.go.id/judul", "https://x.go.id/judul?language=farsi"),
    ("https://x.go.id/berita/judul", "https://x.go.id/berita/judul/?lang=id"),
    ("https://x.go.id/berita/judul", "https://x.go.id/amp/berita/judul?hl=id_ID"),
    ("https://x.go.id/judul", "https://x.go.id/judul?utm_source=RSS&utm_medium=feed&fbclid=Iw"),
    ("https://x.go.id/judul", "https://x.go.id/judul?PHPSESSID=abc"),
    ("https://x.go.id/judul", "https://x.go.id/judul;jsessionid=0AF"),
    ("https://x.go.id/judul", "https://x.go.id//judul/comment-page-2/#comment-4"),
    ("https://x.go.id/judul", "https://m.x.go.id/judul"),
    ("https://x.go.id/judul", "https://user:pw@x.go.id./a/../judul"),
    ("https://x.go.id/%C3%A9", "https://x.go.id/é"),
    ("https://x.go.id/%d8%a7", "https://x.go.id/%D8%A7/"),
    ("https://x.go.id/e%CC%81", "https://x.go.id/é"),
    ("https://x.go.id/?p=12", "https://x.go.id/index.php?p=12"),
    ("https://x.go.id/baca?b=2&a=1", "https://x.go.id/baca?a=1&b=2"),
    ("https://x.go.id/baca?q=é", "https://x.go.id/baca?q=%C3%A9"),
    (
        "https://infopublik.id/kategori/nusantara/820374/judul-berita",
        "https://www.infopublik.id/kategori/nusantara/820374/site.webmanifest",
    ),
    (
        "https://infopublik.id/kategori/nusantara/983107",
        "https://infopublik.id/kategori/nusantara/983107/index.html",
    ),
    (
        "https://x.go.id/index.php?option=com_content&view=article&id=12:judul&catid=3&Itemid=45",
        "https://x.go.id/index.php?id=12&view=article&option=com_content",
    ),
    (
        "https://x.go.id/berita/item/12-judul",
        "https://x.go.id/index.php/component/k2/item/12-judul?tmpl=component&print=1",
    ),
    ("https://x.blogspot.com/2020/01/judul.html", "http://x.blogspot.com/2020/01/judul.html?m=1"),
]

DIFFERENT = [
    ("https://x.go.id/judul-1", "https://x.go.id/judul-2"),
    ("https://dinkes.malangkota.go.id/a", "https://mediacenter.malangkota.go.id/a"),
    ("https://x.go.id/berita/616", "https://x.go.id/berita/617"),
    ("https://x.go.id/?p=1", "https://x.go.id/?p=2"),
    ("https://x.go.id/baca?nomor=12", "https://x.go.id/baca?nomor=13"),
    ("https://x.go.id/?page=berita&id=5", "https://x.go.id/?page=pengumuman&id=5"),
    ("https://x.go.id/modules.php?name=News&sid=12", "https://x.go.id/modules.php?name=News&sid=13"),
    ("https://x.go.id/first/artikel/12", "https://x.go.id/first/artikel/13"),
    ("https://x.go.id/2022/11/17/judul", "https://x.go.id/2022/11/17/judul-2"),
    ("https://x.go.id/Judul", "https://x.go.id/judul"),
    ("https://x.go.id/en/judul", "https://x.go.id/judul"),
    (
        "https://infopublik.id/kategori/nusantara/820374/a",
        "https://infopublik.id/kategori/nusantara/820375/a",
    ),
    ("https://x.go.id/berita/item/12-judul", "https://x.go.id/berita/item/13-judul"),
    ("https://x.go.id/berita?search=a", "https://x.go.id/berita?search=b"),
]


@pytest.mark.parametrize(("one", "other"), DOUBLETS)
def test_doublets_have_one_identity(one: str, other: str) -> None:
    assert canonicalize(one) == canonicalize(other)
    assert article_id(one) == article_id(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_articles_keep_two_identities(one: str, other: str) -> None:
    assert article_id(one) != article_id(other)


def test_article_id_is_sixteen_hexadecimal_characters() -> None:
    assert article_id("https://www.newsurban.id/2022/11/17/judul/") == article_id(
        "http://newsurban.id/2022/11/17/judul"
    )
    assert len(article_id("https://x.go.id/a")) == 16
    int(article_id("https://x.go.id/a"), 16)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "berita",
        "/berita",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://x.go.id/",
        "http://",
        "https://x y/",
        "http://x.go.id:99999/",
        "http://[::1/",
        "https://x.go.id/" + "a" * 5000,
    ],
)
def test_what_is_no_address_is_refused_by_name(bad: str) -> None:
    with pytest.raises(UrlError):
        canonicalize(bad)
    with pytest.raises(UrlError):
        clean_url(bad)


@pytest.mark.parametrize(
    ("given_url", "fetched"),
    [
        ("https://WWW.X.go.id/Judul/?utm_source=a&id=3#x", "https://www.x.go.id/Judul/?id=3"),
        ("http://x.go.id", "http://x.go.id/"),
        ("http://x.go.id/index.php/berita/616", "http://x.go.id/index.php/berita/616"),
        ("http://x.go.id/cari?q=a+b&z=&a=1", "http://x.go.id/cari?q=a+b&z=&a=1"),
        ("http://x.go.id/berita?page=3", "http://x.go.id/berita?page=3"),
        ("http://x.go.id/é", "http://x.go.id/%C3%A9"),
        ("http://127.0.0.1:8080/?p=3", "http://127.0.0.1:8080/?p=3"),
    ],
)
def test_tidy_keeps_what_a_server_may_insist_on(given_url: str, fetched: str) -> None:
    assert clean_url(given_url) == fetched


def test_links_are_resolved_or_dropped() -> None:
    page = "https://x.go.id/berita/a"
    assert join(page, " ../b#c ") == "https://x.go.id/b"
    assert join(page, "//cdn.x.go.id/b") == "https://cdn.x.go.id/b"
    for nowhere in ("", "#top", "mailto:a@x.go.id", "javascript:void(0)", "http://[bad", "tel:0341"):
        assert join(page, nowhere) is None


def test_a_path_in_the_fragment_is_part_of_the_identity() -> None:
    base = "https://x.go.id"
    assert canonicalize(f"{base}/#/berita/Satu") != canonicalize(f"{base}/#/berita/dua")
    assert canonicalize("http://www.x.go.id/#/berita/satu?id=3&a=b") == f"{base}/#/berita/satu?id=3&a=b"
    assert canonicalize(f"{base}/#!/berita/satu/") == f"{base}/#!/berita/satu"
    assert clean_url(f"{base}/?utm_source=a#/berita/satu") == f"{base}/#/berita/satu"
    for no_path in ("#", "#/", "#!", "#!/", "#//x", "#berita/satu", "#:~:text=satu"):
        assert canonicalize(f"{base}/{no_path}") == canonicalize(base)
    assert join(base, "/#/berita/satu", routes=True) == f"{base}/#/berita/satu"
    assert join(f"{base}/#/berita", "#/berita/satu", routes=True) == f"{base}/#/berita/satu"
    assert join(base, "/berita#atas", routes=True) == f"{base}/berita"
    assert join(base, "/#/berita/satu") == f"{base}/"


def test_sites() -> None:
    assert same_site("https://www.x.go.id/a", "http://x.go.id/b")
    assert not same_site("https://dinkes.x.go.id/", "https://x.go.id/")
    assert not same_site("https://x.go.id/", "mailto:a@x.go.id")
    assert site_of("http://127.0.0.1:8080/a") == "127.0.0.1:8080"


@pytest.mark.parametrize(
    ("link", "believed"),
    [
        (None, "https://x.go.id/2022/11/judul"),
        ("/node/12", "https://x.go.id/node/12"),
        ("https://www.x.go.id/2022/11/judul/", "https://www.x.go.id/2022/11/judul/"),
        ("https://x.go.id/", "https://x.go.id/2022/11/judul"),
        ("https://x.go.id/?utm_source=a", "https://x.go.id/2022/11/judul"),
        ("https://x.go.id/category/berita/", "https://x.go.id/2022/11/judul"),
        (
            "https://x.go.id/kategori/nusantara/820374/judul",
            "https://x.go.id/kategori/nusantara/820374/judul",
        ),
        ("https://other.go.id/2022/11/judul", "https://x.go.id/2022/11/judul"),
        ("https://x.go.id/2022/11/judul/2/", "https://x.go.id/2022/11/judul"),
        ("javascript:;", "https://x.go.id/2022/11/judul"),
        ("https://x.go.id/2022/11/judul/comment-page-2/#comments", "https://x.go.id/2022/11/judul"),
    ],
)
def test_canonical_links_are_believed_with_reason(link: str | None, believed: str) -> None:
    assert trusted_canonical("https://x.go.id/2022/11/judul?fbclid=1", link) == believed


PIECES = """/ / a Z-1 amp v2 index.php print page 2 2022 11 item %2F % %c3%a9 é ؛ ; : + ? & = . .. .amp sid
comment-page-2 utm_x option id=3:x"""
paths = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=14).map("".join)


@given(paths)
def test_both_forms_are_stable(path: str) -> None:
    url = "https://www.x.go.id/" + path
    assert clean_url(clean_url(url)) == clean_url(url)
    assert canonicalize(canonicalize(url)) == canonicalize(url)
    assert canonicalize(clean_url(url)) == canonicalize(url)


@pytest.mark.parametrize(
    "shared", ["/berita", "/index.php/kabar", "/detail.php", "/beranda.html", "/halaman/depan"]
)
def test_a_section_as_canonical_of_an_article_is_not_believed(shared: str) -> None:
    for page in (
        "https://x.go.id/berita/0-warga-tanam-pohon",
        "https://x.go.id/berita/12",
        "https://x.go.id/b?id=3",
    ):
        assert trusted_canonical(page, shared) == page


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/berita/12/warga-tanam-pohon", "/berita/12"),
        ("/v/warga-tanam-pohon", "/warga-tanam-pohon"),
        ("/a/lelang", "/lelang"),
    ],
)
def test_the_canonical_of_an_article_is_believed(page: str, link: str) -> None:
    assert trusted_canonical(f"https://x.go.id{page}", link) == f"https://x.go.id{link}"


def test_backslashes_are_slashes_in_paths() -> None:
    assert join("https://x.go.id/a/", "..\\berita\\1?q=a\\b") == "https://x.go.id/berita/1?q=a\\b"
