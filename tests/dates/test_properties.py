"""Properties of every date, every text, every length."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import find_dates, parse_date, text_search
from crawler.dates.calendar_words import MONTH_ABBREVIATIONS, MONTH_NAMES, WEEKDAY_NAMES
from crawler.dates.casefolding import fold

PUBLISHED = datetime.fromisoformat("2022-11-17T10:00:00+07:00")
DAYS = st.dates(date(1945, 1, 1), date(2100, 12, 31))
ZONES = st.sampled_from([("WIB", "+07:00"), ("wita", "+08:00"), ("Wit", "+09:00")])


@st.composite
def rendered(draw: st.DrawFn) -> tuple[str, date]:
    """A day and a form in which portals print it."""
    day = draw(DAYS)
    weekday = draw(st.sampled_from(WEEKDAY_NAMES[day.weekday()]))
    month = draw(st.sampled_from([*MONTH_NAMES[day.month], *MONTH_ABBREVIATIONS[day.month]]))
    style = draw(st.sampled_from([str.lower, str.upper, str.title]))
    form = draw(
        st.sampled_from([
            "{w}, {d} {m} {y}", "{w} {d} {m} {y}", "{w} ({d}/{n}/{y})", "{w}, ({d}/{n}/{y})", "{d} {m} {y}",
            "{d:02d} {m} {y}", "{d}-{n:02d}-{y}", "{d:02d}/{n:02d}/{y}", "{d}.{n}.{y}",
            "{w}, {m} {d:02d}, {y}",
            "{m} {d}, {y}", "{y}-{n:02d}-{d:02d}", "{y}/{n:02d}/{d:02d}", "{d}-{m}-{y}", "{d} {m}, {y}",
            "{w} ({d} {m} {y})", "tanggal {d} {m} {y}", "{d}{m}{y}",
        ])
    )  # fmt: skip
    text = form.format(w=style(weekday), m=style(month), d=day.day, n=day.month, y=day.year)
    return text, day


@given(rendered())
def test_a_printed_day_is_read_back(case: tuple[str, date]) -> None:
    text, day = case
    assert [mention.iso for mention in find_dates(text, reference=PUBLISHED)] == [day.isoformat()]


@given(
    rendered(),
    st.times(),
    ZONES,
    st.sampled_from([" ", " | ", ", ", " - ", ", pukul ", " Pkl. "]),
    st.booleans(),
)
def test_a_printed_time_is_read_back(
    case: tuple[str, date], at: clock_time, zone: tuple[str, str], gap: str, dotted: bool
) -> None:
    text, day = case
    clock = f"{at.hour:02d}{'.' if dotted else ':'}{at.minute:02d}"
    mention = parse_date(f"{text}{gap}{clock} {zone[0]}", reference=PUBLISHED)
    assert mention is not None
    assert mention.iso == f"{day.isoformat()}T{at.hour:02d}:{at.minute:02d}:00{zone[1]}"
    assert mention.zone_source == "label"


@given(DAYS.filter(lambda day: 1950 < day.year < 2095), st.integers(-150, 150))
def test_a_day_without_year_falls_near_the_publication(published: date, away: int) -> None:
    day = published + timedelta(away)
    reference = datetime(published.year, published.month, published.day, 9)
    if (day.month, day.day) == (2, 29):
        return
    text = f"{WEEKDAY_NAMES[day.weekday()][0].title()} ({day.day}/{day.month})"
    (mention,) = find_dates(text, reference=reference)
    assert mention.iso == day.isoformat()
    assert "weekday_mismatch" not in mention.flags


@given(
    rendered(),
    st.sampled_from(
        ["", " 09:30", " | 14.05 WIB", ", pukul 9.30 WITA", " siang", " (malam)", " lalu", " dan 3/4"]
    ),
    st.sampled_from(["", "Jalan ", "Nomor ", "kata Bupati, ", "(", "2/"]),
)
def test_the_usual_forms_read_whole_are_read_as_they_are_piece_by_piece(
    case: tuple[str, date], after: str, before: str
) -> None:
    text = before + case[0] + after
    whole = find_dates(text, reference=PUBLISHED)
    with mock.patch.object(text_search, "read_common_form", return_value=None):
        assert find_dates(text, reference=PUBLISHED) == whole


def test_a_text_that_is_cut_says_so() -> None:
    mentions = find_dates("17/11/2022 " * (text_search.MAX_ITEMS + 1), reference=PUBLISHED)
    assert len(mentions) == text_search.MAX_ITEMS
    assert [text_search.CUT in mention.flags for mention in mentions[-2:]] == [False, True]
    assert text_search.CUT not in find_dates("17/11/2022 " * 10, reference=PUBLISHED)[-1].flags


@given(DAYS, st.integers(1, 40))
def test_a_range_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(length)
    if last.year > 2100:
        return
    text = f"{first.day}/{first.month}/{first.year} s/d {last.day}/{last.month}/{last.year}"
    assert [m.iso for m in find_dates(text, reference=PUBLISHED)] == [
        f"{first.isoformat()}/{last.isoformat()}"
    ]


PIECES = st.sampled_from(
    ["17", "1", "2022", "/", "-", ".", ",", " ", "(", ")", ":", "Mei", "november", "Rabu", "Jum'at",
     "kemarin", "lalu", "pukul", "WIB", "s/d", "dan", "tahun", "jam", "minggu", "ini", "tanggal", "H",
     "\n", '"', "Rp", "İ", "é", "一"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)), st.booleans())
def test_any_text_is_read_without_an_exception(text: str, known: bool) -> None:
    mentions = find_dates(text, reference=PUBLISHED if known else None, timezone="WIT")
    end = 0
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end]
        assert mention.start >= end
        end = mention.end
        for part in mention.iso.split("/"):
            if part[:2] != "--":
                assert 1945 <= int(part[:4]) <= 2100 or "relative" in mention.flags


@given(st.lists(PIECES).map(" ".join), st.datetimes())
def test_any_reference_will_do(text: str, reference: datetime) -> None:
    find_dates(text, reference=reference)


def test_folding_keeps_every_offset() -> None:
    everything = "".join(map(chr, (n for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)))
    assert len(fold(everything)) == len(everything)


def test_an_unknown_zone_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="Asia/Surabaya"):
        find_dates("kemarin", timezone="Asia/Surabaya")


@pytest.mark.parametrize(
    "unit",
    [
        "1234567890",
        "12/11/",
        "1 ",
        "1, 2, ",
        "mei ",
        "1 mei ",
        "17/11/2022 ",
        "1 1/1 1-1 mei 2/3/4 november 17/",
    ],
)
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        find_dates(text, reference=PUBLISHED)
        return time.process_time() - start

    small = min(seconds(5_000) for _ in range(3))
    assert seconds(80_000) < max(small, 0.001) * 16 * 4


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ("ujarnya, Jumat, 17 Mei 2019. Ia", ["Jumat, 17 Mei 2019"]),
        ("adanya PKS besok, nanti bisa", ["besok"]),
        ("Rabu (16/11/2022) sore dalam", ["Rabu (16/11/2022) sore"]),
        ("hari ini, Kamis (17/11/2022).", ["hari ini, Kamis (17/11/2022)"]),
        ("Kota Malang kemarin, Rabu Selasa (22/3). Kota", ["kemarin, Rabu Selasa (22/3)"]),
        ("tanggal 14, 15, dan 16 Nov. 2022, di", ["14", "15", "16 Nov. 2022"]),
        ("(16/11/2022)", ["16/11/2022"]),
    ],
)
def test_a_mention_is_the_date_and_nothing_else(text: str, slices: list[str]) -> None:
    assert [mention.text for mention in find_dates(text, reference=PUBLISHED)] == slices
