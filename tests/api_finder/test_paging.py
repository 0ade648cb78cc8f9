"""The pagination of a list, inferred from the URLs that a page requested."""

from __future__ import annotations

import pytest

from crawler.api_finder.cursors import Cursor
from crawler.api_finder.paging import (
    Paging,
    earlier_start,
    guess_paging,
    infer_paging,
    next_path,
    paging_of_rest,
    total_path,
    with_size,
)

A = "https://api.wonoasri.test/berita"


@pytest.mark.parametrize(
    ("first", "later", "endpoint", "start", "size"),
    [
        (f"{A}?page=1", f"{A}?page=2", f"{A}?page={{page}}", 1, None),
        (f"{A}?page=0&limit=10", f"{A}?page=1&limit=10", f"{A}?page={{page}}&limit=10", 0, "limit"),
        (A, f"{A}?halaman=2", f"{A}?halaman={{page}}", 1, None),
        (A, f"{A}?page=1", f"{A}?page={{page}}", 0, None),
        (
            f"{A}?offset=0&jumlah=10",
            f"{A}?offset=10&jumlah=10",
            f"{A}?offset={{offset}}&jumlah=10",
            1,
            "jumlah",
        ),
        (f"{A}?limit=10", f"{A}?limit=10&skip=10", f"{A}?limit=10&skip={{offset}}", 1, "limit"),
        (f"{A}/halaman/1", f"{A}/halaman/2", f"{A}/halaman/{{page}}", 1, None),
        (f"{A}/10/0", f"{A}/10/10", f"{A}/10/{{offset}}", 1, None),
        (f"{A}?page=1&_=1732950000000", f"{A}?page=2&_=1732950007000", f"{A}?page={{page}}", 1, None),
        (
            f"{A}?pagination%5Bpage%5D=1&pagination%5BpageSize%5D=10",
            f"{A}?pagination%5Bpage%5D=2&pagination%5BpageSize%5D=10",
            f"{A}?pagination[page]={{page}}&pagination[pageSize]=10",
            1,
            "pagination[pageSize]",
        ),
        (
            f"{A}?page=2&per_page=10&kategori=berita",
            f"{A}?page=3&per_page=10&kategori=berita",
            f"{A}?page={{page}}&per_page=10&kategori=berita",
            2,
            "per_page",
        ),
    ],
)
def test_what_changes_is_the_page(
    first: str, later: str, endpoint: str, start: int, size: str | None
) -> None:
    assert infer_paging(first, [later], 10) == Paging(endpoint, start, size)


@pytest.mark.parametrize(
    "later", [f"{A}?setelah=eyJpZCI6NX0", f"{A}?page=1&sesi=a9f3", "https://lain.test/2"]
)
def test_a_cursor_is_no_page(later: str) -> None:
    assert infer_paging(f"{A}?page=1", [later], 10) is None


def test_without_a_second_page_names_tell() -> None:
    assert guess_paging(f"{A}?hal=1&kategori=3", 10).endpoint == f"{A}?hal={{page}}&kategori=3"
    assert guess_paging(f"{A}?start=0&n=10", 10) == Paging(f"{A}?start={{offset}}&n=10", 1, "n")
    assert not guess_paging(f"{A}?kategori=3", 10).is_paged
    assert not guess_paging(f"{A}?per_page=1", 10).is_paged


@pytest.mark.parametrize(
    ("second", "endpoint", "first"),
    [
        (f"{A}?kategori=3&halaman=2", f"{A}?kategori=3&halaman={{page}}", 1),
        (f"{A}?page=1", f"{A}?page={{page}}", 0),
        (f"{A}?limit=8&offset=8", f"{A}?limit=8&offset={{offset}}", 1),
    ],
)
def test_the_second_page_alone(second: str, endpoint: str, first: int) -> None:
    paging = paging_of_rest(second, 8)
    assert paging is not None
    assert (paging.endpoint, paging.first) == (endpoint, first)


def test_a_second_page_by_another_part_is_none() -> None:
    assert paging_of_rest(f"{A}?setelah=kabar-79", 8) is None
    assert paging_of_rest(A, 8) is None


def test_a_list_begins_a_page_before() -> None:
    assert earlier_start(Paging(f"{A}?page={{page}}", 2)) == Paging(f"{A}?page={{page}}", 1)
    assert earlier_start(Paging(f"{A}?page={{page}}", 0)) is None
    assert earlier_start(Paging(f"{A}?mulai={{offset}}")) is None
    cursor = Cursor("data[-1].id", f"{A}?n=8&setelah={{}}")
    paging = Paging(f"{A}?n=8&setelah=79", cursor=cursor)
    assert earlier_start(paging) == Paging(f"{A}?n=8", cursor=cursor)
    assert earlier_start(Paging(f"{A}?n=8", cursor=cursor)) is None


def test_the_size_is_set() -> None:
    paging = Paging(f"{A}?page={{page}}&per_page=10", 1, "per_page")
    assert with_size(paging, 100).page(2, 100) == f"{A}?page=3&per_page=100"
    assert Paging(f"{A}?lewati={{offset}}").page(2, 25) == f"{A}?lewati=50"


def test_the_total_is_at_least_a_page() -> None:
    assert total_path({"data": [], "meta": {"total": 90, "count": 10}}, 10) == "meta.total"
    assert total_path({"total": 3}, 10) is None
    assert total_path({"total": True}, 1) is None
    assert total_path([], 1) is None


def test_the_next_page_is_a_url() -> None:
    data = {"data": [], "links": {"next": f"{A}?cursor=abc"}, "next": 2}
    assert next_path(data, [f"{A}?cursor=abc"]) == "links.next"
    assert next_path(data, [f"{A}?cursor=other"]) is None
    assert next_path({"next_page_url": None}, []) is None
