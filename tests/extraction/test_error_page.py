"""Error pages that answer 200, and real articles that share some of their signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import locate_article, normalise_dates
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.error_page import is_error_page
from crawler.items import Page
from crawler.portals import Portal

PORTAL = Portal(
    id="wonoasri", name="Wonoasri", address="https://wonoasri.example/", domain="wonoasri.example"
)
URL = f"{PORTAL.address}berita/pelatihan-tenun-warga-desa"
TEXT = "<p>Perangkat desa dan warga mengikuti pelatihan selama tiga hari di balai desa setempat.</p>" * 3


def page(title: str, body: str) -> Page:
    html = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return Page(URL, PORTAL, parse_html(html, URL), datetime(2024, 3, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Situs Sedang Dalam Pemeliharaan",
            "<p>Kami segera kembali. Mohon maaf atas gangguan ini.</p>",
            True,
        ),
        ("Error establishing a database connection", "<p>Please try again later, thank you all.</p>", True),
        ("Pelatihan Tenun Diikuti Warga", TEXT, False),
        ("Ibu-Ibu Belajar Menenun", f"{TEXT * 3}<a href='/berita/lain'>Berita lain</a>", False),
        ("Ibu-Ibu Belajar Menenun", f"<time datetime='2024-03-12'>12 Maret 2024</time>{TEXT}", False),
    ],
    ids=["maintenance", "database", "title of the slug", "links within the site", "dated"],
)
def test_error_pages_are_told_from_articles(title: str, body: str, expected: bool) -> None:
    draft = locate_article(page(title, body))
    normalise_dates(draft)
    assert is_error_page(draft) is expected
