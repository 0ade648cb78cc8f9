"""Cursor pagination, inferred from the parts of a list that a page requested."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.api_finder.cursors import infer_cursor
from crawler.api_finder.paging import cursor_paging, with_fields, with_size

A = "https://api.wonoasri.test/berita"
ITEMS = [{"id": 80, "slug": "kabar-80", "tanggal": "2026-05-02 08:00"}, {"id": 79, "slug": "kabar-79"}]


@pytest.mark.parametrize(
    ("first", "data", "later", "items", "value", "template"),
    [
        (A, {"data": ITEMS, "next_cursor": "aB+/="}, f"{A}?cursor=aB%2B%2F%3D", "data",
         "next_cursor", f"{A}?cursor={{}}"),
        (f"{A}?limit=2", {"d": ITEMS, "meta": {"cursors": {"after": 79}}}, f"{A}?limit=2&after=79", "d",
         "meta.cursors.after", f"{A}?limit=2&after={{}}"),
        (f"{A}?limit=2", {"data": ITEMS}, f"{A}?before=79&limit=2", "data",
         "data[-1].id", f"{A}?before={{}}&limit=2"),
        (f"{A}?x=1", ITEMS, f"{A}?x=1&setelah=kabar-79", "@", "[-1].slug", f"{A}?x=1&setelah={{}}"),
        (f"{A}?after=", {"edges": [{"node": one} for one in ITEMS],
                         "pageInfo": {"endCursor": "c79", "hasNextPage": True}},
         f"{A}?after=c79", "edges[].node", "pageInfo.hasNextPage && pageInfo.endCursor", f"{A}?after={{}}"),
        (f"{A}?x=1", {"edges": [{"node": one} for one in ITEMS]}, f"{A}?x=1&after=79", "edges[].node",
         "edges[].node | [-1].id", f"{A}?x=1&after={{}}"),
    ],
)  # fmt: skip
def test_the_response_has_the_cursor(
    first: str, data: Any, later: str, items: str, value: str, template: str
) -> None:
    cursor = infer_cursor([(first, data), (later, None)], items)
    assert cursor is not None
    assert (cursor.value, cursor.template) == (value, template)


def test_all_parts_have_to_agree() -> None:
    """The first part has the value twice; the second part decides."""
    data = {"jumlah": 79, "data": ITEMS}
    second = {"jumlah": 79, "data": [{"id": 78}, {"id": 77}]}
    parts = [(A, data), (f"{A}?before=79", second), (f"{A}?before=77", None)]
    cursor = infer_cursor(parts, "data")
    assert cursor is not None
    assert cursor.value == "data[-1].id"
    assert infer_cursor([*parts[:2], (f"{A}?before=5", None)], "data") is None


@pytest.mark.parametrize("later", [f"{A}?sesi=a9f3", "https://lain.test/berita?after=79", A])
def test_another_value_is_no_cursor(later: str) -> None:
    assert infer_cursor([(A, {"data": ITEMS}), (later, None)], "data") is None
    assert infer_cursor([(A, {"data": ITEMS})], "data") is None


def test_size_and_fields_hold_for_each_part() -> None:
    cursor = infer_cursor([(f"{A}?limit=2", {"d": ITEMS, "c": "x"}), (f"{A}?limit=2&after=x", None)], "d")
    assert cursor is not None
    paging = with_size(with_fields(cursor_paging(f"{A}?limit=2", cursor, 2), "jenis=berita"), 100)
    assert paging.endpoint == f"{A}?limit=100&jenis=berita"
    assert paging.cursor is not None
    assert paging.cursor.template == f"{A}?limit=100&after={{}}&jenis=berita"
