"""The description that a page gives of its article."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article

TITLE = "Embung Desa Pakelsari Selesai Dikeruk"
FIRST = "Embung di Desa Pakelsari selesai dikeruk setelah dua bulan dikerjakan oleh kelompok tani dan desa."
SECOND = "Air embung itu akan mengairi empat puluh hektare sawah pada musim kemarau yang dimulai bulan depan."


def described(head: str, first: str = FIRST) -> tuple[str | None, list[str]]:
    page = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>"
        f"<div class=isi-berita><p>{first}</p><p>{SECOND}</p></div></article></body></html>"
    )
    found = extract_article(page, "https://wonoasri.example/berita/embung")
    return found.description, found.warnings


OWN = "Petani Pakelsari tidak perlu lagi menunggu giliran air: embung yang dangkal kini dalam kembali."


@pytest.mark.parametrize("name", ["name=description", "property=og:description", "name=twitter:description"])
def test_as_the_page_gives_it(name: str) -> None:
    assert described(f'<meta {name} content="{OWN}">')[0] == OWN


@pytest.mark.parametrize(
    "text",
    [FIRST, FIRST[:80] + " ...", f"PAKELSARI, MC - {FIRST}",
     f"Warga di tepi embung. {FIRST[:70]} ...", TITLE, f"{FIRST} {SECOND}",
     "Portal Resmi Kabupaten Wonoasri",
     "", "   "],
)  # fmt: skip
def test_what_describes_nothing(text: str) -> None:
    assert described(f'<meta name=description content="{text}">')[0] is None


def test_the_second_where_the_first_is_the_motto_of_the_site() -> None:
    head = '<meta name=description content="Melayani dengan hati nurani">'
    head += f'<meta property=og:description content="{OWN}">'
    assert described(head)[0] == OWN


def test_a_page_without_one() -> None:
    assert described("")[0] is None


def test_a_huge_one_is_cut_and_has_no_markup() -> None:
    text, warnings = described(
        f'<meta name=description content="<b>Embung</b> {"Pakelsari dalam kembali " * 100_000}">'
    )
    assert text is not None
    assert len(text) <= 1_000
    assert "<b>" not in text
    assert "description_cut" in warnings
