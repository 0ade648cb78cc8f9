"""Texts of the browse pages in English and Indonesian."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crawler.report.drop_reasons import Text
from crawler.report.failure_texts import both_languages
from crawler.report.html_page import duration_text
from crawler.report.wording import LANGUAGES, number

WORDS: dict[str, Text] = {
    "news": ("News", "Berita"),
    "portals": ("Portals", "Portal"),
    "portal": ("Portal", "Portal"),
    "provinces": ("Provinces", "Provinsi"),
    "province": ("Province", "Provinsi"),
    "section": ("Section", "Rubrik"),
    "language": ("Language", "Bahasa"),
    "date": ("Date", "Tanggal"),
    "changes": ("Changed articles", "Artikel yang berubah"),
    "help": ("Help and API", "Bantuan dan API"),
    "skip": ("Skip to the content", "Langsung ke isi"),
    "site": ("Pages", "Halaman"),
    "search": ("Search titles and texts", "Cari judul dan isi"),
    "go": ("Search", "Cari"),
    "order": ("Order", "Urutan"),
    "by_time": ("newest first", "terbaru lebih dahulu"),
    "by_relevance": ("most relevant first", "paling relevan lebih dahulu"),
    "filters": ("Filters", "Saringan"),
    "remove": ("remove", "hapus"),
    "show_all": ("Show all articles", "Tampilkan semua artikel"),
    "none": ("not given", "tidak ada"),
    "articles": ("articles", "artikel"),
    "article": ("article", "artikel"),
    "counted": ("counts: the newest 5,000 matches", "hitungan: 5.000 hasil terbaru"),
    "ranked": ("ranked among the newest 5,000 matches", "diurutkan dari 5.000 hasil terbaru"),
    "nothing": ("No article matches.", "Tidak ada artikel yang cocok."),
    "empty": (
        "There are no articles yet. A crawl stores them:",
        "Belum ada artikel. Perayapan menyimpannya:",
    ),
    "older": ("Older articles", "Artikel sebelumnya"),
    "more": ("More articles", "Artikel lainnya"),
    "newest": ("Newest articles", "Artikel terbaru"),
    "today": ("today", "hari ini"),
    "week": ("last 7 days", "7 hari terakhir"),
    "month": ("last 30 days", "30 hari terakhir"),
    "chart": ("Articles per day, last 30 days", "Artikel per hari, 30 hari terakhir"),
    "in_all": ("in all", "seluruhnya"),
    "health": ("Health", "Kesehatan"),
    "ok": ("OK", "Baik"),
    "watch": ("Watch", "Pantau"),
    "broken": ("Broken", "Rusak"),
    "unknown": ("not yet judged", "belum dinilai"),
    "no_date": ("no date", "tanpa tanggal"),
    "duplicate": ("near-duplicate", "salinan"),
    "gone": ("removed from the portal", "dihapus dari portal"),
    "revised": ("revision", "revisi"),
    "picture": ("picture", "gambar"),
    "pictures": ("Pictures (links to the portal)", "Gambar (tautan ke portal)"),
    "at_portal": ("At the portal", "Di portal"),
    "credits": ("Credits", "Kredit"),
    "attachments": ("Attachments", "Lampiran"),
    "embeds": ("Embedded media", "Media tersemat"),
    "tags": ("Tags", "Tag"),
    "places": ("Places", "Tempat"),
    "copies": ("The same text on other portals", "Teks yang sama di portal lain"),
    "first": ("first publication", "terbit pertama"),
    "facts": ("About this record", "Tentang rekaman ini"),
    "published_at": ("Published", "Terbit"),
    "modified_at": ("Changed by the portal", "Diubah oleh portal"),
    "published_source": ("Source of the date", "Sumber tanggal"),
    "published_text": ("Date as the page has it", "Tanggal menurut halaman"),
    "first_seen_at": ("First seen", "Pertama dilihat"),
    "fetched_at": ("Fetched", "Diambil"),
    "confidence": ("Confidence", "Keyakinan"),
    "warnings": ("Warnings", "Peringatan"),
    "type": ("Type", "Jenis"),
    "seq": ("Number (seq)", "Nomor (seq)"),
    "id": ("Identifier (id)", "Pengenal (id)"),
    "history": ("Revisions", "Revisi"),
    "revision_of": ("Revision", "Revisi"),
    "stored": ("fetched", "diambil"),
    "unchanged_paragraphs": ("paragraphs unchanged", "paragraf tidak berubah"),
    "only_facts": ("Title and text are the same.", "Judul dan isinya sama."),
    "one_revision": ("There is one revision.", "Hanya ada satu revisi."),
    "as_files": ("These articles as", "Artikel ini sebagai"),
    "region": ("Region", "Daerah"),
    "domain": ("Domain", "Domain"),
    "last_visit": ("Last run", "Proses terakhir"),
    "pace": ("Re-crawl interval", "Jeda perayapan ulang"),
    "template": ("Learned template", "Pola yang dipelajari"),
    "no_template": ("none", "tidak ada"),
    "runs": ("Last runs", "Proses terakhir"),
    "ended": ("Ended", "Berakhir"),
    "verdict": ("Health", "Kesehatan"),
    "why": ("Why", "Alasan"),
    "found": ("Found", "Ditemukan"),
    "new": ("New", "Baru"),
    "changed": ("Changed", "Berubah"),
    "dropped": ("Dropped", "Dibuang"),
    "requests": ("Requests", "Permintaan"),
    "errors": ("Errors", "Galat"),
    "time": ("Time", "Waktu"),
    "all_of_portal": ("All articles of this portal", "Semua artikel portal ini"),
    "never": ("never", "belum pernah"),
    "no_runs": ("No finished run.", "Belum ada proses yang selesai."),
    "no_province": ("National or unknown", "Nasional atau tidak diketahui"),
    "report": ("Report of the last run", "Laporan proses terakhir"),
    "sql": ("SQL", "SQL"),
    "footer": (
        "Served by Warta on this machine, read-only; pages load nothing from elsewhere.",
        "Disajikan oleh Warta di komputer ini, hanya baca; halaman tidak memuat apa pun dari tempat lain.",
    ),
    "not_found": ("Not found", "Tidak ditemukan"),
    "failed": ("This page cannot be shown", "Halaman ini tidak dapat ditampilkan"),
    "home": ("To the news", "Ke berita"),
    "help_search": ("Searching", "Pencarian"),
    "help_words": ("articles with both words", "artikel yang memuat kedua kata"),
    "help_phrase": ("the words side by side", "kata-kata yang berdampingan"),
    "help_prefix": ("words that begin so", "kata yang berawalan itu"),
    "help_not": ("without this word", "tanpa kata ini"),
    "help_api": ("For programs", "Untuk program"),
    "help_articles": ("whole records in the order of seq", "rekaman utuh menurut urutan seq"),
    "help_search_api": ("search results", "hasil pencarian"),
    "help_facets": ("counts per filter", "hitungan per saringan"),
    "help_portals": ("portals and their health", "portal dan kesehatannya"),
    "help_files": ("all articles that match, in one file", "semua artikel yang cocok, dalam satu berkas"),
    "help_more": (
        "All take the parameters q, portal, province, section, language and date; see docs/api-http.md.",
        "Semua menerima parameter q, portal, province, section, language, dan date; lihat docs/api-http.md.",
    ),
}

ROLES: dict[str, Text] = {
    "author": ("Author", "Penulis"),
    "editor": ("Editor", "Editor"),
    "reporter": ("Reporter", "Reporter"),
    "photographer": ("Photographer", "Fotografer"),
    "source": ("Source", "Sumber"),
    "initials": ("Initials", "Inisial"),
}

LANGUAGE_NAMES: dict[str, Text] = {
    "id": ("Indonesian", "Indonesia"),
    "en": ("English", "Inggris"),
    "jv": ("Javanese", "Jawa"),
    "su": ("Sundanese", "Sunda"),
    "ms": ("Malay", "Melayu"),
}

MONTHS: tuple[Text, ...] = (
    ("January", "Januari"), ("February", "Februari"), ("March", "Maret"), ("April", "April"), ("May", "Mei"),
    ("June", "Juni"), ("July", "Juli"), ("August", "Agustus"), ("September", "September"),
    ("October", "Oktober"), ("November", "November"), ("December", "Desember"),
)  # fmt: skip

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Offset in hours of the Indonesian time zones."""


