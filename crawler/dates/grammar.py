"""The grammar of Indonesian dates: regular expressions built from the lookup tables.

Every pattern matches folded text (`crawler.dates.casefolding`) at a given position and is bounded in
length, so that matching costs a constant per position.

- `ANCHOR` finds where a date can begin; `re` skips the rest of the text.
- `CLOCK`, `NUMBER` and `WORD` match one item there; the matching group names its form.
- `GLUE` matches the separators between two items of one date.
"""

from __future__ import annotations

import re
from typing import Final

from crawler.dates import calendar_words
from crawler.dates.vocabulary import MONTH_BY_NAME, MONTHS, WEEKDAYS, any_of, trie

_END: Final = r"(?![a-z])"
_MONTH: Final = rf"{any_of(MONTHS)}(?![a-z]|-an{_END})"
_MONTH_NAME: Final = rf"{any_of(MONTH_BY_NAME)}(?![a-z']|-an{_END})"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_PART: Final = any_of(calendar_words.DAYPARTS)
_NUMERAL: Final = rf"(?:[0-9]{{1,3}}(?![0-9.,])|{any_of(calendar_words.NUMERALS)}{_END})"
_UNIT: Final = rf"{any_of(calendar_words.UNITS)}{_END}"

RANGE_WORD: Final = r"(?:s\.?/?d\.?|sampai(?:\s(?:dengan|ke))?|hingga|to|until|till?)"
LIST_WORD: Final = r"(?:dan|serta|maupun|and|&)"
_LINK: Final = (
    rf"(?:\s?(?:-{{1,2}}|,\s?(?:{LIST_WORD}\s)?|&)\s?|\s{{1,2}}(?:{RANGE_WORD}|{LIST_WORD})\s{{1,2}}|\s?s/d)"
)
_DAYS: Final = rf"(?:{_DAY}(?:{_LINK}\s?(?:tanggal\s|tgl\.?\s)?{_DAY}){{0,9}}+)"
"""The days of one month: `17`, `3-5`, `3 s/d 5`, `14, 15, dan 16`."""

# 14.30 | pukul 09:00 wita | 6:14 am | jam 9 pagi | 09:10:11+07:00
_ZONE: Final = (
    rf"(?:\s?[|,]?\s?[(\[]?(?P<label>{any_of(calendar_words.ZONE_LABELS)}){_END}[)\]]?"
    r"|\s?\(?(?P<offset>(?:utc|gmt)(?:\s?[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)?"
    r"|[+-][0-9]{2}:?[0-9]{2}(?![0-9])|\+[0-9]{2}(?![0-9:])|z)(?![a-z])\)?)"
)
_CLOCK: Final = (
    r"(?P<clock>(?:(?P<oclock>pukul|pkl|pk|jam|at|@)(?:[\s.:]{1,3}|(?<=@))(?:(?:pukul|pkl|jam)[\s.:]{1,3})?)?"
    r"(?:(?P<hour>[01]?[0-9]|2[0-4])(?P<point>[:.h])(?P<minute>[0-5][0-9])"
    r"(?:[:.](?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?(?![0-9])(?![.:,/][0-9])"
    rf"|(?P<bare>[01]?[0-9]|2[0-4])(?![0-9.:,/-]|\s?{_MONTH}|\s(?:lewat|kurang|lebih))"
    rf"(?:(?=\s?(?:[ap]\.?m{_END}|{_PART}))|(?(oclock)|(?!)))"
    rf"|(?(oclock)|(?!))(?P<less>setengah\s)?(?P<spoken>{any_of(calendar_words.HOURS)})(?(less)|(?=\s{_PART})){_END})"
    rf"(?:\s?(?P<half>[ap])\.?m\.?{_END})?(?:\s(?P<part>{_PART}){_END})?{_ZONE}?)"
)

