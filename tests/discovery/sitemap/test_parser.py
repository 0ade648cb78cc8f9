"""Sitemaps of every kind, and files that only look like one."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.sitemap.parser import MAX_BYTES, NotASitemap, read_sitemap
from crawler.discovery.sitemap.tags import Tags
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
        (b"<rss><channel><item/></channel></rss>", "another kind"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, why: str) -> None:
    with pytest.raises(NotASitemap, match=why):
        list(read_sitemap(body))


def read(body: bytes) -> tuple[list[str], str]:
    """The addresses, and the reason for an early end."""
    found: list[str] = []
    try:
        found.extend(entry.url for entry in read_sitemap(body))
    except NotASitemap as error:
        return found, str(error)
    return found, ""


def test_a_sitemap_that_breaks_off_gives_what_came_before() -> None:
    single_page_url = urlset([(f"{X}{n}", None) for n in range(10)])
    for cut in ("<loc>https://x.go.id/7", "https://x.go.id/7", "</loc></url><url><loc>https://x.go.id/8"):
        found, why = read(single_page_url[: single_page_url.index(cut)].encode())
        assert found[:7] == [f"{X}{n}" for n in range(7)]
        assert why == "it breaks off"
    assert read(gzip.compress(single_page_url.encode())[:-20])[1] == "broken gzip (it breaks off)"


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("<url><loc>https://x.go.id/?p=1&lang=id&copy=2</loc></url>", X + "?p=1&lang=id&copy=2"),
        ("<url><loc>https://x.go.id/?p=1&amp;b=&#50;&#x33;</loc></url>", X + "?p=1&b=23"),
        ("<url a b><loc>\n  https://x.go.id/a\n</loc>", X + "a"),
        ("<url><loc><![CDATA[https://x.go.id/?a=1&b=2]]></loc></url>", X + "?a=1&b=2"),
        ("<URL><Loc>https://x.go.id/a</Loc></URL>", X + "a"),
        ("<url><!-- <loc>https://x.go.id/old</loc> --><loc>https://x.go.id/a</loc></url>", X + "a"),
        ("<s:url><i:image><i:loc>https://x.go.id/a.jpg</i:loc></i:image><s:loc>https://x.go.id/a</s:loc></s:url>",
         X + "a"),
        ("<url><loc>https://x.go.id/a</loc><xhtml:link href='https://x.go.id/en/a'/></url>", X + "a"),
    ],
)  # fmt: skip
def test_markup_that_is_not_quite_xml_loses_no_address(entry: str, url: str) -> None:
    single_page_url = f'<?xml version="1.0"?><urlset>{entry}<url><loc>{X}next</loc></url></urlset>'.encode()
    assert read(single_page_url) == ([url, X + "next"], "")


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=1, max_value=60))
def test_it_does_not_matter_where_the_pieces_are_cut(size: int) -> None:
    text = (
        f"<urlset><!-- a > b --><url><loc>{X}?a=1&amp;b</loc><lastmod>2024-01-01</lastmod></url>"
        f"<url><loc><![CDATA[{X}b]]></loc><news:news><news:title>A &amp; B</news:title></news:news>"
        "</url></urlset>"
    )
    tags = Tags()
    found = [entry for at in range(0, len(text), size) for entry in tags.feed(text[at : at + size])]
    found += tags.close()
    assert [(one.url, one.lastmod, one.title) for one in found] == [
        (X + "?a=1&b", "2024-01-01", None),
        (X + "b", None, "A & B"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        ("\ufeff" + urlset([(X + "a", None)])).encode("utf-16-le"),
        urlset([(X + "a", None)]).replace("UTF-8", "ISO-8859-1").replace("<loc>", "<!--\xe9--><loc>").encode("l1"),  # noqa: E501
    ],
    ids=["UTF-16", "Latin-1"],
)  # fmt: skip
def test_other_encodings_are_read(body: bytes) -> None:
    assert read(body) == ([X + "a"], "")


def test_pictures_and_films_have_days_of_their_own() -> None:
    body = (
        f"<urlset><url><loc>{X}a</loc><video:video><video:title>Film</video:title>"
        "<video:publication_date>2001-01-01</video:publication_date></video:video></url></urlset>"
    )
    (entry,) = read_sitemap(body.encode())
    assert (entry.title, entry.published) == (None, None)


JUNK = ("<a>", "</a>", "<", "< ", "&", "&a;", "<a b=1>", "<![CDATA[", "<!--", "<?x", "<url><loc>", "<a:b/>")


@pytest.mark.parametrize("junk", JUNK)
def test_junk_ends_with_a_reason(junk: str) -> None:
    found, why = read(f"<urlset><url><loc>{X}a</loc></url>{junk * (300_000 // len(junk))}".encode())
    assert found == [X + "a"]
    assert why


def test_a_tag_without_end_ends_the_reading() -> None:
    assert read(b"<urlset><url " + b"a " * 100_000) == ([], "a tag without end")


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
    assert read(bomb) == ([], "longer than 50 MB")


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        body = urlset([(f"{X}2024/01/{n}-judul-berita-panjang", "2024-01-01") for n in range(count)]).encode()
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_sitemap(body)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # created once and cached
    assert peak(6_000) < 2 * peak(1_500)  # the first piece alone holds 600


@pytest.mark.parametrize(
    "markup", ["<loc>/a.xml</loc>", "/a.xml", "<![CDATA[/a.xml]]>", "<loc> a.xml </loc>"]
)
def test_relative_urls_and_entries_without_loc(markup: str) -> None:
    body = f"<sitemapindex><sitemap>{markup}</sitemap></sitemapindex>".encode()
    (entry,) = read_sitemap(body, "https://x.go.id/index.xml")
    assert entry.url == "https://x.go.id/a.xml"
    assert entry.is_sitemap
