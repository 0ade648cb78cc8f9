"""View counters and page ages are recognized in any wording; no line of an article is."""

from __future__ import annotations

import pytest

from crawler.extraction.boilerplate.phrases import is_boilerplate_line
from tests.extraction.pages import FIRST, SECOND, THIRD, lines, page

TEXT = [
    "Itu 7 tahun yang lalu.",
    "“Itu 7 tahun yang lalu”",
    "Tahun lalu total 3 juta orang.",
    "Bulan lalu 40 kali, minggu ini 5 kali.",
    "Bulan ini dikunjungi 40 kali",
    "Total share 40 juta",
    "10 tahun lalu",
    "2 bulan lalu",
    "3 hari lalu, warga menutup jalan itu",
    "3 hari lalu oleh Bupati",
    "Hari ini 5 jam, 3 hari lalu 2 jam",
    "Video itu ditonton 3 juta kali",
    "Konten itu sudah dilihat 3.000 kali.",
    "Jumlah pembaca 3.000 orang",
    "Hari ini 3.000 orang membaca 5 artikel",
    "Membaca 3 artikel",
    "Membaca 20 menit",
    "Like 70%",
    "Share: 25%",
    "Viewer: 40% | Pembaca: 60%",
    "Suka 120 orang",
    "Sudah pernah: 45 orang",
    "Total: 45 suara",
    "Jumlah suara: 12.345",
    "Rata-rata nilai: 8,5",
    "Skor 3-0",
    "Skor: 2 x 1",
    "Total skor: 45 | Nilai rata-rata: 9",
    "Kemarin: 12.000 | Hari ini: 12.500",
    "Semua Rp 5 jt",
    "Usia 45 tahun",
    "45 tahun",
    "Kunjungan: 3 hari",
    "2 kali kunjungan",
    "Jumlah pengunjung: 2.000 orang",
    "Dibuat dalam 30 menit",
    "Dibaca 33 kali",
    "Apakah sudah dibaca 5 kali?",
    "“Dibaca 300 kali”",
]
"""Outcomes of polls, ages of persons, scores, prices, headings, speech, and sentences of few words."""


@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("tag", ["p", "li", "h3", "blockquote"])
def test_what_may_be_text_stays_within_it(text: str, tag: str) -> None:
    content = f"<p>{FIRST}</p><{tag}>{text}</{tag}><p>{SECOND}</p><p>{THIRD}</p>"
    assert text in lines(page(content))


@pytest.mark.parametrize("text", [text for text in TEXT if not text.startswith("Dibaca 33")])
def test_what_may_be_text_is_no_counter_at_the_edge_either(text: str) -> None:
    assert not is_boilerplate_line(text.lower(), edge=True, prose=True)


@pytest.mark.parametrize("text", ["5 hari lalu", "Rating: 4,5/5 (86 suara)", "Total pembaca: 96001"])
@pytest.mark.parametrize("tag", ["li", "h3"])
def test_a_list_or_heading_is_no_line_of_the_page(text: str, tag: str) -> None:
    assert text in lines(page(f"<p>{FIRST}</p><{tag}>{text}</{tag}><p>{SECOND}</p><p>{THIRD}</p>"))


@pytest.mark.parametrize(
    "text",
    [
        "Berita ini telah dibaca 120 kali", "43293 orang telah membaca artikel ini", "Dilihat: 300",
        "1,2 rb views", "Page views: 300", "dibaca : 1.204 x", "3 jam yang lalu", "2 weeks 3 days ago",
        "Diperbarui 2 tahun lalu", "👁️ 300 💬 5", "Kemarin: 30 | Hari ini: 12 | Pengunjung online: 3",
        "193 Viewers",
    ],
)  # fmt: skip
def test_a_counter_is_told_within_the_text(text: str) -> None:
    assert is_boilerplate_line(text.lower(), edge=False, prose=True)


@pytest.mark.parametrize(
    "text",
    [
        "Berita ini telah dibaca 120 kali.",
        "202 Pengunjung",
        "Sudah diakses 300 kali",
        "This page has been read 5 times.",
    ],
)
def test_a_counter_that_may_be_text_is_told_at_the_edge_alone(text: str) -> None:
    assert is_boilerplate_line(text.lower(), edge=True, prose=True)
    assert not is_boilerplate_line(text.lower(), edge=False, prose=True)