# 2022-11-17 | 2022/11/17 | 2022-11-17t09:00
_ISO: Final = (
    r"(?P<iso>(?P<iy>[12][0-9]{3})(?P<isep>[-/.])(?P<im>[0-9]{1,2})(?P=isep)(?P<id>[0-9]{1,2})(?![0-9]))"
)
# 17 November 2022 | 3-5 mei 2023 | 17-nop-22 | 17 nov '22 | 15 januari | 17 november 202 (misprint)
_YEAR: Final = (
    r"(?:\.?\s{0,2}[,/-]?\s{0,2}(?:tahun\s)?"
    r"(?:(?P<year>[0-9]{4})(?![0-9])|(?P<odd>[0-9]{3}|[0-9]{5})(?![0-9.,:]))"
    r"|\.?\s?'(?P<yy>[0-9]{2})(?![0-9])|[/-](?P<yy2>[0-9]{2})(?![0-9])|,?\s(?P<yy3>[0-9]{2})(?=\s*(?:$|[,|)•·-])|\s(?:[01]?[0-9]|2[0-3])[.:][0-5][0-9](?![0-9])))"
)
_NAMED: Final = (
    rf"(?P<named>(?P<days>{_DAYS})(?:\s?(?:st|nd|rd|th){_END})?[\s.,/-]{{0,3}}(?:bulan\s|of\s)?"
    rf"(?P<month>{_MONTH})(?:{_YEAR}|\.(?=\s?[,|(-]))?)"
)
# 2021, 16 november | 2021 november 16: followed by a line's end or its time
_YEAR_FIRST: Final = (
    rf"(?P<yearfirst>(?P<ay>[12][0-9]{{3}}),?\s(?:(?P<ad>{_DAY})\s(?P<am>{_MONTH})"
    rf"|(?P<ym>{_MONTH})\s(?P<yd>{_DAY}))(?=\s?(?:\Z|[\n|]|[0-2]?[0-9][.:][0-5]|pukul)))"
)
# 17-viii-2022 | 17 viii 2022
_ROMAN: Final = (
    rf"(?P<roman>(?P<rd>{_DAY})(?P<rsep>\s?-\s?|\s)(?P<rm>{any_of(calendar_words.ROMAN_MONTHS)})(?P=rsep)"
    r"(?P<ry>[12][0-9]{3})(?![0-9]|[/.-][0-9]))"
)
# 22 rabiul akhir 1444 h
_HIJRI: Final = (
    rf"(?P<hijri>[0-9]{{1,2}}\s?(?:-\s?[0-9]{{1,2}}\s)?{any_of(calendar_words.HIJRI_MONTHS)}{_END}"
    rf"(?:[\s,]{{1,2}}1[0-9]{{3}}(?![0-9]))?(?:\s?(?:h|hijriah|hijriyah){_END})?)"
)
# 17/11/2022 | 17.11.22 | 17-11-'22 | 17 - 11 - 2022
_DMY: Final = (
    r"(?P<dmy>(?P<nd>[0-9]{1,2})(?P<s1>\s?)(?P<nsep>[/.-])(?P<s2>\s?)(?P<nm>[0-9]{1,2})(?P=s1)(?P=nsep)(?P=s2)"
    r"'?(?P<ny>[0-9]{4}|[0-9]{2})(?![0-9])(?!(?P=nsep)[0-9])(?![./][0-9])(?!,[0-9]{2}(?![0-9.:])))"
)
# 14-16/11/2022 | 12 dan 13/11
_SPAN: Final = (
    rf"(?P<span>(?P<sdays>{_DAY}(?:{_LINK}{_DAY}){{1,9}}+)\s?(?P<ssep>[/.])\s?(?P<sm>[0-9]{{1,2}})"
    r"(?:\s?(?P=ssep)\s?(?P<sy>[0-9]{4}|[0-9]{2}))?(?![0-9])(?![./,][0-9]))"
)
# 9 menit lalu | 1 jam 20 menit yang lalu | 3 days ago | 2 hari lagi
_AGO: Final = (
    rf"(?P<ago>(?:(?P<n1>{_NUMERAL})\s?(?P<u1>{_UNIT})(?:\s(?:dan\s|lebih\s)?(?P<n2>{_NUMERAL})\s(?P<u2>{_UNIT}))?"
    r"|se(?P<one>detik|menit|jam|hari|minggu|pekan|bulan|tahun)|setengah\s(?P<half_of>jam))"
    rf"\s(?:(?:yang|yg)\s)?(?P<way>lalu|silam|lagi|ago|before){_END})"
)
# 25/072019 | 26.03/2022 | 2/6/ 2019 | 4/11/205 | 16//11/2022
_BENT: Final = (
    r"(?P<bent>(?P<bd>[0-9]{1,2})\s?[/.-]{1,2}\s?(?P<bm>[0-9]{2}|[0-9](?=\s?[/.-]))\s?[/.-]{0,2}\s?"
    r"(?P<by>[0-9]{3,5})(?![0-9])(?![./,:-][0-9]))"
)
# 22/3 | 16-11
_DM: Final = (
    r"(?P<dm>(?P<dd>[0-9]{1,2})\s?(?P<dsep>[/.-])\s?(?P<dmm>[0-9]{1,2})(?![0-9%])(?!(?P=dsep)'?[0-9])"
    r"(?![/.,][0-9]))"
)
# 17 11 2022
_SPACED: Final = r"(?P<spaced>(?P<pd>[0-9]{1,2})\s(?P<pm>[0-9]{1,2})\s(?P<py>(?:19|20)[0-9]{2})(?![0-9]))"
# (Senin) 14 - Rabu 16 November: the month follows later
_BARE_DAY: Final = rf"(?P<bareday>{_DAY})(?![.:,/-][0-9]|%)"

