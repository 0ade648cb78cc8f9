"""Entries of a listing are found by structure, with any link text and any position of the headline."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.listing.page import read_listing

SITE = "https://wonoasri.example.go.id"
TITLES = (
    "Bupati Tanam Mangrove di Pesisir",
    "Warga Belajar Menganyam Bambu",
    "Posyandu Baru Dibuka di Dusun Lor",
)
SLUGS = tuple(title.lower().replace(" ", "-") for title in TITLES)

CARDS = {
    "image link, headline beside it": '<div><a href="/kabar/show/{n}"><img></a><h5>{title}</h5></div>',
    "image link with its text": '<div class="card"><a href="/kabar/show/{n}"><img alt="{title}"></a></div>',
    "read more, headline in a div": (
        '<div><img><div>{title}</div><i>1{n} Nov 2026</i><a href="/kabar/{slug}">Lihat</a></div>'
    ),
    "read more below a flat heading": '<h4>{title}</h4><p>Isi.</p><a href="/kabar/{slug}">Selengkapnya</a>',
    "row of a table": '<tr><td>{n}</td><td>{title}</td><td><a href="/kabar/{slug}">Buka</a></td></tr>',
    "slug before a verb": '<div><a href="/kabar/{slug}/detail"><h5>{title}</h5></a></div>',
    "link with a title": '<li><a href="/kabar/show/{n}" title="{title}"><i class="icon"></i></a></li>',
}


def listed(entries: str, **given: object) -> list[tuple[str, str]]:
    table = "<table>" * entries.startswith("<tr")
    tree = lxml.html.document_fromstring(f"<html><body><section>{table}{entries}</section></body></html>")
    found = read_listing(tree, f"{SITE}/kabar", **given)  # type: ignore[arg-type]
    return [(link.url, link.text) for link in found.links]


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_each_entry_gives_its_link_and_its_headline(card: str) -> None:
    entries = "".join(
        card.format(n=n, title=title, slug=slug)
        for n, (title, slug) in enumerate(zip(TITLES, SLUGS, strict=True))
    )
    found = listed(entries)
    assert len(found) == len(TITLES)
    if "title=" not in card or "show" not in card:
        assert [text for _, text in found] == list(TITLES)


def test_one_entry_alone_is_no_list() -> None:
    assert listed('<div><img><div>Jam Pelayanan Loket Terpadu</div><a href="/loket">Buka</a></div>') == []


def test_the_headline_is_not_the_text_of_the_second_link() -> None:
    entries = "".join(
        f'<div><h2><a href="/kabar/{slug}">{title}</a></h2><a href="/kabar/{slug}">Read: {title}</a></div>'
        for title, slug in zip(TITLES, SLUGS, strict=True)
    )
    assert [text for _, text in listed(entries)] == list(TITLES)


def test_one_sure_link_excludes_no_other() -> None:
    entries = "".join(
        f'<h2><a href="/kabar/{slug}">{title}</a></h2>' for title, slug in zip(TITLES, SLUGS, strict=True)
    )
    entries += '<h2><a href="/kabar/17-kelompok-tani-panen-cabai">17 Kelompok Tani Panen Cabai</a></h2>'
    found = listed(entries, is_article=lambda url: True if "/17-" in url else None)
    assert len(found) == len(TITLES) + 1


def test_few_other_headlines_beside_sure_ones_do_not_count() -> None:
    sure = "".join(f'<h2><a href="/kabar/{n}-{slug}">{slug}</a></h2>' for n, slug in enumerate(SLUGS, 10))
    other = (
        '<p><b><a href="/layanan/surat-keterangan-pindah-datang">Surat Keterangan Pindah Datang</a></b></p>'
    )
    found = listed(sure + other, is_article=lambda url: True if "/kabar/" in url else None)
    assert len(found) == len(SLUGS)


def test_the_newest_entry_in_a_form_of_its_own() -> None:
    newest = (
        "<div class=sorotan><p class=judul>Pasar Ikan Pindah ke Gedung Baru</p><p>Pedagang mulai pindah.</p>"
        '<a href="/kabar/pasar-ikan-pindah-ke-gedung-baru">baca selengkapnya</a></div>'
    )
    others = "".join(
        f'<a class=kartu href="/kabar/{slug}"><div>{title}</div></a>'
        for title, slug in zip(TITLES, SLUGS, strict=True)
    )
    assert [text for _, text in listed(newest + others)] == ["Pasar Ikan Pindah ke Gedung Baru", *TITLES]
    page = newest.replace("/kabar/", "/unduhan/")
    assert [text for _, text in listed(page + others)] == list(TITLES)


def test_a_headline_that_a_menu_repeats_counts() -> None:
    menu = f'<header><div>{TITLES[0]}</div><a href="/masuk">Masuk</a></header>'
    cards = "".join(
        f'<div class=kartu><div>{title}</div><a href="/kabar/show/{n}">Lihat</a></div>'
        for n, title in enumerate(TITLES)
    )
    assert [text for _, text in listed(f"{menu}<main>{cards}</main>")] == list(TITLES)
