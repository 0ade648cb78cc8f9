"""Values of a record's fields in words: types, sources of dates, warnings, kinds of media."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any

from crawler.browse.wording import moment, value_name, word
from crawler.dates.zones import WIB
from crawler.report.drop_reasons import Text, meaning
from crawler.report.wording import LANGUAGES

FACTS = (
    "type",
    "published_at",
    "modified_at",
    "published_source",
    "published_text",
    "first_seen_at",
    "fetched_at",
    "confidence",
    "seq",
    "id",
)
"""The fields that a page of an article lists, in order."""

TIMES = frozenset({"published_at", "modified_at"})
OWN_TIMES = frozenset({"first_seen_at", "fetched_at"})
"""Times that the crawl took in UTC."""

TYPES: dict[str, Text] = {
    "article": ("Article", "Artikel"),
    "announcement": ("Announcement", "Pengumuman"),
}

SOURCES: dict[str, Text] = {
    "json-ld": ("structured data (JSON-LD)", "data terstruktur (JSON-LD)"),
    "microdata": ("structured data (microdata)", "data terstruktur (microdata)"),
    "hatom": ("structured data (hAtom)", "data terstruktur (hAtom)"),
    "meta": ("the page's metadata", "metadata halaman"),
    "state": ("data of the page's scripts", "data skrip halaman"),
    "time": ("a marked time on the page", "penanda waktu di halaman"),
    "line": ("a printed line", "baris tanggal yang tercetak"),
    "dateline": ("the dateline", "titimangsa di awal isi"),
    "text": ("the text", "isi artikel"),
    "url": ("the address", "alamat halaman"),
    "address": ("the address", "alamat halaman"),
    "listing": ("a list of articles", "daftar artikel"),
    "feed": ("the feed", "umpan (feed)"),
    "sitemap": ("the sitemap", "peta situs (sitemap)"),
    "rest": ("the portal's API", "API portal"),
    "api": ("the portal's API", "API portal"),
    "json_api": ("the portal's API", "API portal"),
}

WARNINGS: dict[str, Text] = {
    "page_missing": (
        "page {detail} of the article could not be fetched",
        "halaman {detail} dari artikel ini tidak dapat diambil",
    ),
    "suspect_injection": (
        "somebody has injected advertising into the page",
        "iklan liar disisipkan ke dalam halaman",
    ),
    "suspect_injection:": ("evidence: {detail}", "bukti: {detail}"),
    "tls_unverified": ("the certificate was not verified", "sertifikat tidak diperiksa"),
    "rendered": ("the page was rendered in a browser", "halaman dibuka dengan peramban"),
    "title_from": ("the title comes from {source}", "judul diambil dari {source}"),
    "published_from_text": ("the date comes from the text", "tanggal diambil dari isi artikel"),
    "published_disagrees": ("another date comes from {source}", "tanggal lain diberikan oleh {source}"),
    "published_in_future": (
        "a publication date in the future was not used ({source})",
        "tanggal terbit di masa depan tidak dipakai ({source})",
    ),
    "modified_in_future": (
        "a date of change in the future was not used ({source})",
        "tanggal perubahan di masa depan tidak dipakai ({source})",
    ),
    "published_unusable": (
        "the publication date cannot be read ({source})",
        "tanggal terbit tidak dapat dibaca ({source})",
    ),
    "modified_unusable": (
        "the date of change cannot be read ({source})",
        "tanggal perubahan tidak dapat dibaca ({source})",
    ),
    "zone_corrected": ("the time zone was corrected ({source})", "zona waktu dibetulkan ({source})"),
    "zone_guessed": (
        "the time was read as WIB: the portal's province is unknown",
        "waktu dibaca sebagai WIB: provinsi portal tidak diketahui",
    ),
    "json_ld_broken": ("the structured data have errors", "data terstruktur memuat kesalahan"),
    "credits_cut": ("more than 20 names; the first are kept", "lebih dari 20 nama; yang pertama disimpan"),
    "tags_cut": ("more than 60 tags; the first are kept", "lebih dari 60 tag; yang pertama disimpan"),
    "images_cut": ("more than 60 images; the first are kept", "lebih dari 60 gambar; yang pertama disimpan"),
    "attachments_cut": (
        "more than 100 attachments; the first are kept",
        "lebih dari 100 lampiran; yang pertama disimpan",
    ),
    "embeds_cut": (
        "more than 50 embedded media; the first are kept",
        "lebih dari 50 media tersemat; yang pertama disimpan",
    ),
    "state_too_large": (
        "the data of the page's scripts are too large",
        "data skrip halaman terlalu besar",
    ),
    "state_unreadable": (
        "the data of the page's scripts cannot be read",
        "data skrip halaman tidak dapat dibaca",
    ),
    "links_cut": ("more than 500 links; the first are kept", "lebih dari 500 tautan; yang pertama disimpan"),
    "description_cut": ("the description was shortened", "ringkasan dipendekkan"),
    "text_cut": ("too many dates to read all", "terlalu banyak tanggal untuk dibaca semua"),
    "low_confidence": (
        "the text was found with low confidence",
        "isi ditemukan dengan keyakinan rendah",
    ),
    "not_an_article": ("the page is no article: {reason}", "halaman bukan artikel: {reason}"),
}
"""Warnings without what follows the colon. docs/output.md lists them."""

EVIDENCE: dict[str, Text] = {
    "injected_text": ("advertising text", "teks iklan"),
    "foreign_language": ("a text in another language", "teks dalam bahasa lain"),
    "link_farm": ("a farm of links", "kumpulan tautan iklan"),
    "cloaked": ("a redirection to advertising", "pengalihan ke iklan"),
    "hidden_links": ("hidden links", "tautan tersembunyi"),
    "hidden_text": ("hidden text", "teks tersembunyi"),
    "hacked_title": ("a changed title", "judul yang diubah"),
}

PROVIDERS: dict[str, Text] = {
    "youtube": ("YouTube", "YouTube"),
    "twitter": ("X (Twitter)", "X (Twitter)"),
    "tiktok": ("TikTok", "TikTok"),
    "soundcloud": ("SoundCloud", "SoundCloud"),
    "slideshare": ("SlideShare", "SlideShare"),
    "openstreetmap": ("OpenStreetMap", "OpenStreetMap"),
    "video": ("Video", "Video"),
    "audio": ("Audio", "Audio"),
}
"""Providers whose names are not the capitalized words."""

MEDIA: tuple[tuple[str, str], ...] = (
    ("application/pdf", "PDF"),
    ("wordprocessing", "Word"),
    ("msword", "Word"),
    ("spreadsheet", "Excel"),
    ("ms-excel", "Excel"),
    ("presentation", "PowerPoint"),
    ("powerpoint", "PowerPoint"),
    ("csv", "CSV"),
    ("rar", "RAR"),
    ("zip", "ZIP"),
)


def facts(record: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """Names and values of the fields about a record, in words."""
    zone = _zone(record.get("published_at"))
    return [
        (word(key, language), _fact(key, record[key], language, zone))
        for key in FACTS
        if record.get(key) is not None
    ]


def _zone(published: str | None) -> tzinfo:
    """The zone in which the portal prints its times; WIB if it gives none."""
    try:
        return datetime.fromisoformat(published or "").tzinfo or WIB
    except ValueError:
        return WIB


def _fact(key: str, value: Any, language: str, zone: tzinfo) -> str:
    if key in OWN_TIMES:
        return moment(datetime.fromisoformat(str(value)).astimezone(zone).isoformat(), language)
    if key in TIMES:
        return moment(str(value), language)
    if key == "type":
        return value_name(TYPES, str(value), language)
    if key == "published_source":
        return source(str(value), language)
    if key == "confidence":
        return f"{100 * value:.0f} %"
    return str(value)


def source(value: str, language: str) -> str:
    """The signal that gave a date or title, in words; `meta:KEY` names the key too."""
    kind, _, key = value.partition(":")
    return value_name(SOURCES, kind, language) + (f": {key}" if key else "")


def warnings(record: dict[str, Any], language: str) -> list[str]:
    """The warnings of a record in words; one that is unknown here as it is."""
    return [warning(one, language) for one in record["warnings"]]


def warning(value: str, language: str) -> str:
    """A warning in words."""
    name, colon, detail = value.partition(":")
    key = f"{name}:" if f"{name}{colon}" in WARNINGS and colon else name
    if key not in WARNINGS:
        return value
    text = WARNINGS[key][LANGUAGES.index(language)]
    return text.format(
        detail=_evidence(detail, language),
        source=source(detail, language),
        reason=meaning(detail)[LANGUAGES.index(language)] if detail else "",
    )


def _evidence(detail: str, language: str) -> str:
    kind, _, rest = detail.partition(":")
    return value_name(EVIDENCE, kind, language) + (f":{rest}" if rest else "")


def media_name(media_type: str) -> str:
    """A short name of a media type: `PDF`, `Word`; the media type itself for others."""
    return next((name for part, name in MEDIA if re.search(rf"\b{part}", media_type)), media_type)


def provider_name(provider: str, language: str) -> str:
    """The name of an embed's provider: `Google Maps`."""
    known = provider in PROVIDERS
    return value_name(PROVIDERS, provider, language) if known else provider.replace("_", " ").title()
