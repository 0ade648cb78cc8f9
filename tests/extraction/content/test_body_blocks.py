"""Annotations of the body: kinds, levels and links of its paragraphs."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.items import Article

URL = "https://wonoasri.example/berita/jadwal-posyandu-selomanik"
LONG = "Petugas puskesmas mendatangi balai dusun setiap pekan pertama untuk menimbang balita dan ibu hamil."
CLOSE = "Warga yang berhalangan hadir dapat datang ke puskesmas pembantu pada hari kerja sampai siang."


def article(text: str) -> Article:
    page = (
        "<html><head><title>Jadwal Posyandu Selomanik</title></head><body><div class=post>"
        f"<h1>Jadwal Posyandu Selomanik</h1><div class=isi-berita>{text}</div></div></body></html>"
    )
    found = extract_article(page, URL)
    assert len(found.body_blocks) == len(found.body)
    for paragraph, block in zip(found.body, found.body_blocks, strict=True):
        for link in block.links:
            assert 0 <= link.start < link.end <= len(paragraph)
    return found


def links(found: Article) -> list[tuple[int, str, str]]:
    """Paragraph, words and address of each link."""
    return [
        (number, found.body[number][link.start : link.end], link.url)
        for number, block in enumerate(found.body_blocks)
        for link in block.links
    ]


def test_kinds_and_levels() -> None:
    found = article(
        f"<p>{LONG}</p><h3>Jadwal bulan ini</h3><ul><li>Dusun Krajan pada hari Senin<ul><li>khusus "
        f"balita</li></ul></li>"
        f"<li>Dusun Lor pada hari Rabu</li></ul><blockquote><p>{LONG[:-1]}, kata "
        f"bidan.</p></blockquote><p>{CLOSE}</p>"
        "<table><tr><th>Dusun</th><th>Hari</th></tr><tr><td>Krajan</td><td>Senin</td></tr>"
        "<tr><td>Lor</td><td>Rabu</td></tr></table>"
        f"<p>{CLOSE.replace('Warga', 'Ibu')}</p>"
    )
    assert [(block.kind, block.level) for block in found.body_blocks] == [
        ("paragraph", None),
        ("heading", 3),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("quote", None),
        ("paragraph", None),
        ("table_row", None),
        ("table_row", None),
        ("table_row", None),
        ("paragraph", None),
    ]


def test_links_with_their_place() -> None:
    found = article(
        f"<p>{LONG} Daftar ada di <a href='/unduh?x=1'>laman <b>unduhan</b></a> dan <a "
        f"href=//puskesmas.example/a>di sana</a>.</p>"
        f"<p>{CLOSE} Lihat <a href='https://x.example/1'>di sini</a> atau <a "
        f"href='https://x.example/2'>di sini</a>.</p>"
    )
    assert links(found) == [
        (0, "laman unduhan", "https://wonoasri.example/unduh?x=1"),
        (0, "di sana", "https://puskesmas.example/a"),
        (1, "di sini", "https://x.example/1"),
        (1, "di sini", "https://x.example/2"),
    ]


def test_equal_words_that_are_no_link_stay_so() -> None:
    found = article(f"<p>Bukan di sini. {LONG} Tetapi <a href=/a>di sini</a>, ya.</p><p>{CLOSE}</p>")
    [link] = found.body_blocks[0].links
    assert link.start == found.body[0].index("Tetapi ") + len("Tetapi ")


def test_links_move_with_the_text() -> None:
    found = article(
        f"<p>SELOMANIK, MC - Bidan <a href=/bidan>Sekar Lestari</a> hadir. {LONG}</p><p>{CLOSE}</p>"
    )
    assert found.dateline is not None
    assert links(found) == [(0, "Sekar Lestari", "https://wonoasri.example/bidan")]


def test_links_in_lines_and_rows() -> None:
    found = article(
        f"{LONG}<br><br>Baca <a href=/satu>aturan pertama</a> dahulu, lalu tanyakan kepada kader.<br><br>"
        f"Baca <a href=/dua>aturan kedua</a> sesudahnya, lalu tanyakan kepada kader.<br><br>{CLOSE}"
        "<table><tr><th>Berkas</th><th>Ukuran</th></tr><tr><td><a href=/f1>Formulir balita</a></td><td>1 "
        "MB</td></tr>"
        "<tr><td><a href=/f2>Formulir ibu</a></td><td>2 MB</td></tr></table>"
    )
    addresses = [(words, url.rsplit("/", 1)[-1]) for _, words, url in links(found)]
    assert addresses == [
        ("aturan pertama", "satu"),
        ("aturan kedua", "dua"),
        ("Formulir balita", "f1"),
        ("Formulir ibu", "f2"),
    ]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "#atas", "mailto:a@b.example", "", "http://[", "x" * 3_000],
)
def test_what_is_no_address_of_a_page(href: str) -> None:
    assert links(article(f"<p>{LONG} Lihat <a href='{href}'>laman ini</a>.</p><p>{CLOSE}</p>")) == []


def test_thousands_of_links_are_cut_with_a_warning() -> None:
    listed = " ".join(f"{LONG} <a href=/{n}>kata{n}</a>" for n in range(3_000))
    found = article(f"<p>{listed}</p><p>{CLOSE}</p>")
    assert sum(len(block.links) for block in found.body_blocks) <= 500
    if found.body and len(found.body[0]) > 100_000:
        assert "links_cut" in found.warnings


def test_no_text_twice() -> None:
    found = article(f"<p>{LONG}</p><p>{CLOSE}</p>")
    assert "puskesmas" not in repr(found.body_blocks)
