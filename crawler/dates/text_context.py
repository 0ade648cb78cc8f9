"""Text around a date: names and numbers that look like dates, quotations, tense of the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from crawler.dates.calendar_words import DEICTICS, NUMERALS
from crawler.dates.vocabulary import spaced


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMED_AFTER_A_DAY: Final = _words("""
    jalan jl jln gang gg jembatan terminal pelabuhan bandara simpang alun-alun taman lapangan tugu
    monumen pasar kelurahan desa kecamatan perumahan komplek kompleks blok rt rw stadion gor gedung hotel
    masjid musala universitas univ untag institut institute its teknologi kampus yayasan
    rs rsu rsud smp smpn sma sman smk smkn sd sdn mts mi ma batalyon batalion yonif
    kapal kri gerakan serangan umum supersemar perintah
""")
"""`Jalan 10 November`, `Universitas 17 Agustus 1945`: a name, not a day."""

NUMBERED: Final = _words("""
    nomor nomer no nmr pasal ayat bab jilid halaman hal seri kode versi version v tipe type skala rasio sk
    uu pp perda perbup perwali pergub perpres permen permendagri permenkes permenkeu pmk
    kepmen keppres inpres kuhp nip nik nisn npwp telp telepon tlp hp fax wa ip rp idr usd skor
    hasil sebanyak kelas pos kavling kav lot blok rt rw
""")
"""Words before a number that is not a date: laws, scores, telephones, amounts."""

NO_COUNT_AFTER: Final = _words("""
    beberapa puluhan belasan ratusan ribuan bertahun berpuluh sekian seratus seribu ratus ribu
""")
"""`seratus dua tahun lalu`: only a part of the number was read."""

NO_DEICTIC_AFTER: Final = NO_COUNT_AFTER | NUMERALS.keys() | _words("dalam menginap selama per permalam")
"""`beberapa tahun lalu` is vague; `menginap semalam` is a night, not the last one."""

PARTS_OF_A_YEAR: Final = _words("awal akhir pertengahan medio penghujung")
"""`Awal tahun 2022`: the month or year is said, and that it is less than all of it."""

UNITS_AFTER: Final = re.compile(
    r"\s?(?:%|persen|juta|ribu|miliar|milyar|triliun|orang|kg|km|kali|views?|x\b|meter|m2|liter"
    r"|ton|ha\b|hektare|poin|derajat|kilometer|komentar|jiwa|unit)"
)
"""After `14.30` these make it a quantity."""

HABIT: Final = re.compile(
    r"(?:setiap|tiap|tiap-tiap|saban|malam|per|salat|shalat|sholat|solat|pasar|khotbah|khutbah)\s"
    r"(?:hari\s|malam\s|pagi\s)?$"
)
FUTURE_LEAN: Final = re.compile(
    r"\b(?:akan|bakal|rencananya|dijadwalkan|direncanakan|mendatang|batas akhir|paling lambat)\b"
    r"[^.!?\n]{0,80}$"
)
LEANING: Final = re.compile(
    "akan|bakal|rencananya|di(?:jadwal|rencana)kan|mendatang|batas akhir|paling lambat"
    "|telah|sudah|lalu|silam|usai|setelah"
)
"""Any word of the leans: most sentences before a date have none, and need no closer look."""
PAST_LEAN: Final = re.compile(r"\b(?:telah|sudah|lalu|silam|usai|setelah)\b[^.!?\n]{0,80}$")


_MARKS: Final = '"“”„«»'


def word_before(low: str, position: int) -> str:
    """The last word before `position` without its punctuation; empty at the start or after a sentence end."""
    return low[max(0, position - 28) : position].rstrip(' .:(,"“\xa0').rpartition(" ")[2].strip("(\"“'")


def lean(low: str, position: int) -> int:
    """1 if the sentence before `position` refers to the future, -1 to the past, 0 if neither."""
    window = low[max(0, position - 100) : position]
    if LEANING.search(window) is None:
        return 0
    if FUTURE_LEAN.search(window):
        return 1
    return -1 if PAST_LEAN.search(window) else 0


def deictic_direction(text: str) -> int:
    """-1 for `kemarin`, 1 for `besok`, 0 for `hari ini`."""
    amount = DEICTICS[spaced(text)][1]
    return (amount > 0) - (amount < 0)


def quote_edges(text: str) -> list[int]:
    """Offsets at which quotations begin and end, alternating; a line break also ends one."""
    edges: list[int] = []
    if not any(mark in text for mark in _MARKS):
        return edges
    opened = False
    for match in re.finditer(rf"[{_MARKS}\n]", text):
        mark = match.group()
        if mark == "\n":
            closes, opens = opened, False
        elif mark == '"':
            closes, opens = opened, not opened
        else:
            closes, opens = opened and mark in "”»", not opened and mark in "“„«"
        if closes or opens:
            edges.append(match.start())
            opened = opens
    return edges


def is_quoted(edges: list[int], position: int) -> bool:
    """Whether `position` lies between an opening and a closing edge of `quote_edges`."""
    return bisect_right(edges, position) % 2 == 1
