"""Lines that count something of the page, or say how old it is: other words at each visit, no news at all.

Themes word them in too many ways for a list of phrases. What they have in common is that every word is one of
few: what is counted, of what, how often, since when. A sentence of an article has others.
"""

from __future__ import annotations

import re

LONGEST = 110
"""Characters of such a line."""

_OF_WHAT = frozenset(
    str.split("""
    artikel berita halaman laman situs website web blog post posting postingan tulisan konten informasi
    article page story news site content
""")
)
_COUNTED = frozenset(
    str.split("""
    dibaca dilihat diakses dikunjungi ditonton dibagikan diunduh disukai pembaca view views viewed viewer
    viewers hit hits read reads readers tayangan suka like likes liked share shares shared
""")
)
_DONE = frozenset(
    str.split("""
    pengunjung kunjungan visitor visitors visit visits membaca melihat membagikan menyukai rating rated
""")
)
_TO_THE_PAGE = _OF_WHAT | frozenset(str.split("online daring kali x unik unique suara votes vote"))
"""`Jumlah pengunjung: 2.000 orang` may be the news of a museum; with one of these it is the page's."""

_AGO = frozenset(str.split("lalu ago"))
_UNITS = frozenset(
    str.split("""
    detik menit jam hari minggu pekan bulan tahun
    second seconds sec minute minutes min mins hour hours day days week weeks month months year years
""")
)
_LOADED = frozenset(str.split("dimuat memuat dibuat loaded generated rendered load"))
_PUBLISHED = frozenset(
    str.split("""
    diterbitkan dipublikasikan diposting diunggah diperbarui dimutakhirkan terbit tayang terakhir publikasi
    posted published updated update last modified
""")
)
_FILLERS = frozenset(
    str.split("""
    ini itu telah sudah pernah sebanyak total jumlah kali x orang pengguna warganet netizen suara komentar
    yang pada di oleh dalam dari sekitar rata nilai skor semua hari minggu bulan tahun k rb ribu jt juta
    this has been have was times time people users votes vote comments comment today yesterday total all by
    of in on from at about average score out so far m
""")
)
_WORDS = (
    _OF_WHAT | _COUNTED | _DONE | _TO_THE_PAGE | _AGO | _UNITS | _LOADED | _PUBLISHED | _FILLERS
    | frozenset(["kemarin"])
)  # fmt: skip

_ICON = re.compile("[👁👀❤♥💙👍💬🗨🔥⭐★☆📊📈]")
_WORD = re.compile(r"[^\W\d_]+")
_BY = re.compile(r"\b(?:oleh|by)\s[^.!?:|]{1,40}$")


def is_counter(low: str) -> bool:
    """Whether a line (in lower case) counts the page's visits, marks or age, and says nothing else."""
    if len(low) > LONGEST or not any(map(str.isdecimal, low)):
        return False
    words = _WORD.findall(low)
    if not words:
        return _ICON.search(low) is not None
    if not _AGO.isdisjoint(words):
        low = _BY.sub("", low)
        words = _WORD.findall(low)
    said = frozenset(words)
    if not said <= _WORDS:
        return False
    return (
        not said.isdisjoint(_COUNTED)
        or not (said.isdisjoint(_DONE) or said.isdisjoint(_TO_THE_PAGE))
        or not (said.isdisjoint(_AGO) or said.isdisjoint(_UNITS))
        or not (said.isdisjoint(_LOADED) or said.isdisjoint(_UNITS))
    )
