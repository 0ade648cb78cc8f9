"""The forms that every portal prints."""

from __future__ import annotations

from datetime import datetime

import pytest

from crawler.dates import find_dates, parse_date, parse_machine_date

PUBLISHED = datetime.fromisoformat("2022-11-17T10:00:00+07:00")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Rabu, 16 November 2022 | 14:05 WIB", "2022-11-16T14:05:00+07:00"),
        ("Jum’at (5/8/2022) 14.30 WITA", "2022-08-05T14:30:00+08:00"),
        ("Posted on November 16, 2022 by admin", "2022-11-16"),
        ("2 jam yang lalu", "2022-11-17T08:00:00+07:00"),
    ],
)
def test_a_line_is_read(line: str, iso: str) -> None:
    mention = parse_date(line, reference=PUBLISHED)
    assert mention is not None
    assert mention.iso == iso
    assert mention.text == line[mention.start : mention.end]


def test_a_name_is_no_date() -> None:
    assert find_dates("Jalan 10 November dan Mei Lina", reference=PUBLISHED) == []


@pytest.mark.parametrize(
    ("stamp", "iso", "source"),
    [
        ("2022-11-17T09:12:05+0700", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17 09:12:05", "2022-11-17T09:12:05+08:00", "default"),
        ("Thu, 17 Nov 2022 02:00:00 GMT", "2022-11-17T10:00:00+08:00", "offset"),
    ],
)
def test_a_machine_stamp_is_read(stamp: str, iso: str, source: str) -> None:
    mention = parse_machine_date(stamp, "WITA")
    assert mention is not None
    assert (mention.iso, mention.zone_source) == (iso, source)
