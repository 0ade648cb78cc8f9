"""Links that count lead through a listing, whatever its addresses look like; others that count do not."""

from __future__ import annotations

import pytest

from crawler.discovery.numbered_pages import next_numbered

SITE = "https://x.go.id"
START = f"{SITE}/berita"
SIZE = 8
SHAPES = [
    "/berita/{n}", "/berita/{n}/", "/berita/halaman-{n}", "/berita-{n}.html", "/berita/p{n}",
    "/berita/page-{n}.html", "/berita/page{n}/", "/berita/list/{n}", "/berita/index/{offset}",
    "/index.php/berita/{offset}", "/berita?Berita_page={n}", "/berita?beritaPage={n}",
    "/berita?page=0%2C{less}", "/berita?hlm={n}", "/berita?mulai={offset}", "/berita?no={n}",
]  # fmt: skip


def page(shape: str, number: int) -> str:
    if number == 1:
        return START
    return SITE + shape.format(n=number, less=number - 1, offset=(number - 1) * SIZE)


@pytest.mark.parametrize("window", [9, 1])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_leads_to_the_next_and_the_last_to_none(shape: str, window: int) -> None:
    last = 6
    for number in range(1, last + 1):
        near = range(max(1, number - window), min(last, number + window) + 1)
        links = [(str(n), page(shape, n)) for n in near if n != number]
        links += [("Bupati buka pasar", f"{START}/bupati-buka-pasar-5"), ("3", f"{SITE}/agenda?hlm=3")]
        following = next_numbered(links, page(shape, number), START)
        assert following == (page(shape, number + 1) if number < last else None)


def test_an_arrow_counts_where_the_numbers_do() -> None:
    links = [("1", START), ("2", f"{START}/halaman-2"), ("»", f"{START}/halaman-4")]
    assert next_numbered(links, f"{START}/halaman-3", START) == f"{START}/halaman-4"
    assert next_numbered([(">", f"{START}/8")], START, START) == f"{START}/8"


@pytest.mark.parametrize(
    "links",
    [
        [(str(day), f"{START}/{day}") for day in range(1, 32)],  # a calendar
        [(str(day), f"{START}?tgl={day}") for day in (2, 3, 7)],
        [(str(day), f"{START}?d={day}") for day in (2, 5, 9, 13)],
        [("1", f"{START}/812"), ("2", f"{START}/640"), ("3", f"{START}/901")],  # the most read
        [("2", f"{START}/2/judul-berita"), ("3", f"{START}/3/judul-lain")],
        [("2", f"{SITE}/agenda/2"), ("3", f"{SITE}/agenda/3")],
        [("2", "https://lain.go.id/berita/2"), ("3", "https://lain.go.id/berita/3")],
        [("2", f"{START}?hlm=2&urut=lama"), ("3", f"{START}?hlm=3&urut=lama")],
        [("Selanjutnya", f"{START}/halaman-2")],
    ],
)
def test_other_links_that_count_lead_nowhere(links: list[tuple[str, str]]) -> None:
    assert next_numbered(links, START, START) is None


def test_a_calendar_beside_the_listing_is_not_its_way_on() -> None:
    days = [(str(day), f"{START}?d={day}") for day in (2, 5, 9, 13)]
    pages = [(str(number), f"{START}?hlm={number}") for number in (2, 3, 6)]
    assert next_numbered(days + pages, START, START) == f"{START}?hlm=2"
    before = [(str(number), f"{START}?hlm={number}") for number in (1, 4, 5)]
    assert next_numbered(days + before, f"{START}?hlm=6", START) is None
    assert next_numbered(days, f"{START}?hlm=6", START) is None


def test_fields_of_the_listing_stay() -> None:
    start = f"{SITE}/media.php?module=berita"
    links = [("2", f"{start}&hlm=2"), ("3", f"{start}&hlm=3"), ("2", f"{SITE}/media.php?module=agenda&hlm=2")]
    assert next_numbered(links, start, start) == f"{start}&hlm=2"