# November 17, 2022 | nov 17th 2022
_MDY: Final = (
    rf"(?P<mdy>(?P<m1>{any_of(MONTHS)})[.,]?\s{{0,2}}(?P<md>[0-9]{{1,2}})(?:st|nd|rd|th)?\s?[,.]?\s{{0,2}}"
    r"(?P<my>[0-9]{4})(?![0-9]))"
)
# November 2022 | nov '22
_MONTH_OF_YEAR: Final = (
    rf"(?P<monthyear>(?P<m2>{any_of(MONTHS)})(?:\.?[\s,/-]{{0,2}}(?:tahun\s)?(?P<yy1>[0-9]{{4}})"
    r"|\.?\s?'(?P<y2>[0-9]{2}))(?![0-9]))"
)
# bulan oktober | awal oktober | oktober lalu | januari - (maret 2022)
_MONTH_ALONE: Final = (
    r"(?P<led>(?<=bulan\s)|(?<=awal\s)|(?<=akhir\s)|(?<=medio\s)|(?<=pertengahan\s))?"
    rf"{_MONTH_NAME}(?(led)|(?=\s{{1,2}}(?:{any_of(calendar_words.CUES)}|tahun\s(?:lalu|ini|depan)){_END}"
    rf"|(?:\s?-{{1,2}}\s?|\s{RANGE_WORD}\s){_MONTH_NAME}))"
)
# tujuh belas agustus 1945 | tujuh belas bulan november tahun dua ribu dua puluh dua
_WORDED: Final = (
    rf"(?P<worded>(?P<wd>{any_of(calendar_words.NUMERALS)})\s(?:bulan\s)?(?P<wm>{_MONTH_NAME})"
    rf"(?:\s(?:tahun\s)?(?:(?P<wy>[0-9]{{4}})(?![0-9])|dua\sribu(?:\s(?P<wyy>{any_of(calendar_words.NUMERALS)}){_END})?))?)"
)

