"""Lines that count page views or state the page's age: they change at each visit and are no news.

The wordings of themes are too many for a phrase list, but every word comes from few classes: what is
counted, of what, how often, since when. Many short sentences of articles match too, and losing one is far
worse than keeping a counter: within the text a line must mention the page or have a counter's form.
"""

from __future__ import annotations

import re

LONGEST = 110
"""Characters of such a line."""

_COUNTED = frozenset(
    str.split("""
    dibaca dilihat diakses dikunjungi ditonton dibagikan diunduh pembaca tayangan
    view views viewed hit hits
""")
)
"""Words of page counters. `Like 70`, `Suka 120` may be poll results, and count only beside these."""
_MARKED = frozenset(
    str.split("""
    disukai suka like likes liked share shares shared read reads readers viewer viewers komentar comment
    comments
""")
)
_VISITS = frozenset(str.split("pengunjung kunjungan visitor visitors visit visits rating rated"))
_OF_PAGES = frozenset(
    str.split("""
    artikel berita halaman laman situs website web blog post posting postingan tulisan konten
    article page story news site content online daring kali x unik unique suara votes vote
""")
)
"""`Jumlah pengunjung: 2.000 orang` may be the news of a museum; with one of these it is the page's."""
_DOING = frozenset(str.split("membaca melihat membagikan menyukai dimuat dibuat loaded generated rendered"))
"""Words of counters of a page that the line names."""
_FILLERS = frozenset(
    str.split("""
    ini telah sudah pernah sebanyak total jumlah orang pengguna warganet netizen yang pada di oleh dalam dari
    rata nilai skor semua hari detik k rb jt
    this has have been was times time people users today all by of in on from at average score out seconds
""")
)
_WORDS = _COUNTED | _MARKED | _VISITS | _OF_PAGES | _DOING | _FILLERS
_PERIODS = frozenset(str.split("kemarin minggu bulan tahun yesterday week month year"))
"""`Bulan ini dikunjungi 40 kali` may be anything's; beside other counters it is the page's."""
_OFTEN = frozenset(str.split("kali x times view views viewed hit hits tayangan"))
_ABOUT_PAGE = _COUNTED | _MARKED | _DOING

_NUMBER = r"\d[\d.,]*\s?(?:k|rb|jt)?"
_THIS = r"this\s+(?:article|page|post|story)"
_PAGE = rf"(?:artikel|berita|halaman|laman|tulisan)\s+ini|{_THIS}|page\s+(?=generated)"
_THIS_PAGE = re.compile(rf"(?<!\d\s)\b(?:{_PAGE})\b")
_LABELLED = re.compile(
    rf"""\W*(?:(?:(?:post|page|total)\s+)?(?:views?|hits?|dilihat|viewed)\s*[:=]?\s*{_NUMBER}\s*(?:x|kali|times?
      |views?)?
    |dibaca\s*[:=]\s*{_NUMBER}\s*(?:x|kali)?
    |{_NUMBER}\s*(?:x|kali)?\s*(?:view(?:er)?s?|hits?|dilihat|times\s+(?:viewed|read))
    |{_NUMBER}\s*x?\s*dibaca)\W*""",
    re.VERBOSE,
)
"""`Dibaca 33 kali` alone may tell how to say a prayer."""
_VISITED = re.compile(rf"\W*{_NUMBER}\s*(?:x|kali)?\s*(?:pengunjung|pembaca|visitors?|readers?)\W*")
"""`240 pengunjung` above or below the text; within it the line may be the caption of a table."""
_STATED = re.compile(
    rf"""(?:(?:{_PAGE})\s+)?(?:(?:sudah|telah)\s+)?(?:dibaca|dilihat)\s+(?:sebanyak\s+)?{_NUMBER}\s*(?:kali|x)
    (?:\s+hari\s+ini)?\.|(?:{_THIS}\s+has\s+been\s+)?(?:read|viewed)\s+{_NUMBER}\s*times\.""",
    re.VERBOSE,
)
"""The counters that end as a sentence does."""
_ICONS = re.compile(r"\s*(?:[👁👀❤♥💙👍💬🗨]\ufe0f?\s*\d[\d.,]*[\s|·•]*)+")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = ('"', "'", "“", "‘", "«", "„")
_STOPS = (".", "!", "?", "…")
_BETWEEN = re.compile("[|·•]")
_CLOSERS = "'\"”’»)] "

_SOON = r"\d{1,3}\s*(?:detik|menit|jam|hari|minggu|pekan|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?)"
_EVER = r"\d{1,3}\s*(?:bulan|tahun|months?|years?)"
_AGO = r"\s+(?:yang\s+)?(?:lalu|ago)"
_AGE = re.compile(
    rf"""\W*(?:
    (?:(?:sekitar|about)\s+)?{_SOON}(?:,?\s+{_SOON})?{_AGO}
    |(?:di(?:terbitkan|publikasikan|posting|unggah)|(?:terakhir\s+)?di(?:perbarui|mutakhirkan)|publikasi
      |(?:last\s+)?(?:updated|modified|published|posted))
      \s*:?\s*(?:(?:sekitar|about)\s+)?(?:{_SOON}|{_EVER})(?:,?\s+(?:{_SOON}|{_EVER}))?{_AGO}
      (?:\s+(?:oleh|by)\s[^.!?:|]{{1,40}})?
    )\W*""",
    re.VERBOSE,
)
"""`10 tahun lalu` may head a part of the article; with how the page came about it is the page's age."""


def is_counter(low: str, *, edge: bool) -> bool:
    """Whether a line (in lower case) only counts the page's views or reactions.

    At the `edge` (above or below the article's sentences) more forms are accepted than within the text.
    """
    if not _may_be(low):
        return False
    if _ends(low):
        return edge and _STATED.fullmatch(low) is not None
    words = _WORD.findall(low)
    if not words:
        return _ICONS.fullmatch(low) is not None
    if _LABELLED.fullmatch(low) is not None or (edge and _VISITED.fullmatch(low) is not None):
        return True
    said = frozenset(words)
    parts = _BETWEEN.split(low)
    several = len(parts) > 1 and all(any(map(str.isdecimal, part)) for part in parts)
    if not said <= (_WORDS | _PERIODS if several else _WORDS):
        return False
    if _THIS_PAGE.search(low) is not None:
        return not said.isdisjoint(_ABOUT_PAGE)
    labelled = ":" in low
    if not said.isdisjoint(_COUNTED) and (several or labelled or not said.isdisjoint(_OFTEN)):
        return several or edge
    return (several or edge) and labelled and not (said.isdisjoint(_VISITS) or said.isdisjoint(_OF_PAGES))


def is_age(low: str) -> bool:
    """Whether a line (in lower case) only states how old the page is."""
    return _may_be(low) and not _ends(low) and _AGE.fullmatch(low) is not None


def _may_be(low: str) -> bool:
    return (
        len(low) <= LONGEST
        and any(map(str.isdecimal, low))
        and "%" not in low
        and not low.startswith(_QUOTES)
    )


def _ends(low: str) -> bool:
    return low.rstrip(_CLOSERS).endswith(_STOPS)
