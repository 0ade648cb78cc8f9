"""Sitemaps of every kind, and what pretends to be one."""

from __future__ import annotations

import gzip
import resource
import tracemalloc

import pytest

from crawler.discovery.sitemap import MAX_BYTES, NotASitemap, read_sitemap
from tests.sites.site import sitemap_index, urlset

X = "https://x.go.id/"


def test_pages_and_indexes_are_told_apart() -> None:
    (page,) = read_sitemap(urlset([(X + "a", "2024-01-01")]).encode())
    assert (page.url, page.lastmod, page.is_sitemap) == (X + "a", "2024-01-01", False)
    (child,) = read_sitemap(sitemap_index([X + "post-sitemap.xml"]).encode())
    assert child.is_sitemap


def test_an_address_broken_over_lines_is_one() -> None:
    (page,) = read_sitemap(urlset([(f"\n{X}berita/\r\n\tjembatan\n", None)]).encode())
    assert page.url == X + "berita/jembatan"


def test_news_sitemaps_give_title_and_publication() -> None:
    news = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"<url><loc>{X}a</loc><image:image><image:loc>{X}a.jpg</image:loc></image:image><news:news>"
        "<news:publication_date>2024-01-02T08:00:00+07:00</news:publication_date>"
        "<news:title>Judul</news:title></news:news></url></urlset>"
    )
    (entry,) = read_sitemap(news.encode())
    assert (entry.url, entry.published, entry.title) == (X + "a", "2024-01-02T08:00:00+07:00", "Judul")


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(urlset([(X + "a", None)]).encode()),
        b"\n\n  " + urlset([(X + "a", None)]).encode(),
        b"\xef\xbb\xbf" + urlset([(X + "a", None)]).encode(),
        urlset([(X + "a", None)])
        .replace(' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', "")
        .encode(),
        f"{X}a\r\nbukan alamat\r\n".encode(),
        urlset([(X + "a", None), ("javascript:alert(1)", None), ("file:///etc/passwd", None)]).encode(),
    ],
    ids=["gzip", "blank lines first", "byte order mark", "no namespace", "text", "other schemes"],
)
def test_unusual_sitemaps_are_read(body: bytes) -> None:
    assert [entry.url for entry in read_sitemap(body)] == [X + "a"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
        (b"<html><head></head></html>", "HTML"),
        (b"Not found", "neither"),
        (b"\x1f\x8b\x08\x00broken", "gzip"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, why: str) -> None:
    with pytest.raises(NotASitemap, match=why):
        list(read_sitemap(body))


def test_a_sitemap_that_breaks_off_gives_what_came_before() -> None:
    whole = urlset([(f"{X}{n}", None) for n in range(10)])
    found = list(read_sitemap(whole[: whole.index("<loc>https://x.go.id/7")].encode()))
    assert [entry.url for entry in found] == [f"{X}{n}" for n in range(7)]


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<urlset><url><loc>{X}&b;</loc></url><url><loc>{X}&x;</loc></url><url><loc>{X}ok</loc></url></urlset>"
    )
    urls = [entry.url for entry in read_sitemap(bomb.encode())]
    assert X + "ok" in urls
    assert not any("aaaa" in url or "root" in url for url in urls)


def test_a_gzip_bomb_ends_at_the_limit() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (3 * MAX_BYTES))
    assert not list(read_sitemap(bomb))


def test_memory_does_not_grow_with_the_file() -> None:
    body = urlset(
        [(f"{X}2024/01/{n}-judul-berita-yang-cukup-panjang", "2024-01-01") for n in range(100_000)]
    ).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    count = sum(1 for _ in read_sitemap(body))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 10_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB
