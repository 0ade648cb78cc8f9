"""Words of Indonesian dates: the lookup tables from which the grammar is built.

All keys are in the folded form of `crawler.dates.casefolding`: lower case, straight apostrophe, ASCII
dash. Sources of the spellings: portal pages, the orthographies before 1972 (Djanuari, Djum'at), and
feature requests to public date libraries (Nop, Peb, Ags, Mrt).
"""

from __future__ import annotations

from typing import Final

MONTH_NAMES: Final[dict[int, tuple[str, ...]]] = {
    1: ("januari", "january", "djanuari", "januwari"),
    2: ("februari", "february", "pebruari", "febuari", "february"),
    3: ("maret", "march"),
    4: ("april",),
    5: ("mei", "may"),
    6: ("juni", "june", "djuni"),
    7: ("juli", "july", "djuli", "julai"),
    8: ("agustus", "august"),
    9: ("september",),
    10: ("oktober", "october"),
    11: ("november", "nopember", "nofember"),
    12: ("desember", "december", "disember"),
}
"""Full names: they make a date with a day number alone (`15 Januari`)."""

MONTH_ABBREVIATIONS: Final[dict[int, tuple[str, ...]]] = {
    1: ("jan", "djan"),
    2: ("feb", "febr", "peb", "pebr"),
    3: ("mar", "mrt", "mart", "mac"),
    4: ("apr",),
    5: (),
    6: ("jun", "djun"),
    7: ("jul", "djul"),
    8: ("agu", "agt", "ags", "agst", "agust", "agus", "aug", "ag", "ogos"),
    9: ("sep", "sept"),
    10: ("okt", "oct"),
    11: ("nov", "nop"),
    12: ("des", "dec", "dis"),
}
"""Also names, villages (`des.`) and words: they need a year, a weekday or a line of their own."""

ROMAN_MONTHS: Final[dict[str, int]] = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
    "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
"""`17-VIII-1945`: with dashes or, on a line of its own, spaces; with slashes it is the number of a letter."""

ENGLISH_WEEKDAYS: Final[dict[int, tuple[str, ...]]] = {
    0: ("monday", "mon"),
    1: ("tuesday", "tues", "tue"),
    2: ("wednesday", "wed"),
    3: ("thursday", "thurs", "thur", "thu"),
    4: ("friday", "fri"),
    5: ("saturday", "sat"),
    6: ("sunday", "sun"),
}

WEEKDAY_NAMES: Final[dict[int, tuple[str, ...]]] = {
    0: ("senin", "senen"),
    1: ("selasa", "slasa"),
    2: ("rabu", "rabo", "rebo"),
    3: ("kamis", "kemis"),
    4: ("jumat", "jum'at", "jum at", "jum,at", "jum.at", "jumaat", "jum'aat", "jum'ah", "djum'at", "djumat"),
    5: ("sabtu", "saptu"),
    6: ("minggu", "ahad"),
}

WEEKDAY_ABBREVIATIONS: Final[dict[int, tuple[str, ...]]] = {
    0: ("sen", "snn"),
    1: ("sel", "sls"),
    2: ("rab", "rbu"),
    3: ("kam", "kms"),
    4: ("jum", "jmt"),
    5: ("sab", "sbt"),
    6: ("min", "mgg", "mng", "ahd"),
}

MARKET_DAYS: Final = ("pon", "wage", "kliwon", "legi", "pahing", "paing", "manis")
"""The Javanese five-day week, printed after the weekday (`Kamis Pahing`)."""

HIJRI_MONTHS: Final = (
    "muharam", "muharram", "safar", "shafar",
    "rabiul awal", "rabiul awwal", "rabi'ul awal", "rabi'ul awwal", "rabiulawal",
    "rabiul akhir", "rabi'ul akhir", "rabiulakhir", "rabiul tsani", "rabi'ul tsani", "rabiuts tsani",
    "jumadil awal", "jumadil awwal", "jumadal ula", "jumadil ula", "jumadilawal",
    "jumadil akhir", "jumadal akhirah", "jumadil tsani", "jumadilakhir",
    "rajab", "syaban", "sya'ban", "sya ban", "ramadan", "ramadhan", "ramadlan", "romadhon",
    "syawal", "syawwal",
    "zulkaidah", "dzulkaidah", "dzulqa'dah", "dzulqadah", "dzulqaidah", "zulqaidah", "zulkaedah",
    "zulhijah", "zulhijjah", "dzulhijjah", "dzulhijah",
)  # fmt: skip
"""Islamic months: a day with one of them is recognised and not read as a Gregorian date."""

_ONES: Final = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")

NUMERALS: Final[dict[str, int]] = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{f"{word} belas": 10 + number for number, word in enumerate(_ONES[1:], 2)},
    **{f"{word} puluh": 10 * number for number, word in enumerate(_ONES[1:], 2)},
    **{
        f"{tens} puluh {one}": 10 * t + o
        for t, tens in enumerate(_ONES[1:4], 2)
        for o, one in enumerate(_ONES, 1)
    },
    **{"sepuluh": 10, "sebelas": 11, "a": 1, "an": 1, "one": 1},
}
"""Numbers in words: one to ninety by tens, every day of a month among them."""

