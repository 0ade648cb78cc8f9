"""Months that the grammar does not know: misspellings and other languages."""

from __future__ import annotations

import pytest

from crawler.dates import find_dates, parse_date, parse_machine_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("28 Agosoto 2018", "2018-08-28"),
        ("4 Agutus 2021", "2021-08-04"),
        ("5 Desmber 2022", "2022-12-05"),
        ("Janauri 2022, 7 Janauri 2022", "2022-01-07"),
        ("Rabu, 2 Februai 2022 10.15 WITA", "2022-02-02T10:15:00+08:00"),
        ("11 Mrat 2023", "2023-03-11"),
    ],
)
def test_a_misspelt_month_is_read_and_flagged(text: str, iso: str) -> None:
    mention = parse_date(text)
    assert mention is not None
    assert mention.iso == iso
    assert "malformed" in mention.flags


@pytest.mark.parametrize("text", ["17 kali 2022", "3 orang 2021", "5 Juta 2020", "4 Jui 2022", "2 Mie 2022"])
def test_other_words_between_two_numbers_are_no_months(text: str) -> None:
    assert parse_date(text) is None


def test_misspelt_months_in_running_text_keep_their_offsets() -> None:
    text = "Pada Rabu (2 Februai 2022) dan 5 Desmber 2022 warga Wonoasri berkumpul, lalu 3 Maret 2023."
    mentions = find_dates(text)
    assert [m.iso for m in mentions] == ["2022-02-02", "2022-12-05", "2023-03-03"]
    assert [text[m.start : m.end] for m in mentions] == [
        "Rabu (2 Februai 2022)",
        "5 Desmber 2022",
        "3 Maret 2023",
    ]
    assert [m.text for m in mentions] == [text[m.start : m.end] for m in mentions]
    assert ["malformed" in m.flags for m in mentions] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Veröffentlicht am 12. März 2020 um 10:30 Uhr", "2020-03-12T10:30:00+07:00"),
        ("2019年2月22日 14:37", "2019-02-22T14:37:00+07:00"),
        ("le 3 mai 2020 à 10h30", "2020-05-03T10:30:00+07:00"),
        ("12 de marzo de 2020", "2020-03-12"),
        ("٢٤ ابريل ٢٠٢٠", "2020-04-24"),
        ("2020. március 3.", "2020-03-03"),
        ("12 Ogos 2021", "2021-08-12"),
    ],
)
def test_dates_of_other_languages(text: str, iso: str) -> None:
    mention = parse_date(text)
    assert mention is not None
    assert mention.iso == iso
    assert mention.text in text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 22 Sep 17 22:05:03 +0300", "2017-09-22T22:05:03+03:00"),
        ("02 Apr 05 16:13 -0500", "2005-04-02T16:13:00-05:00"),
        ("Wed, 10 May 2023 10:00:00 EST", "2023-05-10T10:00:00-05:00"),
        ("Wednesday, 10-May-23 10:00:00 UTC", "2023-05-10T17:00:00+07:00"),
        ("Wed, 10 May 2023 10:00:00 WITA", "2023-05-10T10:00:00+08:00"),
        ("2023-05-10T10:00:00PDT", "2023-05-10T10:00:00-07:00"),
        ("Wed, 10 May 23 10:00 Z", "2023-05-10T17:00:00+07:00"),
    ],
)
def test_stamps_of_rfc_822(text: str, iso: str) -> None:
    mention = parse_machine_date(text)
    assert mention is not None
    assert mention.iso == iso
