"""The pages of an invented portal, in two themes, with boilerplate that no phrase list knows."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from crawler.extraction.dom.parse import parse_html
from crawler.items import Page
from crawler.portals import Portal

PORTAL = Portal("kabar", "Kabar Kabupaten", "https://kabar.example.go.id/", "kabar.example.go.id")
FETCHED = datetime(2024, 5, 1, tzinfo=UTC)

_PLACES = [
    "Wonosari", "Kepanjen", "Singosari", "Bumiaji", "Lawang", "Cibodas", "Tirtoyudo", "Gedangan",
    "Karangploso", "Sukamaju",
]  # fmt: skip
_DOINGS = [
    "meresmikan", "meninjau", "membuka", "menutup", "memantau", "membahas", "menggelar", "menata",
    "merawat",
]  # fmt: skip
_THINGS = [
    "pasar", "jembatan", "posyandu", "sekolah", "taman", "perpustakaan", "irigasi", "terminal",
    "puskesmas", "balai",
]  # fmt: skip
FAVOURITE = "“Semua harus mendapat pelayanan yang sama,” tegasnya kepada wartawan."


def paragraphs(number: int) -> list[str]:
    """Unique text for each article number, and a sentence that many share."""
    pick = random.Random(number)
    lines = [
        f"Bupati {pick.choice(_DOINGS)} {pick.choice(_THINGS)} di Kecamatan {pick.choice(_PLACES)} bersama "
        f"{pick.randrange(9, 999)} warga, dan {pick.choice(_DOINGS)} {pick.choice(_THINGS)} "
        f"nomor {number}-{index}."
        for index in range(pick.randrange(3, 7))
    ]
    if number % 2:
        lines.insert(pick.randrange(len(lines)), FAVOURITE)
    return lines


def title(number: int) -> str:
    """A headline that contains its number."""
    pick = random.Random(1000 + number)
    return f"Bupati {pick.choice(_DOINGS).title()} {pick.choice(_THINGS).title()} Nomor {number}"


def headline(number: int) -> str:
    """Another article's headline, as printed in a box."""
    pick = random.Random(-number)
    return f"{pick.choice(_THINGS).title()} {pick.choice(_PLACES)} Kini Makin Ramai Pengunjung"


def classic(number: int) -> str:
    """A theme with a box, lines, a counter, a label with a headline, and one with headlines below it."""
    text = [f"<p>{line}</p>" for line in paragraphs(number)]
    text.insert(2, f"<p>Jangan lewatkan: {headline(number)}</p>")
    text.insert(1, "<p>Kabar ini dipersembahkan oleh Toko Sumber Rejeki, langganan kita semua.</p>")
    text.append("<p>Sorotan pekan ini dari kami:</p>")
    text += [f"<p>{headline(number * 7 + step)}</p>" for step in (1, 2)]
    text.append(
        f"<div class='kotak-biru'><p>Pojok Warga</p><p>Cerita nomor {number}: {headline(number)}.</p></div>"
    )
    text.append(f"<p>Nomor layanan berita {number} hari ini, simpan baik-baik.</p>")
    return (
        f"<html><head><title>{title(number)} - Kabar Kabupaten</title></head><body>"
        "<div class='kepala'><a href='/'>Depan</a></div>"
        f"<div class='isi'><h1 class='judul'>{title(number)}</h1>"
        "<p class='meta'><span class='penulis'>Ditulis oleh Siti Aminah</span> "
        f"<span class='tgl'>Kamis, {1 + number % 28} Februari 2024 10:15</span></p>"
        f"<div class='teks-kabar'>{''.join(text)}</div></div><div class='kaki'><p>Alamat kantor "
        "redaksi kami ada di Jalan Merdeka nomor satu, buka setiap hari kerja sampai sore.</p></div>"
        "</body></html>"
    )


def modern(number: int) -> str:
    """The portal's other theme."""
    text = "".join(f"<div>{line}</div>" for line in paragraphs(number))
    return (
        f"<html><head><title>{title(number)} - Kabar Kabupaten</title></head>"
        f"<body><main class='halaman'><h1>{title(number)}</h1>"
        f"<time datetime='2024-03-{1 + number % 28:02}'>Maret</time><section class='narasi'>{text}"
        "</section><p class='janji'>Redaksi menerima tulisan dari warga setiap hari.</p></main></body></html>"
    )


def page(html: str, number: int) -> Page:
    """The page as a crawl passes it to the extraction."""
    url = f"{PORTAL.address}berita/{number}/{title(number).lower().replace(' ', '-')}"
    return Page(url, PORTAL, parse_html(html, url), FETCHED)
