"""Translates reasons of failures and of missing templates into Indonesian; runs record them in English."""

from __future__ import annotations

import re

from crawler.report.drop_reasons import Text

PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"\bits front page answers HTTP (\d+)", r"halaman depannya menjawab HTTP \1"),
        (r"\bfront page answers HTTP (\d+)", r"halaman depan menjawab HTTP \1"),
        (r"\banswers HTTP (\d+)", r"menjawab HTTP \1"),
        (r"\bfront page shows another site", "halaman depan menampilkan situs lain"),
        (r"\bfront page shows a login page", "halaman depan menampilkan halaman masuk"),
        (r"\bfront page is empty", "halaman depan kosong"),
        (
            r"; if the site was rebuilt, crawl it with -a mode=full",
            "; jika situs dibangun ulang, jalankan dengan -a mode=full",
        ),
        (r"\bno article found at (\S+) \(platform ([^;)]+)", r"tidak ada artikel di \1 (platform \2"),
        (r"\bnone of its sources lists an article any more", "tidak ada lagi sumber yang memuat artikel"),
        (r"\blists (\d+) of formerly (\d+) articles", r"memuat \1 dari semula \2 artikel"),
        (r"\brobots\.txt cannot be read", "robots.txt tidak dapat dibaca"),
        (r"\brobots\.txt forbids", "robots.txt melarang"),
        (r"\bchallenge (?:page )?by", "halaman pemeriksaan oleh"),
        (
            r"\b(\d+) articles in a row without a usable page, the last",
            r"\1 artikel berturut-turut tanpa halaman yang dapat dipakai, terakhir",
        ),
        (r"\bunreachable: no DNS server answers", "tidak terjangkau: server DNS tidak menjawab"),
        (r"\bunreachable: its host name is not found", "tidak terjangkau: nama server tidak ditemukan"),
        (r"\bunreachable: the proxy refuses the connection", "tidak terjangkau: proxy menolak sambungan"),
        (r"\bunreachable: connection refused", "tidak terjangkau: sambungan ditolak"),
        (r"\bunreachable: no answer in time", "tidak terjangkau: tidak ada respons tepat waktu"),
        (r"\bunreachable: no route to the network", "tidak terjangkau: tidak ada rute jaringan"),
        (r"\bunreachable: no connection", "tidak terjangkau: tidak ada sambungan"),
        (r"\bunreachable\b", "tidak terjangkau"),
        (r"\bconnection refused\b", "sambungan ditolak"),
        (r"\bthe response is incomplete", "respons tidak lengkap"),
        (r"\bno secure connection", "tidak ada sambungan aman"),
        (r"\bthe response is not HTTP", "respons bukan HTTP"),
        (r"\bthe connection was lost", "sambungan terputus"),
        (r"\bthe certificate does not verify", "sertifikat tidak sah"),
        (r"\bthe certificate is for another host", "sertifikat untuk server lain"),
        (r"\bfront page\b", "halaman depan"),
        (r"\bthe pages changed their look", "tampilan halaman berubah"),
        (
            r"\bit would have taken too much of (\d+) articles in a row",
            r"pola akan membuang terlalu banyak isi dari \1 artikel berturut-turut",
        ),
        (
            r"\bthe text of (\d+) of (\d+) pages stands in no element with a name",
            r"isi \1 dari \2 halaman tidak berada dalam elemen yang bernama",
        ),
        (
            r"\bthe text of (\d+) pages stands in (\d+) different elements",
            r"isi \1 halaman berada dalam \2 elemen yang berbeda",
        ),
    )
)


def both_languages(why: str) -> Text:
    """The reason of a failure in English and Indonesian; parts without a translation stay English."""
    translated = why
    for pattern, text in PHRASES:
        translated = pattern.sub(text, translated)
    return why, translated
