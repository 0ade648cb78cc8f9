"""Small pages for the tests of extraction."""

from __future__ import annotations

from crawler.extraction.blocks import Body
from crawler.extraction.boilerplate.cleaner import strip_boilerplate
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html

TITLE = "Bupati Resmikan Pasar Baru di Kecamatan Wonosari"
FIRST = (
    "WONOSARI – Bupati meresmikan pasar baru di Kecamatan Wonosari, Selasa (22/3/2022). Pasar itu menampung "
    "seratus dua puluh pedagang yang sebelumnya berjualan di tepi jalan."
)
SECOND = (
    "“Kami berharap pasar ini membawa manfaat bagi semua pedagang dan pembeli,” kata Bupati, yang hadir "
    "bersama kepala dinas perdagangan dan para camat."
)
THIRD = (
    "Pembangunan pasar memakan waktu delapan bulan dan dibiayai dari anggaran daerah. Pedagang dapat "
    "menempati kios mulai pekan depan tanpa biaya sewa selama tiga bulan."
)


def page(content: str, *, title: str = TITLE) -> str:
    """A page of a simple theme around the HTML of an article's text."""
    return (
        f"<!doctype html><html><head><title>{title} - Portal</title></head><body><header><nav><ul>"
        "<li><a href='/'>Beranda</a><li><a href='/berita'>Berita</a></ul></nav></header>"
        f"<main><article><h1>{title}</h1><div class='entry-content'>{content}</div></article></main>"
        "<footer><p>Copyright © 2022 Portal Resmi Kabupaten, dikelola oleh Dinas Kominfo.</p></footer>"
        "</body></html>"
    )


def extracted(html: str | bytes, title: str | None = TITLE) -> Body:
    """The body of a page after both steps."""
    tree = parse_html(html, "https://portal.example.go.id/berita/1")
    return strip_boilerplate(locate_body(tree, title=title), title=title)


def lines(html: str | bytes, title: str | None = TITLE) -> list[str]:
    """The texts of the blocks of a page's body."""
    return [block.text for block in extracted(html, title).blocks]