def word(key: str, language: str) -> str:
    """A text of the pages in the language."""
    return WORDS[key][LANGUAGES.index(language)]


def value_name(table: dict[str, Text], key: str, language: str) -> str:
    """The name of a value, or the value itself if the table lacks it."""
    return table[key][LANGUAGES.index(language)] if key in table else key


def day(text: str, language: str) -> str:
    """`2026-11-30`, `2026-11` or `2026` in words: `30 November 2026`."""
    parts = text.split("-")
    try:
        name = MONTHS[int(parts[1]) - 1][LANGUAGES.index(language)] if len(parts) > 1 else ""
        return " ".join(filter(None, [str(int(parts[2])) if len(parts) > 2 else "", name, parts[0]]))
    except (ValueError, IndexError):
        return text


def moment(text: str | None, language: str) -> str:
    """A date or time (ISO 8601) as printed: `30 November 2026, 08:15 WIB`."""
    if not text:
        return word("no_date", language)
    if len(text) <= len("2026-11-30"):
        return day(text, language)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{when:%H:%M}" if language == "en" else f"{when:%H.%M}"
    return f"{day(text[:10], language)}, {clock} {zone(when)}".rstrip()


def zone(when: datetime) -> str:
    """`WIB`, `WITA`, `WIT`, `UTC`, or the offset."""
    offset = when.utcoffset()
    if offset is None:
        return ""
    hours = offset / timedelta(hours=1)
    if not hours:
        return "UTC"
    return ZONES.get(int(hours), f"UTC{when:%z}") if hours == int(hours) else f"UTC{when:%z}"


def hours(seconds: int | None, language: str) -> str:
    """A re-crawl interval: `6 h`, `45 min`; with a decimal comma in Indonesian."""
    if seconds is None:
        return "–"
    if seconds < 3600:
        return f"{seconds // 60} min"
    text = f"{seconds / 3600:.1f}".removesuffix(".0")
    return f"{text} h" if language == "en" else f"{text.replace('.', ',')} jam"


def seconds(value: float, language: str) -> str:
    """A duration: `1 h 02 min`, `4.2 s`; `1 jam 02 min`, `4,2 s`."""
    return duration_text(value)[LANGUAGES.index(language)]


def why(reason: str, language: str) -> str:
    """A reason that a run has stored in English."""
    return both_languages(reason)[LANGUAGES.index(language)]


def short_day(when: date) -> str:
    """`30/11`: a chart label for both languages."""
    return f"{when.day}/{when.month}"


__all__ = [
    "LANGUAGE_NAMES",
    "MONTHS",
    "ROLES",
    "WORDS",
    "day",
    "hours",
    "moment",
    "number",
    "seconds",
    "short_day",
    "value_name",
    "why",
    "word",
]
