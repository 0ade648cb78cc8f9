"""dateparser is used rarely, and its result counts only if every number is accounted for."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from crawler.dates import find_dates, parse_date
from crawler.dates.fallback import TALLY, read_line
from crawler.dates.zones import WIB

PUBLISHED = datetime.fromisoformat("2022-11-17T10:00:00+07:00")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2021/Nov/16", "2021-11-16"),
        ("2021-Nov-16", "2021-11-16"),
        ("Nov/16/2021", "2021-11-16"),
        ("16 | Nov | 2021", "2021-11-16"),
        ("Selasa, 2021-Nov-16 14:05", "2021-11-16T14:05:00+07:00"),
    ],
)
def test_a_line_that_the_grammar_declines_is_read_and_counted(line: str, iso: str) -> None:
    assert find_dates(line, reference=PUBLISHED) == []
    asked, read = TALLY.asked, TALLY.read
    mention = parse_date(line, reference=PUBLISHED)
    assert mention is not None
    assert mention.iso == iso
    assert mention.flags == ("dateparser",)
    assert (TALLY.asked, TALLY.read) == (asked + 1, read + 1)


@pytest.mark.parametrize(
    "line",
    [
        "14–16 November 2022",  # it takes the first day
        "16 bulan 11 tahun 2022 November",  # a day of 2010
        "Rabu, 2021 November 16",  # a Tuesday
        "2021 November 31",
        "2021 November 16 dan 17",
        "in November 2021",
    ],
)
def test_its_known_mistakes_are_refused(line: str) -> None:
    refused = TALLY.refused
    assert read_line(line, WIB) is None
    assert TALLY.refused in (refused, refused + 1)


@pytest.mark.parametrize(
    "line", ["31 November 2022", "30 Februari 2022", "22 Rabiul Akhir 1444 H", "Kontak Kami"]
)
def test_what_the_grammar_refused_is_not_asked(line: str) -> None:
    asked = TALLY.asked
    assert parse_date(line, reference=PUBLISHED) is None
    assert TALLY.asked == asked


def test_importing_the_room_and_reading_a_line_does_not_load_dateparser() -> None:
    code = (
        "import sys; from crawler.dates import parse_date;"
        "assert parse_date('Rabu, 16 November 2022').iso == '2022-11-16';"
        "sys.exit('dateparser' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("22·08·2023", "2023-08-22"),
        ("22 · 08 · 2023", "2023-08-22"),
        ("Selasa, 22•08•2023", "2023-08-22"),
        ("22_08_2023", "2023-08-22"),
        ("Diterbitkan 22_Agustus_2023", "2023-08-22"),
        ("2023·08·22", "2023-08-22"),
        ("22~08~2023", "2023-08-22"),
        ("22·08·2023 14:05 WIB", "2023-08-22T14:05:00+07:00"),
    ],
)
def test_unusual_separators(line: str, iso: str) -> None:
    found = parse_date(line)
    assert found is not None
    assert found.iso == iso
    assert found.text == line[found.start : found.end]


@pytest.mark.parametrize("line", ["12_3_4", "2023_08_2022", "32·08·2023", "foto_22_08_20234", "22·08_2023"])
def test_other_numbers_with_such_separators(line: str) -> None:
    assert parse_date(line) is None
