"""Bylines and credits in all printed forms, and text that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.attribution.credits import take_credits
from crawler.extraction.blocks import Block

SENTENCE = "Bupati membuka acara itu di pendopo, Rabu (16/11/2022)."

MARKS = """
(cah/may) | (cah/ram) | (*/mn) | (*/two) | (*/ICA) | (AaNd) | (AaNd kominfo) | (ypt) | (mth)
(jwn5/ant) | (PIUS/SDR) | (NRH/RDM/RH) | (DISPERSIPKALSEL-NRH/RDM/RH) | (KemenagRI-RIW)
(drt/ist/KPO-4) | (ak/ko) | (doa/MMC) | (OL-09) | (Yd/red) | (ZAR) | (KALIT) | [tin/aje] | [dya/ted]
(has/kun) | [gmc/ro1/hms] | (*) | *** | [] | (Red) | (rls) | (Release) | (republika) | (antara)
(B) | (Ant/Lensa) | (MC Kab. Blora/Teguh). | (MC Mandalawangi/dn) | (ppid) | (hms/adv) | (Kominfo)
(Prokopim/yn) | (MC.Tapin/Rd) | (mcr-12) | (Kontributor: Eko) | (Tim Liputan Diskominfo)
(Diskominfo Kab. Blitar) | (Sumber: Humas Polres) | (Adv/Diskominfo Kutim) | (ADV-12) | (ar*) | (**)
(humas pemkab) | (bagian prokopim setda) | -ed- | [*] | (yul)*** | (Tim). | (*).
(Teks: Andi ¦ Foto: Budi) | (Foto: Dok. Prokopim) | (cah / may) | ( * ) | (nng,may)
(Penulis: Budi Santoso) | (Budi Santoso) | *Diskominfo Kutim* | /eko/ | (Hms)- | (Bidang IKP)
(Sekretariat PPID/dw)
"""
ALL_MARKS = [mark.strip() for line in MARKS.strip().split("\n") for mark in line.split(" | ")]

# A line at the tail -> its credits as role and name.
TAIL_LINES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Pewarta : Herman -  Dinas Kominfo", [("reporter", "Herman - Dinas Kominfo")]),
    ("Editor : Gina - Humasprov", [("editor", "Gina - Humasprov")]),
    ("Penulis: Firmansah", [("author", "Firmansah")]),
    (
        "Penulis: Al Imran / Editor: Mangindo Kayo / Sumber:",
        [("author", "Al Imran"), ("editor", "Mangindo Kayo")],
    ),
    ("Reporter: Randi Ardiansyah", [("reporter", "Randi Ardiansyah")]),
    ("Editor Tahir Ose", [("editor", "Tahir Ose")]),
    ("Sumber : Humas Kominfo Makassar", [("source", "Humas Kominfo Makassar")]),
    ("sumber: kominfo.gunungkidulkab.go.id", [("source", "kominfo.gunungkidulkab.go.id")]),
    (
        "Sumber : PPID Pelaksana Biro dan dipublis PPID Utama/Humas Pemprov. Sulteng, Selasa, 5 Mei 2020",
        [("source", "PPID Pelaksana Biro dan dipublis PPID Utama/Humas Pemprov. Sulteng")],
    ),
    ("Diskominfo/Dani", [("source", "Diskominfo/Dani")]),
    ("Masmun Jaya : Pranata Humas Diskominfo Kukar", [("author", "Masmun Jaya")]),
    ("- Source : news.detik.com", [("source", "news.detik.com")]),
    ("Editor:", []),
    ("Reporter : Andi | Editor : Budi", [("reporter", "Andi"), ("editor", "Budi")]),
    ("Pewarta: Andi Editor: Budi", [("reporter", "Andi"), ("editor", "Budi")]),
    ("Penulis & Editor : Andi", [("author", "Andi"), ("editor", "Andi")]),
    ("Teks : Andi, Foto : Budi", [("author", "Andi"), ("photographer", "Budi")]),
    ("Laporan Kontributor Budi Santoso", [("reporter", "Budi Santoso")]),
    ("Humas Kemenag Kota Malang", [("source", "Humas Kemenag Kota Malang")]),
    ("Oleh: Budi Santoso, S.Kom", [("author", "Budi Santoso, S.Kom")]),
]

HEAD_LINES: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "Penulis/Fotografer: Abdul (Tenaga Ahli Peliput)",
        [("author", "Abdul (Tenaga Ahli Peliput)"), ("photographer", "Abdul (Tenaga Ahli Peliput)")],
    ),
    ("Editor: Yusuf (Pranata Humas Ahli Muda)", [("editor", "Yusuf (Pranata Humas Ahli Muda)")]),
    ("Penulis: X / Editor: Y", [("author", "X"), ("editor", "Y")]),
    (
        "Oleh MC KAB SLEMAN, Kamis, 17 November 2022 | 09:12 WIB - Redaktur: Tobari - 60",
        [("author", "MC KAB SLEMAN"), ("editor", "Tobari")],
    ),
    ("Humas DIY Berita,", [("source", "Humas DIY Berita")]),
    ("Humas Aceh / 17 Okt 2018", [("source", "Humas Aceh")]),
    ("Oleh Redaksi KABARPALI / 04 November 2016", [("author", "Redaksi KABARPALI")]),
    ("Redaksi - Kamis, 17 November 2022", [("editor", "Redaksi")]),
    ("by Redaksi", [("author", "Redaksi")]),
    ("Laporan : Edi Yanto", [("reporter", "Edi Yanto")]),
    ("Laporan Reporter : Gita", [("reporter", "Gita")]),
    ("Laporan Wartawan TribunLombok.com, Andi Hujaidin", [("reporter", "Andi Hujaidin")]),
    ("Editor : A / Reporter : B", [("editor", "A"), ("reporter", "B")]),
    ("Post by / Topuser", [("author", "Topuser")]),
    ("Super Admin PPID", [("author", "Super Admin PPID")]),
    ("Red IT: Anton", [("editor", "Anton")]),
    ("Oleh : *) Hengky Yohanes", [("author", "Hengky Yohanes")]),
    ("oleh", []),
]

NOT_ONE = [
    "Ini bagian dari Gerakan Masyarakat (GEMA).",
    "Kami berkunjung ke sini (Dinas Kominfo Kota Malang_red).",
    "Mereka itu WNI (WNI eks ISIS, red).",
    "Ia disapa Pak Eko (sapaan akrab, red).",
    "Sumber itu menambahkan bahwa semua aman.",
    "Sumber daya manusia menjadi kunci.",
    "Penulis Australia itu datang.",
    "Editor senior itu menjelaskan hal ini.",
    "Acara digelar Rabu (16/11/2022).",
    "Acara digelar Rabu (22/3)",
    "Bekerja sama dengan Badan Pusat Statistik (BPS)",
    "Di tingkat rukun tetangga (RT/RW).",
    "Inflasi 5 persen (yoy)",
    "Kunjungi malangkota.go.id",
    "Oleh karena itu, warga diminta waspada",
    "Oleh Bupati Malang, bantuan itu diserahkan langsung",
    "Baca Tulis Al Quran",
    "Semua aman. (Bersambung)",
    "Humas Pemkot Malang menyatakan siap.",
    "Program itu bernama Sistem Informasi Desa (SID)",
    "Demikian dikatakan (HR. Muslim).",
    "“Sesungguhnya bersama kesulitan ada kemudahan.” (QS. Al Insyirah: 6)",
    "Harga turun menjadi Rp 5 juta. (lihat tabel)",
    "Skor akhir imbang (1-1).",
    "Persebaya menang (2/1)",
    "Ia adalah Ketua PKK (istri bupati).",
    "Acara itu digelar oleh Dinas Komunikasi dan Informatika (Diskominfo).",
    "Hubungi (0341) 123456",
    "Pukul 08.00 WIB s/d selesai",
    "Laporan keuangan itu disetujui.",
    "Laporan Pertanggungjawaban Bupati Disetujui",
    "Kontributor utama inflasi adalah cabai.",
    "Juara II: Budi Santoso",
    "Penulis buku itu, Budi Santoso, hadir.",
]


def take(*lines: str) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    taken = take_credits([Block("paragraph", line) for line in lines])
    return (
        [block.text for block in taken.blocks],
        [(credit.role, credit.name) for credit in taken.credits],
        [credit.text for credit in taken.credits],
    )


@pytest.mark.parametrize("mark", ALL_MARKS)
def test_mark_after_the_last_sentence(mark: str) -> None:
    mark = mark.replace("¦", "|")
    body, _, texts = take(SENTENCE, f"{SENTENCE} {mark}")
    assert body == [SENTENCE, SENTENCE]
    assert set(texts) == {mark} or "".join(texts) == mark  # two marks in a row are two credits


@pytest.mark.parametrize("mark", [*ALL_MARKS, "(budi santoso)"])
def test_mark_as_the_last_paragraph(mark: str) -> None:
    body, credits, _ = take(SENTENCE, SENTENCE, mark.replace("¦", "|"))
    assert body == [SENTENCE, SENTENCE]
    assert credits or mark == "[]"


@pytest.mark.parametrize(("line", "expected"), TAIL_LINES)
def test_line_at_the_tail(line: str, expected: list[tuple[str, str]]) -> None:
    body, credits, texts = take(SENTENCE, SENTENCE, line)
    assert body == [SENTENCE, SENTENCE]
    assert credits == expected
    assert all(text in line for text in texts)


@pytest.mark.parametrize(("line", "expected"), HEAD_LINES)
def test_line_at_the_head(line: str, expected: list[tuple[str, str]]) -> None:
    body, credits, texts = take(line, SENTENCE, SENTENCE)
    assert body == [SENTENCE, SENTENCE]
    assert credits == expected
    assert all(text in line for text in texts)


@pytest.mark.parametrize("text", NOT_ONE)
def test_leaves(text: str) -> None:
    assert take(SENTENCE, text) == ([SENTENCE, text], [], [])
    assert take(text, SENTENCE) == ([text, SENTENCE], [], [])


def test_label_glued_to_the_last_sentence() -> None:
    body, credits, _ = take(SENTENCE, "Mereka makan siang sore.s Sumber : Humas")
    assert body[1] == "Mereka makan siang sore.s"
    assert credits == [("source", "Humas")]


def test_initials_glued_to_the_last_sentence() -> None:
    body, credits, _ = take(SENTENCE, "Kami akan menindaklanjuti hal tersebut.Ari")
    assert body[1] == "Kami akan menindaklanjuti hal tersebut."
    assert credits == [("initials", "Ari")]


def test_several_lines_at_the_tail_in_order() -> None:
    body, credits, _ = take(SENTENCE, f"{SENTENCE} (cah/may)", "Penulis: Cahyo", "Foto: Mayang")
    assert body == [SENTENCE, SENTENCE]
    assert credits == [("initials", "cah/may"), ("author", "Cahyo"), ("photographer", "Mayang")]


def test_a_body_is_never_taken_whole() -> None:
    assert take("Penulis: Firmansah")[0] == ["Penulis: Firmansah"]


@given(st.lists(st.text(alphabet="ab (/)[]*:.Editor Sumber", max_size=80), max_size=6))
def test_what_is_taken_stood_in_the_text(lines: list[str]) -> None:
    body, _, texts = take(*lines)
    everything = " ".join(lines)
    assert all(text in everything for text in texts)
    assert len(body) <= len(lines)
