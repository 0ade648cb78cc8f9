"""Which links of a year archive count, compared with the articles of other pages."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html
import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.page import Link, Listing
from crawler.discovery.listing.queue import ListingQueue

SITE = "https://x.go.id"
YEARS = lxml.html.document_fromstring(
    "<a href='/arsip/2024.html'>2024</a><a href='/arsip/2025.html'>2025</a>"
)


def links(*paths: str) -> Listing:
    return Listing(tuple(Link(SITE + path, "Judul", headline=True) for path in paths))


@pytest.mark.parametrize("sure", [True, None])
def test_a_short_headline_of_a_year_counts(sure: bool | None) -> None:
    def is_article(url: str) -> bool | None:
        return sure if "/berita/" in url else None

    found = ListingQueue([SITE], CrawlOptions(now=datetime(2026, 6, 10, tzinfo=UTC)))
    found.keep_similar(SITE, links("/berita/bupati-buka-pasar-rakyat"), is_article)
    found.add_archives(YEARS, SITE, SITE)
    shown = links("/berita/hut-ri", "/berita/wali-kota-buka-jalan", "/anggaran/belanja-dinas-pasar", "/apbd")
    kept = found.keep_similar(f"{SITE}/arsip/2024.html", shown, is_article)
    assert kept.links == shown.links[:2]


def test_sure_articles_of_a_year_count_wherever_they_stand() -> None:
    found = ListingQueue([SITE], CrawlOptions(now=datetime(2026, 6, 10, tzinfo=UTC)))
    found.keep_similar(SITE, links("/bupati-buka-pasar-rakyat"), lambda url: True)
    found.add_archives(YEARS, SITE, SITE)
    shown = links("/hut-ri", "/wali-kota-buka-jalan")
    assert found.keep_similar(f"{SITE}/arsip/2024.html", shown, lambda url: True) == shown


def test_a_quiet_month_ends_the_archive_of_its_own_section_alone() -> None:
    found = ListingQueue([], CrawlOptions(now=datetime(2026, 6, 10, tzinfo=UTC), full=False))
    for section in ("berita", "kabar"):
        links = "".join(f"<a href='/{section}/2026/{month}'>{month}</a>" for month in (3, 4, 5))
        found.add_archives(lxml.html.document_fromstring(links), f"{SITE}/{section}", f"{SITE}/{section}")
    first = found.pop(conclusive=False)
    assert (first, found.is_older_archive) == (f"{SITE}/berita/2026/5", False)
    found.drop_older_archives(f"{SITE}/berita/2026/5")
    rest = [(found.pop(conclusive=False), found.is_older_archive) for _ in range(3)]
    assert rest == [
        (f"{SITE}/kabar/2026/5", False), (f"{SITE}/kabar/2026/4", True), (f"{SITE}/kabar/2026/3", True),
    ]  # fmt: skip
