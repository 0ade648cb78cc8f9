"""Governments named in texts: labelled sentences, traps, and what the whole text or the portal decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.extraction import extract_article
from crawler.extraction.attribution.government_names import names_by_first_word
from crawler.extraction.attribution.places import find_places
from crawler.items import Place
from crawler.portals import load_registry
from crawler.portals.provinces import PROVINCES

LABELLED = Path(__file__).with_name("labelled.tsv")


def labelled() -> list[tuple[str, set[str]]]:
    rows = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, _, names = line.partition("\t")
            rows.append((text, {name for name in names.split("; ") if name}))
    return rows


def names(title: str, *body: str, region: str | None = None, province: str | None = None) -> list[str]:
    return [place.name for place in find_places(title, body, region=region, province=province)]


def test_the_labels_are_governments() -> None:
    known = {province.name for province in PROVINCES} | {one.full_name for one in load_registry().regions}
    assert set().union(*(expected for _, expected in labelled())) <= known
    assert len(labelled()) >= 200


def test_precision_and_recall_on_the_labelled_sentences() -> None:
    right = wrong = missed = 0
    for text, expected in labelled():
        found = set(names(text))
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.90


def test_a_place_is_counted_and_stands_where_it_says() -> None:
    body = [
        "Rapat dihadiri Bupati Karimun.",
        "Menurut Pemkab Karimun, kapal baru tiba di Karimun pekan depan dari Provinsi Riau.",
    ]
    assert find_places("Kapal Baru untuk Jawa Timur", body) == [
        Place("Jawa Timur", "35", "provinsi", 1, None, 17, "Jawa Timur"),
        Place("Kabupaten Karimun", "21.02", "kabupaten", 3, 0, 22, "Karimun"),
        Place("Riau", "14", "provinsi", 1, 1, 77, "Riau"),
    ]
    assert find_places("", ["Wali Kota Jakarta Timur hadir"])[0].level == "kota administrasi"


def test_a_name_of_two_governments_is_decided_by_the_text_or_the_portal() -> None:
    assert names("Banjir di Bandung") == []
    assert names("Banjir di Bandung", "Wali Kota Bandung meninjau lokasi.") == ["Kota Bandung"]
    assert names("Banjir di Bandung", region="Kabupaten Bandung") == ["Kabupaten Bandung"]
    assert names("Banjir di Banjar", province="Kalimantan Selatan") == ["Kabupaten Banjar"]
    both = names("Banjir di Bandung", "Wali Kota Bandung dan Bupati Bandung hadir.")
    assert both == ["Kota Bandung", "Kabupaten Bandung"]


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Wonoasri membuka pameran di Wonoasri",
        "harga batu bara di pasar dunia",
        "Polres Metro Bekasi mengatur lalu lintas",
        "bupati malang",  # names are written with a capital
        "Kota Kudus",  # a town, no city
        "Balikpapanan",
        "Jl. Malang 12, Jalan Solo, Gang Surabaya",
        "Pemain Solo Surabayanan",
        "",
    ],
)
def test_what_names_no_government(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BUPATI KARIMUN HADIR", ["Kabupaten Karimun"]),
        ("Wakil Wali Kota Surabaya", ["Kota Surabaya"]),
        ("se-Kabupaten Karimun", ["Kabupaten Karimun"]),
        ("Kab. Karimun dan Kab. Lingga", ["Kabupaten Karimun", "Kabupaten Lingga"]),
        ("(Pemkab Karimun)", ["Kabupaten Karimun"]),
        ("“Pemprov Jatim,” katanya", ["Jawa Timur"]),
        ("Papua Barat Daya, bukan Papua Barat", ["Papua Barat Daya", "Papua Barat"]),
        ("İ Bupati Karimun", ["Kabupaten Karimun"]),
    ],
)
def test_spellings(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_every_government_is_known_by_its_full_name() -> None:
    known = {
        government.code
        for meanings in names_by_first_word().values()
        for name in meanings
        for government in name.governments
    }
    assert len(known) == 552
    for region in load_registry().regions:
        for name in region.names():
            assert names(f"Rapat di {name.replace('Administrasi ', '')} selesai") == [region.full_name]


def test_records_hold_the_places() -> None:
    html = """<html><body><h1>Bupati Karimun Membuka Lomba Perahu Hias</h1><div class="isi">
    <p>Ratusan peserta dari Kabupaten Lingga dan Kota Batam mengikuti lomba perahu hias di pantai itu.</p>
    <p>Panitia menyiapkan hadiah bagi para pemenang, yang akan diumumkan pada penutupan acara oleh Dinas.</p>
    </div></body></html>"""
    article = extract_article(html, "https://kabar.example/berita/1")
    assert [place.code for place in article.places] == ["21.02", "21.04", "21.71"]
    for place in article.places:
        text = article.title if place.paragraph is None else article.body[place.paragraph]
        assert text.startswith(place.text, place.start)
