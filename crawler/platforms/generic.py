"""Any site of an unknown platform: what the site announces, and what most sites have."""

from __future__ import annotations

from crawler.platforms.cms_platform import CmsPlatform, signature

GENERIC = CmsPlatform(
    name="generic",
    signatures=(signature("address", "", 1),),
    sitemaps=("sitemap.xml", "sitemap_index.xml", "sitemap.xml.gz", "sitemap.txt"),
    feeds=("feed/", "rss.xml", "rss", "atom.xml", "feed.xml", "index.xml", "feed.json"),
    listings=("", "berita", "news", "artikel", "blog"),
)
