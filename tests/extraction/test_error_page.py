"""Error pages with status 200 are distinguished from articles by several signs, never by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import extract_article, judge, locate_article, normalise_dates, strip_boilerplate
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.error_page import is_error_page, reason_of_drop
from crawler.items import KnownFacts, Page
from crawler.portals import Portal

PORTAL = Portal("wonoasri", "Kota Wonoasri", "https://wonoasri.example/", "wonoasri.example")
URL = "https://wonoasri.example/berita/bupati-resmikan-jembatan-desa"
SORRY = "<p>Mohon maaf, situs ini sedang dalam pemeliharaan. Silakan kembali beberapa saat lagi.</p>"
NEWS = "<p>Bupati meresmikan jembatan yang menghubungkan dua desa pada hari ini.</p>"
MENU = '<nav><a href="/">Beranda</a><a href="/berita">Berita</a></nav>'
DATE = '<time datetime="2024-03-01T10:00:00+07:00">1 Maret 2024</time>'


def page(title: str, body: str, url: str = URL, listed: str | None = None) -> bool:
    body = f"<body><article><h1>{title}</h1>{body}</article></body>"
    tree = parse_html(f"<html><head><title>{title}</title></head>{body}</html>".encode(), url, "utf-8")
    known = KnownFacts("listing", listed)
    draft = locate_article(Page(url, PORTAL, tree, datetime(2024, 3, 2, tzinfo=UTC), known))
    return is_error_page(normalise_dates(strip_boilerplate(draft)))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Situs dalam pemeliharaan", SORRY),
        ("Welcome to nginx!", "<p>If you see this page, further configuration is required.</p>"),
        ("Account Suspended", "<p>This account has been suspended. Contact your hosting provider.</p>"),
        ("Maaf, terjadi gangguan", f"{SORRY}<p><a href='https://penyedia.example/'>Penyedia hosting</a></p>"),
    ],
)
def test_error_pages(title: str, body: str) -> None:
    assert page(title, body)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Bupati Resmikan Jembatan Desa", NEWS),  # no date, no link, but the title
        ("Peresmian di Wonoasri", MENU + NEWS),  # an edited title
        ("Peresmian di Wonoasri", DATE + NEWS),
        ("Peresmian di Wonoasri", NEWS * 12),
    ],
)
def test_articles_that_lack_some_of_it(title: str, body: str) -> None:
    assert not page(title, body)


BOX = "".join(f'<li><a href="/berita/{n}">Warga Dusun {n} Menanam Pohon</a></li>' for n in range(8))


@pytest.mark.parametrize(
    ("source", "reason", "title", "expected"),
    [
        ("ledger", "listing", "", "not_found_page"),
        ("ledger", "listing", "Kota Wonoasri", "not_found_page"),
        ("ledger", "title_only", "Terpopuler", "not_found_page"),
        ("ledger", "empty", "", "not_found_page"),
        ("ledger", "listing", "Bupati Resmikan Jembatan", "listing"),
        ("ledger", "protected", "", "protected"),
        ("listing", "listing", "", "listing"),  # a source of this run has it
    ],
)
def test_the_frame_of_a_missing_article(source: str, reason: str, title: str, expected: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{BOX}</ul></body></html>"
    page = Page(URL, PORTAL, parse_html(html, URL), datetime(2024, 3, 2, tzinfo=UTC), KnownFacts(source))
    assert reason_of_drop(locate_article(page), reason) == expected


def test_a_title_from_the_listing_counts_as_the_slug_does() -> None:
    numbered = "https://wonoasri.example/berita/5120"
    assert page("Situs dalam pemeliharaan", SORRY, numbered, "Bupati resmikan jembatan desa")
    assert not page("Situs dalam pemeliharaan", SORRY, numbered)  # nothing to compare with
    assert not page("Jembatan desa diresmikan", NEWS, numbered, "Bupati resmikan jembatan desa")


def test_a_date_in_the_url_is_not_the_pages_own() -> None:
    dated = "https://wonoasri.example/2024/03/01/bupati-resmikan-jembatan-desa/"
    assert page("Situs dalam pemeliharaan", SORRY, dated)
    assert not page("Situs dalam pemeliharaan", DATE + SORRY, dated)


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("<h1>404</h1><h2>Maaf</h2><h3>Halaman ini belum tersedia atau sedang dalam perbaikan</h3>", True),
        ("<h2>Error 404</h2><h1>Mohon maaf</h1>", True),
        ("<h1>404 personel jaga mudik</h1>", False),
    ],
)
def test_a_heading_that_is_the_status_makes_a_missing_page(headings: str, missing: bool) -> None:
    page = f"<html><head><title>Desa Wonoasri</title></head><body>{MENU}<div>{headings}</div></body></html>"
    assert (judge(extract_article(page, URL)).reason == "not_found_page") is missing