HOURS: Final[dict[str, int]] = {word: NUMERALS[word] for word in (*_ONES, "sepuluh", "sebelas", "dua belas")}
"""Hours said in words: `pukul tiga sore`; `setengah tiga` is half past two."""

UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(("detik", "dtk", "second", "seconds", "sec", "secs"), "second"),
    **dict.fromkeys(("menit", "mnt", "minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("jam", "hour", "hours", "hr", "hrs"), "hour"),
    **dict.fromkeys(("hari", "day", "days"), "day"),
    **dict.fromkeys(("minggu", "pekan", "week", "weeks"), "week"),
    **dict.fromkeys(("bulan", "bln", "month", "months"), "month"),
    **dict.fromkeys(("tahun", "thn", "year", "years"), "year"),
}

DAYPARTS: Final[dict[str, str]] = {
    "dini hari": "night", "dinihari": "night", "subuh": "morning", "pagi hari": "morning", "pagi": "morning",
    "siang hari": "noon", "siang": "noon", "sore hari": "evening", "sore": "evening", "petang": "evening",
    "malam hari": "late", "malam": "late",
}  # fmt: skip

_PARTS_GONE: Final = ("pagi", "siang", "sore", "petang", "subuh", "dini hari", "dinihari")
_PARTS_TO_COME: Final = ("malam", "sore", "siang", "petang")

ENGLISH_DEICTICS: Final[dict[str, tuple[str, int]]] = {
    "today": ("day", 0), "tonight": ("day", 0), "yesterday": ("day", -1), "last night": ("day", -1),
    "tomorrow": ("day", 1),
    **{
        f"{way} {unit}": (unit, amount)
        for unit in ("week", "month", "year")
        for way, amount in (("last", -1), ("this", 0), ("next", 1))
    },
}  # fmt: skip
"""They stand for a day only on a line of their own."""

DEICTICS: Final[dict[str, tuple[str, int]]] = {
    **ENGLISH_DEICTICS,
    "hari ini": ("day", 0),
    **dict.fromkeys((f"tadi {part}" for part in _PARTS_GONE), ("day", 0)),
    **dict.fromkeys((f"{part} tadi" for part in _PARTS_GONE), ("day", 0)),
    **dict.fromkeys((f"{part} ini" for part in (*_PARTS_GONE, "malam")), ("day", 0)),
    **dict.fromkeys((f"{part} nanti" for part in _PARTS_TO_COME), ("day", 0)),
    **dict.fromkeys((f"nanti {part}" for part in _PARTS_TO_COME), ("day", 0)),
    **dict.fromkeys(("kemarin", "kemaren", "kmrn", "hari kemarin"), ("day", -1)),
    **dict.fromkeys(("semalam", "tadi malam", "malam tadi"), ("day", -1)),
    **dict.fromkeys(("kemarin lusa", "kemarin dulu"), ("day", -2)),
    **dict.fromkeys(("besok", "esok", "esok hari", "hari esok"), ("day", 1)),
    **dict.fromkeys(("lusa", "besok lusa", "esok lusa"), ("day", 2)),
    **{
        f"{word} {way}": (unit, amount)
        for word, unit in (("minggu", "week"), ("pekan", "week"), ("bulan", "month"), ("tahun", "year"))
        for way, amount in (
            ("lalu", -1), ("yang lalu", -1), ("kemarin", -1), ("silam", -1),
            ("ini", 0),
            ("depan", 1), ("mendatang", 1),
        )
    },
}  # fmt: skip
"""Words that point from the publication day: unit and how many of it. A night that has just passed is
the evening of the day before."""

CUES: Final[dict[str, int]] = {
    "lalu": -1, "yang lalu": -1, "yg lalu": -1, "silam": -1, "kemarin": -1, "kemaren": -1, "kmrn": -1,
    "tadi": 0, "ini": 0, "mendatang": 1, "depan": 1, "nanti": 1, "besok": 1, "esok": 1,
    "akan datang": 1, "yang akan datang": 1, "yad": 1,
}  # fmt: skip
"""Words after a date or weekday that tell the past (-1), this one (0) or the future (1)."""

ZONE_LABELS: Final[dict[str, int]] = {
    "wib": 420, "wita": 480, "wit": 540,
    "waktu indonesia barat": 420, "waktu indonesia tengah": 480, "waktu indonesia timur": 540,
    "waktu indonesia bagian barat": 420, "waktu indonesia bagian tengah": 480,
    "waktu indonesia bagian timur": 540, "w.i.b": 420, "w.i.t.a": 480, "w.i.t": 540,
}  # fmt: skip
"""Minutes east of UTC. Indonesia has had three zones without summer time since 1988."""
