"""Numeric dates of a listing, with the month or the day first."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.listing.page import read_listing


def days(*printed: str, form: str = "<div class=isi><h3>{}</h3><small>{}</small></div>") -> list[str | None]:
    link = "<a href='/kabar/{0}-jalan-desa-diperbaiki'>Jalan Desa Nomor {0} Diperbaiki</a>"
    entries = "".join(form.format(link.format(n), day) for n, day in enumerate(printed))
    tree = html.document_fromstring(f"<html><body><div>{entries}</div></body></html>")
    return [link.time for link in read_listing(tree, "https://desa.example.id/kabar").links]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["11/23/2026", "11/03/2026", "10/05/2026"], ["2026-11-23", "2026-11-03", "2026-10-05"]),
        (["11/03/2026", "10/09/2026", "10/05/2026"], ["2026-11-03", "2026-10-09", "2026-10-05"]),
        (["09/08/2026", "10/02/2026", "10/07/2026"], ["2026-09-08", "2026-10-02", "2026-10-07"]),
        (["Posted: 11-14-2026", "Posted: 11-02-2026"], ["2026-11-14", "2026-11-02"]),
        (
            ["11/23/2026 10:30", "11/03/2026 09:15"],
            ["2026-11-23T10:30:00+07:00", "2026-11-03T09:15:00+07:00"],
        ),
    ],
)
def test_month_first(printed: list[str], expected: list[str]) -> None:
    assert days(*printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["23/11/2026", "03/11/2026", "05/10/2026"], ["2026-11-23", "2026-11-03", "2026-10-05"]),
        (["03/11/2026", "09/10/2026", "05/10/2026"], ["2026-11-03", "2026-10-09", "2026-10-05"]),
        (["03/11/2026", "09/10/2026"], ["2026-11-03", "2026-10-09"]),
        (["23/11/2026", "11/22/2026", "03/11/2026"], ["2026-11-23", "2026-11-22", "2026-11-03"]),
        (["3 November 2026", "9/10/2026", "5/10/2026"], ["2026-11-03", "2026-10-09", "2026-10-05"]),
        (["11/11/2026", "10/10/2026", "09/09/2026"], ["2026-11-11", "2026-10-10", "2026-09-09"]),
    ],
)
def test_day_first(printed: list[str], expected: list[str]) -> None:
    assert days(*printed) == expected
