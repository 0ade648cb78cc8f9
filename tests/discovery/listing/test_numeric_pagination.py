"""Numbered links lead through a listing with any URLs; other numbers do not."""

from __future__ import annotations

import pytest

from crawler.discovery.listing.numeric_pagination import next_numbered_page

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
        following = next_numbered_page(links, page(shape, number), START)
        assert following == (page(shape, number + 1) if number < last else None)


def test_an_arrow_counts_where_the_numbers_do() -> None:
    links = [("1", START), ("2", f"{START}/halaman-2"), ("»", f"{START}/halaman-4")]
    assert next_numbered_page(links, f"{START}/halaman-3", START) == f"{START}/halaman-4"
    assert next_numbered_page([(">", f"{START}/8")], START, START) == f"{START}/8"


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
    assert next_numbered_page(links, START, START) is None


def test_a_calendar_beside_the_listing_is_not_its_way_on() -> None:
    days = [(str(day), f"{START}?d={day}") for day in (2, 5, 9, 13)]
    pages = [(str(number), f"{START}?hlm={number}") for number in (2, 3, 6)]
    assert next_numbered_page(days + pages, START, START) == f"{START}?hlm=2"
    before = [(str(number), f"{START}?hlm={number}") for number in (1, 4, 5)]
    assert next_numbered_page(days + before, f"{START}?hlm=6", START) is None
    assert next_numbered_page(days, f"{START}?hlm=6", START) is None


@pytest.mark.parametrize("texts", [(2, 57, 58), (2, 3, 98, 99, 100), (2, 30, 31)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_pager_may_leave_out_what_lies_between(shape: str, texts: tuple[int, ...]) -> None:
    links = [(str(n), page(shape, n)) for n in texts]
    assert next_numbered_page(links, START, START) == page(shape, 2)


def test_pages_beyond_a_gap_count_with_an_arrow() -> None:
    links = [(str(n), f"{START}/{(n - 1) * 10}") for n in (2, 98, 99)]
    assert next_numbered_page([*links, (">", f"{START}/10")], START, START) == f"{START}/10"


@pytest.mark.parametrize("last", range(27, 34))
@pytest.mark.parametrize("shape", SHAPES)
def test_a_listing_as_long_as_a_month_goes_on(shape: str, last: int) -> None:
    for number in (1, 2, last - 1):
        links = [("1", START), *((str(n), page(shape, n)) for n in range(2, last + 1) if n != number)]
        assert next_numbered_page(links, page(shape, number), START) == page(shape, number + 1)


def test_a_month_beside_a_listing_is_not_its_way_on() -> None:
    days = [(str(day), f"{START}/{day}") for day in range(2, 31)]
    assert next_numbered_page([*days, ("2", f"{START}?hlm=2")], START, START) == f"{START}?hlm=2"


def test_fields_of_the_listing_stay() -> None:
    start = f"{SITE}/media.php?module=berita"
    links = [("2", f"{start}&hlm=2"), ("3", f"{start}&hlm=3"), ("2", f"{SITE}/media.php?module=agenda&hlm=2")]
    assert next_numbered_page(links, start, start) == f"{start}&hlm=2"
