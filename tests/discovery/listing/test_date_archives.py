"""Archives by month: by number in the section's own path, or by name."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.listing.date_archives import month_archives

SITE = "https://wonoasri.example.go.id"


def found(start: str, *paths: str) -> list[str]:
    links = "".join(f'<a href="{path}">x</a>' for path in paths)
    tree = html.document_fromstring(f"<html><body>{links}</body></html>")
    return [url.removeprefix(SITE) for url in month_archives(tree, SITE + start, 2026)]


@pytest.mark.parametrize(
    "paths",
    [
        ("/arsip-oktober-2026.html", "/arsip-mei-2026.html", "/arsip-desember-2025.html"),
        ("/arsip/Nopember-2024", "/arsip/juli-2024", "/arsip/Februari-2023"),
        ("/archives/2025/aug/", "/archives/2025/mar/", "/archives/2024/dec/"),
        ("/indeks-berita-agustus-2025.html", "/indeks-berita-juni-2025.html"),
        ("/berita/2025/11", "/berita/2025/02", "/berita/2024/12"),
    ],
)
def test_newest_first(paths: tuple[str, ...]) -> None:
    assert found("/berita", *reversed(paths)) == list(paths)


@pytest.mark.parametrize(
    "path",
    [
        "/arsip-oktober-2027.html",  # not yet
        "/berita/pekan-oktober-2026-meriah.html",
        "/arsip-oktober-2026-kegiatan.html",
        "/arsip-kegiatan-2026.html",
        "/agenda-oktober-2026.html",
        "/arsip/1-oktober-2026",
    ],
)
def test_what_only_looks_so(path: str) -> None:
    assert found("/berita", path) == []
