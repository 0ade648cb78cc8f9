"""OpenSID, the village information system.

quirk | seen
------|-----
`/first/artikel/12`, `/first/artikel/12-judul` (older) or `/artikel/2022/11/17/judul` (newer) | villages
listing pages are `/first/index/2` (older) or `/index/2` | villages
feeds at `/first/rss`, `/rss` or `/feed`, by version | villages
statistics, maps, letters and budgets are other pages below `/first/` | villages
static pages and agenda items have URLs of articles; sitemap and, by default, listing name them | stock
"""

from __future__ import annotations

import re

from crawler.platforms.cms_platform import CmsPlatform, signature


def _listing_page(start: str, number: int, size: int) -> str:
    return f"{start.rstrip('/')}/index/{number}"


STATIC_LINKS = (
    "//nav//a[string-length(normalize-space()) <= 40] | //table[.//*[@id='label-meta-agenda']]//a[@href]"
)
"""Menu items by their short names, and the rows of the agenda."""

OPENSID = CmsPlatform(
    name="opensid",
    signatures=(
        signature("generator", r"OpenSID", 97),
        signature("link", r"/first/(?:artikel|kategori|statistik|peraturan_desa|informasi_publik)", 92),
        signature("link", r"/artikel/(?:19|20)\d\d/\d{1,2}/\d{1,2}/", 80),
        signature("resource", r"/desa/(?:upload|themes|logo)/|/themes/(?:esensi|natra|hadakewa|klasik)/", 85),
    ),
    sitemaps=("sitemap.xml", "sitemap"),
    feeds=("first/rss", "rss", "feed"),
    listings=("", "first", "index"),
    menu=False,  # the front page lists everything
    static_links=STATIC_LINKS,
    listing_page=_listing_page,
    articles=(
        re.compile(r"/first/artikel/\d+(?:-[^/?]*)?/?$"),
        re.compile(r"/artikel/(?:19|20)\d\d/\d{1,2}/\d{1,2}/[^/?]+/?$"),
        re.compile(r"/artikel/\d+(?:-[^/?]*)?/?$"),
    ),
    never=(
        re.compile(r"/first/(?!artikel/)"),
        re.compile(r"/(?:data-statistik|data-wilayah|peta|status-idm|pembangunan|lapak|galeri|informasi_publik)(?:/|$)"),
        re.compile(r"/artikel/kategori/|/(?:siteman|insidega|layanan-mandiri)"),
    ),
)  # fmt: skip