_WEEKDAY: Final = (
    rf"(?P<weekday>{any_of(WEEKDAYS)})(?![a-z'])(?:\.(?=\s?[(,0-9]))?"
    rf"(?:\s(?:{any_of(calendar_words.MARKET_DAYS)}){_END}|\s\((?:{any_of(calendar_words.MARKET_DAYS)})\))?"
)
_GAP: Final = r"[^\w.?!\"“”%$+']"
_CUE: Final = any_of(calendar_words.CUES.keys() - calendar_words.DEICTICS.keys())
_NO_NUMBER_AFTER: Final = r"(?![0-9%])(?![/.,-]'?[0-9])(?!\s?[/.-]{0,2}\s?[0-9]{3})"
STAMP: Final = re.compile(
    rf"(?:{_WEEKDAY}{_GAP}{{1,3}})?"
    rf"(?:(?P<d>{_DAY})[ -](?P<m>{_MONTH})\.?[ -](?P<y>[0-9]{{4}})(?![0-9])"
    r"|(?P<nd>[0-9]{1,2})(?P<nsep>[/.-])(?P<nm>[0-9]{1,2})"
    rf"(?:(?P=nsep)(?P<ny>[0-9]{{4}})(?![0-9])(?![/.-][0-9]|,[0-9]{{2}})|(?(weekday){_NO_NUMBER_AFTER}|(?!)))"
    rf"|{_ISO}|{_MDY})"
    rf"(?:(?:{_GAP}{{1,4}}|(?(iy)t|(?!)))(?=[0-9pj@a]){_CLOCK}"
    rf"|[ )\]]{{1,2}}(?:{_PART}|(?P<cue>{_CUE})){_END})?"
)
"""The usual forms whole: `kamis, 17 november 2022 | 14:05 wib`, `rabu (16/11) sore`, `2022-11-17 09:00`."""

CLOCK: Final = re.compile(_CLOCK)
"""Read where a colon follows the first digits: nothing else looks so."""

NUMBER: Final = re.compile(
    rf"{_ISO}(?:t(?=[0-9]{{2}}:))?|"
    + "|".join(
        (_YEAR_FIRST, _NAMED, _ROMAN, _HIJRI, _DMY, _SPAN, _AGO, _BENT, _CLOCK, _DM, _SPACED, _BARE_DAY)
    )
)
"""Read where a digit stands."""

WORD: Final = re.compile(
    "|".join((
        _MDY, _MONTH_OF_YEAR, f"(?P<monthname>{_MONTH_ALONE})", _WORDED, _AGO,
        rf"(?P<weekend>akhir\s(?:pekan|minggu)(?:\s(?:ini|lalu|depan|kemarin))?){_END}",
        rf"(?P<deictic>{any_of(calendar_words.DEICTICS)})(?![a-z']|\s(?:suntuk|penuh){_END})",
        _WEEKDAY,
        r"(?P<yearword>tahun\s(?P<ty>[0-9]{4}))(?![0-9/]|-an|[.,-][0-9])",
        rf"(?P<daypart>{_PART}){_END}",
        rf"(?P<cue>{any_of(calendar_words.CUES)}){_END}",
        _CLOCK,
    ))
)  # fmt: skip
"""Read where a letter stands."""

