"""Articles for tests."""

from __future__ import annotations

import dataclasses
from typing import Any

from crawler.items import Article, Image, PortalRef
from crawler.urls.canonical import article_id

PORTAL = PortalRef("contoh", "Portal Contoh", "contoh.go.id", "Kota Contoh", "Jawa Timur")
OTHER = PortalRef("lain", "Portal Lain", "lain.go.id", None, "Bali")


def make_article(number: int = 1, portal: PortalRef = PORTAL, **fields: Any) -> Article:
    """Article `number` of the portal, as extraction returns it."""
    url = f"https://{portal.domain}/berita/{number}"
    article = Article(
        id=article_id(url),
        seq=None,
        url=url,
        canonical_url=url,
        portal=portal,
        title=f"Wali Kota resmikan taman nomor {number}",
        body=[f"Taman nomor {number} dibuka untuk warga.", "Warga datang sejak pagi."],
        published_at="2022-11-17T08:00:00+07:00",
        images=[Image(f"https://{portal.domain}/media/{number}-300x200.jpg")],
        fetched_at="2026-11-22T02:00:00+00:00",
        extractor_version="1",
    )
    return dataclasses.replace(article, **fields)
