"""Machine-written timestamps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import parse_machine_date


@pytest.mark.parametrize(
    ("stamp", "iso", "source"),
    [
        ("2022-11-17T09:12:05+07:00", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17T09:12:05+0700", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17T09:12:05+07", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17T09:12:05.123456+07:00", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17t09:12:05z", "2022-11-17T17:12:05+08:00", "offset"),
        ("2022-11-17T09:12:05Z", "2022-11-17T17:12:05+08:00", "offset"),
        ("2022-11-17T20:00:00Z", "2022-11-18T04:00:00+08:00", "offset"),
        ("20221117T091205Z", "2022-11-17T17:12:05+08:00", "offset"),
        ("2022-11-17 09:12:05", "2022-11-17T09:12:05+08:00", "default"),
        ("2022-11-17 09:12", "2022-11-17T09:12:00+08:00", "default"),
        ("2022-11-17 09:12:05 +0700", "2022-11-17T09:12:05+07:00", "offset"),
        ("2022-11-17 09:12:05 UTC", "2022-11-17T17:12:05+08:00", "offset"),
        ("2022-11-17 09:12:05 WIB", "2022-11-17T09:12:05+07:00", "label"),
        (" 2022-11-17T09:12:05+08:00\n", "2022-11-17T09:12:05+08:00", "offset"),
        ("Thu, 17 Nov 2022 09:12:05 +0700", "2022-11-17T09:12:05+07:00", "offset"),
        ("Thu, 17 Nov 2022 09:12:05 GMT", "2022-11-17T17:12:05+08:00", "offset"),
        ("17 Nov 2022 09:12:05 +0700", "2022-11-17T09:12:05+07:00", "offset"),
        ("Thu Nov 17 09:12:05 2022", "2022-11-17T09:12:05+08:00", "default"),
        ("Thu Nov 17 09:12:05 +0000 2022", "2022-11-17T17:12:05+08:00", "offset"),
        ("Thu Nov 17 09:12:05 WIB 2022", "2022-11-17T09:12:05+07:00", "label"),
        ("2022-11-17WIB09:12:05", "2022-11-17T09:12:05+07:00", "label"),
        ("2022-11-17UTC09:12:05", "2022-11-17T17:12:05+08:00", "offset"),
        ("2022-11-17+0709:12:05", "2022-11-17T09:12:05+07:00", "offset"),
        ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T19:20:36+02:00", "offset"),
        ("1668650000", "2022-11-17T09:53:20+08:00", "offset"),
        ("1668650000123", "2022-11-17T09:53:20+08:00", "offset"),
        ("17 November 2022 09:12", "2022-11-17T09:12:00+08:00", "default"),
        ("November 17, 2022 9:12 pm", "2022-11-17T21:12:00+08:00", "default"),
        ("Kamis, 17 November 2022 09:12 WIT", "2022-11-17T09:12:00+09:00", "label"),
        (" 05 Agustus 2019", "2019-08-05", None),
        ("2022-11-17", "2022-11-17", None),
        ("20221117", "2022-11-17", None),
        ("2022-11", "2022-11", None),
        ("2022", "2022", None),
    ],
)
def test_a_stamp_is_read_on_the_portals_clock(stamp: str, iso: str, source: str | None) -> None:
    mention = parse_machine_date(stamp, "WITA")
    assert mention is not None
    assert (mention.iso, mention.zone_source) == (iso, source)
    assert mention.text == stamp[mention.start : mention.end] == stamp.strip()


@pytest.mark.parametrize(
    "stamp",
    ["", " ", "0", "-1", "42", "0000-00-00 00:00:00", "2022-13-01", "2022-11-31T00:00:00Z", "1944-01-01",
     "2101-01-01", "2022-11-17T25:00:00", "kemarin", "2 jam lalu", "3-5 Mei 2023", "null", "9" * 13,
     "2022-11-17T09:12:05+99:00"],
)  # fmt: skip
def test_what_is_no_stamp_is_none(stamp: str) -> None:
    assert parse_machine_date(stamp) is None


@given(st.text(max_size=120))
def test_any_text_is_read_or_declined(text: str) -> None:
    mention = parse_machine_date(text)
    assert mention is None or mention.text in text