_ONE_UNIT: Final = ("detik", "menit", "jam", "hari", "minggu", "pekan", "bulan", "tahun")
_WAY: Final = r"(?:yang|yg|lalu|silam|lagi|ago|before)"
_COUNTED: Final = (
    rf"{_UNIT}\s(?:{_WAY}|dan|lebih|[0-9]{{1,3}}(?![0-9.,])"
    rf"|{any_of({word.split()[0] for word in calendar_words.NUMERALS})}|{any_of(MONTH_BY_NAME)})"
)
"""A unit of time after which the phrase continues: `tiga bulan yang lalu`, not `tiga bulan terakhir`."""
_AFTER_NUMBER: Final = (
    r"[/:h-]\s?[0-9]|\.\s?(?![0-9]{3}(?![0-9]))[0-9]"  # 1.250: thousands
    rf"|\s{{1,2}}[/-]|\s[0-9]{{1,2}}\s[12][0-9]{{3}}|{_LINK}\s?(?:t|[0-9])"
    rf"|\s?[\s-]\s?{any_of(calendar_words.ROMAN_MONTHS)}\s?[\s-]"
    rf"|(?:st|nd|rd|th)?[\s.,/-]{{0,3}}(?:bulan\s|of\s)?(?:{any_of(MONTHS)}|{any_of(calendar_words.HIJRI_MONTHS)}){_END}"
    rf"|\s?(?:{_COUNTED}|[ap]\.?m|{_PART})"
)
_ANCHOR_WORDS: Final = (*WEEKDAYS, *calendar_words.DEICTICS, "akhir pekan", "akhir minggu")
_AFTER_MONTH: Final = (
    rf"[.,]?[\s,/-]{{0,2}}(?:tahun\s)?'?[0-9]|\s{{1,2}}(?:{any_of(calendar_words.CUES)}|tahun){_END}"
)
_COUNTS: Final = (*(f"se{unit}" for unit in _ONE_UNIT), "setengah jam")
_OCLOCK: Final = ("pukul", "pkl", "pk", "jam")
_BEGINNINGS: Final = {
    word[:3]
    for word in (
        *MONTHS,
        *_ANCHOR_WORDS,
        *_COUNTS,
        *_OCLOCK,
        *(f"{word} " for word in calendar_words.NUMERALS),
        "tahun",
    )
}
ANCHOR: Final = re.compile(
    r"[^a-z0-9_](?:[0-9](?<!\w[0-9])"
    rf"(?:(?<![0-9][./,:-][0-9])[0-9]{{0,3}}(?={_AFTER_NUMBER})|(?<=tanggal\s[0-9])|(?<=tgl\s[0-9]))"
    rf"|(?={trie(_BEGINNINGS)})(?<!\w)(?:"  # rejects most words with one test
    rf"{any_of(_ANCHOR_WORDS)}{_END}|{any_of(MONTHS)}(?={_AFTER_MONTH})|{_MONTH_ALONE}"
    rf"|{any_of(calendar_words.NUMERALS)}(?=\s{{1,2}}(?:{any_of(MONTH_BY_NAME)}|{_COUNTED}))"
    rf"|{any_of(_COUNTS)}(?=\s{_WAY})"
    rf"|{any_of(_OCLOCK)}(?=[\s.:]{{1,3}}(?:p|jam|setengah|[0-9]))"
    r"|(?<![0-9]\W)tahun(?=\s[0-9]{4})))"  # Nomor 23 Tahun 2021: a law
)
"""Begins one character before the word or number: so `re` goes from space to space without a look at the
letters between. Search it in a text with a space before."""

DAY_RUN: Final = re.compile(rf"{_DAY}(?:{_LINK}(?={_DAY})[0-9]{{1,2}})*+")
"""Day numbers in a row: where the first begins no date, none but the last can."""

_LEADING: Final = (
    r"hari(?!\s(?:ini|esok|kemarin))|bulan(?!\s(?:ini|lalu|depan|kemarin|silam|mendatang|yang))"
    r"|pada|tepatnya|tepat|sekitar|sekira|on|mulai|the|yakni|yaitu"
)
GLUE: Final = re.compile(
    rf"(?:\s(?:m|masehi){_END})?(?P<gap>{_GAP}{{0,8}})"
    rf"(?:(?P<join>{RANGE_WORD}|{LIST_WORD}){_END}[\s:]{{1,2}})?"
    rf"(?:(?P<tanggal>tanggal|tgl)[\s.:/]{{1,3}}|(?:{_LEADING})[\s:/,]{{1,2}}){{0,3}}"
)
"""Between two items: punctuation, a range or list word, and words that only lead to the next item."""
