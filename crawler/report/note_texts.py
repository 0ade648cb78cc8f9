"""Translates notes about portals into Indonesian; runs record them in English in a fixed form."""

from __future__ import annotations

import re

from crawler.report.drop_reasons import Text
from crawler.report.failure_texts import both_languages

NOTES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"^WordPress REST API is closed \((.*)\); using sitemaps and feeds$",
            r"REST API WordPress tertutup (\1); memakai peta situs dan umpan (feed)",
        ),
        (
            r"^WordPress REST API breaks off \((.*)\); continuing with sitemaps and feeds$",
            r"REST API WordPress terputus (\1); dilanjutkan dengan peta situs dan umpan (feed)",
        ),
        (
            r"^WordPress REST API delivered (\d+) of (\d+); looking elsewhere too$",
            r"REST API WordPress memberi \1 dari \2 artikel; sumber lain juga diperiksa",
        ),
        (r"^sitemap not read: ", "peta situs tidak terbaca: "),
        (r"^feed not read: ", "umpan (feed) tidak terbaca: "),
        (r"^feed breaks off: ", "umpan (feed) terputus: "),
        (r"^listing breaks off: ", "daftar artikel terputus: "),
        (
            r"^listing repeats its pages endlessly; skipped$",
            "daftar artikel mengulang halamannya tanpa akhir; dilewati",
        ),
        (
            r"^listing loads more in a way that cannot be followed$",
            "daftar artikel memuat lanjutannya dengan cara yang tidak dapat diikuti",
        ),
        (
            r"^a page has more than ([\d,]+) links; the others are left out$",
            r"sebuah halaman memuat lebih dari \1 tautan; selebihnya diabaikan",
        ),
        (
            r"^a feed has more than ([\d,]+) entries; the others are left out$",
            r"sebuah umpan (feed) memuat lebih dari \1 entri; selebihnya diabaikan",
        ),
        (
            r"^a source lists the same articles under changing URLs; skipped$",
            "sebuah sumber memuat artikel yang sama dengan alamat yang berubah-ubah; dilewati",
        ),
        (
            r"^its front page is rendered by JavaScript; describe its API in the registry, if it is public$",
            "halaman depannya dibentuk oleh JavaScript; cantumkan API-nya dalam registri jika terbuka",
        ),
        (
            r"^API answers with something that is no JSON$",
            "API memberi respons yang bukan JSON",
        ),
        (
            r"^API answers with JSON that lists nothing$",
            "API memberi JSON tanpa daftar artikel",
        ),
        (r"^API lists (\d+) of (\d+) articles$", r"API memuat \1 dari \2 artikel"),
        (
            r"^its stored template is not used: ",
            "pola yang tersimpan tidak dipakai: ",
        ),
        (r"^no template of its pages: ", "tanpa pola halaman: "),
        (r"^learned template (\d+) of its pages$", r"pola halaman ke-\1 dipelajari"),
        (
            r"^its pages no longer fit the template; extracting generically until a new one is learned$",
            "halamannya tidak lagi cocok dengan pola; dibaca secara umum sampai pola baru dipelajari",
        ),
        (
            r"^another run is crawling it; left to that run$",
            "sedang dirayapi proses lain; diserahkan kepada proses itu",
        ),
        (
            r"^its pages are read without a browser: ",
            "halamannya dibaca tanpa peramban: ",
        ),
        (r"^internal error at (\S+); see the log$", r"galat internal pada \1; lihat log"),
        (
            r"^rendered by JavaScript; its articles are read from its API",
            "dibentuk oleh JavaScript; artikelnya dibaca dari API",
        ),
        (
            r"^rendered by JavaScript; its pages are read in a browser",
            "dibentuk oleh JavaScript; halamannya dibaca dengan peramban",
        ),
        (
            r"^the pages of its articles have no text; ",
            "halaman artikelnya tanpa teks; ",
        ),
        (
            r"^its lists need the browser, its articles do not$",
            "daftar artikelnya memerlukan peramban, artikelnya tidak",
        ),
    )
)


def note_text(note: str) -> Text:
    """A note in English and Indonesian; parts without a translation stay English."""
    translated = note
    for pattern, text in NOTES:
        translated = pattern.sub(text, translated)
    return note, both_languages(translated)[1]
