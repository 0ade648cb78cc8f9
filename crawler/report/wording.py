"""The report's texts in English and Indonesian, as a table; a test finds missing translations."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.report.drop_reasons import Text, meaning
from crawler.report.failure_texts import both_languages
from crawler.report.run_data import Reason

LANGUAGES = ("en", "id")

WORDS: dict[str, Text] = {
    "run": ("Crawl report", "Laporan perayapan"),
    "skip": ("Skip to the portals", "Langsung ke daftar portal"),
    "language": ("Language", "Bahasa"),
    "started": ("Started", "Mulai"),
    "took": ("Took", "Lama"),
    "ended": ("Ended", "Berakhir"),
    "finished": ("all done", "selesai semua"),
    "budget": (
        "time budget used up; the next run continues",
        "batas waktu tercapai; proses berikutnya melanjutkan",
    ),
    "limit": ("limit of articles reached", "batas jumlah artikel tercapai"),
    "shutdown": ("stopped by a person or the system", "dihentikan oleh pengguna atau sistem"),
    "early": ("early", "lebih awal"),
    "overview": ("Overview", "Ikhtisar"),
    "portals": ("Portals", "Portal"),
    "portal": ("Portal", "Portal"),
    "verdict": ("Health", "Kesehatan"),
    "ok": ("OK", "Baik"),
    "watch": ("Watch", "Pantau"),
    "broken": ("Broken", "Rusak"),
    "why": ("Why", "Alasan"),
    "new": ("New", "Baru"),
    "changed": ("Changed", "Berubah"),
    "unchanged": ("Unchanged", "Tetap"),
    "dropped": ("Dropped", "Dibuang"),
    "unsure": ("of its articles with low confidence", "artikelnya dengan keyakinan rendah"),
    "found": ("Found", "Ditemukan"),
    "requests": ("Requests", "Permintaan"),
    "errors": ("Errors", "Galat"),
    "time": ("Time", "Waktu"),
    "newest": ("Newest article", "Artikel terbaru"),
    "filter": ("Filter portals", "Saring portal"),
    "all": ("All", "Semua"),
    "shown": ("portals shown", "portal ditampilkan"),
    "harvest": ("New articles per portal and day", "Artikel baru per portal dan hari"),
    "harvest_note": (
        "New articles by the day of storage; darker is more.",
        "Artikel baru menurut hari penyimpanan; makin gelap makin banyak.",
    ),
    "freshness": ("Freshness", "Kesegaran"),
    "freshness_note": (
        "Days since each portal's newest article, the longest first.",
        "Hari sejak artikel terbaru tiap portal, yang terlama lebih dahulu.",
    ),
    "days": ("days", "hari"),
    "completeness": ("Completeness of fields", "Kelengkapan isian"),
    "completeness_note": (
        "Share of this run's articles in which the field is filled.",
        "Bagian artikel dari proses ini yang isiannya terisi.",
    ),
    "field": ("Field", "Isian"),
    "filled": ("Filled", "Terisi"),
    "reasons": ("Dropped, by reason", "Dibuang, menurut alasan"),
    "reason": ("Reason", "Alasan"),
    "named": ("the first ones", "yang pertama"),
    "more_portals": ("more portals", "portal lainnya"),
    "count": ("Count", "Jumlah"),
    "slowest": ("Slowest portals", "Portal paling lambat"),
    "per_page": ("per request", "per permintaan"),
    "attention": ("Needs attention", "Perlu perhatian"),
    "attention_none": ("Every portal is healthy.", "Semua portal sehat."),
    "duplicates": ("Duplicates between portals", "Duplikat antarportal"),
    "duplicate": ("Article", "Artikel"),
    "original": ("First published", "Terbit pertama"),
    "similarity": ("Similarity", "Kemiripan"),
    "samples": ("Sample articles", "Contoh artikel"),
    "no_date": ("no date", "tanpa tanggal"),
    "nothing": ("Nothing in this run.", "Tidak ada dalam proses ini."),
    "never": ("never", "belum pernah"),
    "table": ("The figures as a table", "Angka dalam tabel"),
    "day": ("Day", "Hari"),
    "more": ("more in the table", "lainnya dalam tabel"),
    "made_by": ("Written by Warta", "Ditulis oleh Warta"),
}

REASONS: dict[str, Text] = {
    "failed": ("failed: {why}", "gagal: {why}"),
    "fails_again": (
        "failed in {runs} runs in a row: {why}",
        "gagal dalam {runs} proses berturut-turut: {why}",
    ),
    "silent": (
        "no new article for {days} days; it usually publishes every {usual} days",
        "tidak ada artikel baru selama {days} hari; biasanya terbit tiap {usual} hari",
    ),
    "never_published": (
        "no article in {runs} runs",
        "tidak satu pun artikel dalam {runs} proses",
    ),
    "nothing_found": (
        "found no article; usually about {usual}",
        "tidak menemukan apa pun; biasanya sekitar {usual}",
    ),
    "empty_bodies": (
        "{share} % of its articles have an empty body",
        "{share} % artikelnya tanpa isi",
    ),
    "without_date": (
        "{share} % of its articles have no date (usually {usual} %)",
        "{share} % artikelnya tanpa tanggal (biasanya {usual} %)",
    ),
    "low_confidence": (
        "the text of {share} % of its articles was found with low confidence (usually {usual} %)",
        "isi {share} % artikelnya ditemukan dengan keyakinan rendah (biasanya {usual} %)",
    ),
    "drops": (
        "{share} % of its fetched pages are not articles (usually {usual} %), mostly {reason}",
        "{share} % halaman yang diambil bukan artikel (biasanya {usual} %), terutama {reason}",
    ),
    "low_confidence_first": (
        "the text of {share} % of its articles was found with low confidence",
        "isi {share} % artikelnya ditemukan dengan keyakinan rendah",
    ),
    "without_date_first": (
        "{share} % of its articles have no date",
        "{share} % artikelnya tanpa tanggal",
    ),
    "drops_first": (
        "{share} % of its fetched pages are not articles, mostly {reason}",
        "{share} % halaman yang diambil bukan artikel, terutama {reason}",
    ),
    "drifted": (
        "its page layout changed during the run ({count} times); check a few articles",
        "tampilan halamannya berubah dalam proses ini ({count} kali); periksa beberapa artikel",
    ),
    "template": (
        "its page layout changed: {share} % of its pages no longer match the template",
        "tampilan halamannya berubah: {share} % tidak lagi cocok dengan pola",
    ),
    "errors": (
        "{share} % of its requests failed",
        "{share} % permintaannya gagal",
    ),
    "requests": (
        "{ratio} requests per article (usually {usual})",
        "{ratio} permintaan per artikel (biasanya {usual})",
    ),
    "suspect": (
        "articles that look like injected spam: {count}",
        "artikel yang tampak disisipi spam: {count}",
    ),
}


def reason_text(reason: Reason, language: str = "en") -> str:
    """The reason as text."""
    return fill(REASONS[reason.key], reason.values)[LANGUAGES.index(language)]


_ONE = re.compile(r"(?<![\d.,])1 (day|run|time|request)s\b")
"""A plural after the number one in a filled text."""


def fill(text: Text, values: Mapping[str, str | int | float]) -> Text:
    """The text with its placeholders filled; values may contain braces."""
    shown = {name: _both(name, value) for name, value in values.items()}
    plain, local = ({name: pair[at] for name, pair in shown.items()} for at in range(len(LANGUAGES)))
    return _ONE.sub(r"1 \1", text[0].format_map(plain)), text[1].format_map(local)


def _both(name: str, value: str | int | float) -> Text:
    """A value in both languages: a drop reason with its description, a failure reason, a number."""
    if name == "reason":
        said = meaning(str(value))
        return (
            (str(value), str(value)) if said[0] == value else (f"{value} ({said[0]})", f"{value} ({said[1]})")
        )
    if name == "why":
        return both_languages(str(value))
    text = _plain(value)
    return text, text.replace(".", ",") if isinstance(value, float) else text


def _plain(value: str | int | float) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


FIELDS: dict[str, Text] = {
    "title": ("title", "judul"),
    "body": ("body", "isi"),
    "published_at": ("publication date", "tanggal terbit"),
    "modified_at": ("modification date", "tanggal ubah"),
    "dateline": ("dateline", "titimangsa"),
    "credits": ("credits", "kredit"),
    "section": ("section", "rubrik"),
    "tags": ("tags", "tag"),
    "language": ("language", "bahasa"),
    "images": ("images", "gambar"),
    "date_mentions": ("dates in the text", "tanggal dalam teks"),
}
"""The fields in the completeness chart, in this order."""


def number(value: int) -> str:
    """Thousands are separated by a narrow space, valid in both languages (SI brochure, 5.4.4)."""
    return f"{value:,}".replace(",", "\u202f")


def percent(part: float, whole: float) -> Text:
    """`97.5 %`, `97,5 %`, or an en dash if the divisor is 0."""
    return decimal(100 * part / whole, 1, " %") if whole else ("–", "–")


def decimal(value: float, places: int, unit: str = "") -> Text:
    """A number with its unit: a decimal point in English, a comma in Indonesian."""
    text = f"{value:.{places}f}{unit}"
    return text, text.replace(".", ",")
