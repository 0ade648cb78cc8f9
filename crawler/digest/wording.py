"""Texts of digests and messages, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

WORDS: Mapping[str, tuple[str, str]] = {
    "kliping": ("Kliping berita", "News digest"),
    "contents": ("Daftar isi", "Contents"),
    "articles": ("berita", "articles"),
    "article": ("berita", "article"),
    "portals": ("portal", "portals"),
    "portal": ("portal", "portal"),
    "other": ("Berita lain", "Other news"),
    "no_province": ("Nasional dan lainnya", "National and other"),
    "no_section": ("Tanpa rubrik", "No section"),
    "copies": ("Juga dimuat", "Also published by"),
    "nothing": ("Tidak ada berita untuk periode dan pilihan ini.", "No articles for this period and choice."),
    "undated": ("tanggal tidak diketahui", "date unknown"),
    "more": ("berita lain tidak ditampilkan.", "more articles are not shown."),
    "made_by": ("Disusun oleh Warta", "Compiled by Warta"),
    "new": ("berita baru", "new articles"),
    "one_new": ("berita baru", "new article"),
    "hello": (
        "Ini pesan percobaan dari Warta. Pemberitahuan akan datang di sini.",
        "This is a test message from Warta. Notices will arrive here.",
    ),
}
"""Indonesian, English."""

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
        "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip
DAYS: Mapping[Language, tuple[str, ...]] = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Zone abbreviations by UTC offset in hours."""


def word(key: str, language: Language) -> str:
    """A text of `WORDS` in the language."""
    return WORDS[key][LANGUAGES.index(language)]


def count_of(number: int, one: str, many: str, language: Language) -> str:
    """`1 article`, `3 articles`: takes the keys of `WORDS` for singular and plural."""
    return f"{number} {word(one if number == 1 else many, language)}"


def long_day(day: date, language: Language) -> str:
    """`Senin, 30 November 2026`."""
    return f"{DAYS[language][day.weekday()]}, {short_day(day, language)}"


def short_day(day: date, language: Language) -> str:
    """`30 November 2026`."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def time_text(published: str | None, language: Language) -> str:
    """`30 November 2026, 10.15 WIB` for an ISO 8601 time, in its own zone; only the day for a date."""
    if published is None:
        return word("undated", language)
    try:
        time = datetime.fromisoformat(published)
    except ValueError:
        return word("undated", language)
    day = short_day(time, language)
    if len(published) == len("2026-11-30"):
        return day
    clock = f"{time:%H.%M}" if language == "id" else f"{time:%H:%M}"
    offset = time.utcoffset()
    if offset is None:
        return f"{day}, {clock}"
    zone = ZONES.get(int(offset.total_seconds()) // 3600) if not offset.total_seconds() % 3600 else None
    return f"{day}, {clock} {zone or f'UTC{time:%z}'}"
