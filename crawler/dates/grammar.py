"""The patterns of Indonesian dates, built from the tables of facts.

Every pattern reads folded text (`crawler.dates.folding`) from a given position, is bounded in length, and
so costs a constant per position: reading a text is linear in its length.

- `ANCHOR` finds where a date may begin; everything else in a text is skipped at the speed of `re`.
- `NUMBER` and `WORD` read one item there: a date, a weekday, a clock time, a deictic word ...
- `GLUE` reads what may stand between two items of one date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from crawler.dates import facts


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, written as a trie so that a miss is cheap."""
    branches: dict[str, list[str]] = {}
    optional = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            optional = True
    if not branches:
        return ""
    joined = "|".join(
        (r"\s{1,2}" if head == " " else re.escape(head)) + _any_of(rest) for head, rest in branches.items()
    )
    return f"(?:{joined}){'?' if optional else ''}" if len(branches) > 1 or optional else joined


def _index(table: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    return {word: number for number, words in table.items() for word in words}


MONTH_BY_NAME: Final = _index(facts.MONTH_NAMES)
MONTHS: Final = MONTH_BY_NAME | _index(facts.MONTH_ABBREVIATIONS)
ENGLISH_DAYS: Final = _index(facts.ENGLISH_WEEKDAYS)
WEEKDAY_BY_NAME: Final = _index(facts.WEEKDAY_NAMES)
WEEKDAYS: Final = WEEKDAY_BY_NAME | _index(facts.WEEKDAY_ABBREVIATIONS) | ENGLISH_DAYS

MONTH: Final = _any_of(MONTHS)
DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
NUMERAL: Final = rf"(?:[0-9]{{1,3}}(?![0-9.,])|{_any_of(facts.NUMERALS)}(?![a-z]))"
UNIT: Final = rf"{_any_of(facts.UNITS)}(?![a-z])"
RANGE_WORD: Final = r"(?:s\.?/?d\.?|sampai(?:\s(?:dengan|ke))?|hingga|to|until|till?)"
LIST_WORD: Final = r"(?:dan|serta|maupun|and|&)"
_LINK: Final = (
    rf"(?:\s?(?:-{{1,2}}|,\s?(?:{LIST_WORD}\s)?|&)\s?|\s{{1,2}}(?:{RANGE_WORD}|{LIST_WORD})\s{{1,2}}|\s?s/d)"
)
"""What joins the day numbers of one month: `3-5`, `3 s/d 5`, `14, 15, dan 16`."""
_DAYS: Final = rf"(?:{DAY}(?:{_LINK}\s?(?:tanggal\s|tgl\.?\s)?{DAY}){{0,9}}+)"

ZONE: Final = (
    rf"(?:\s?[|,]?\s?[(\[]?(?P<label>{_any_of(facts.ZONE_LABELS)})(?![a-z])[)\]]?"
    r"|\s?(?P<offset>(?:utc|gmt)(?:\s?[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)?|[+-][0-9]{2}:?[0-9]{2}(?![0-9])|z)(?![a-z]))"
)
_PART: Final = _any_of(facts.DAYPARTS)
CLOCK: Final = (
    r"(?P<clock>(?:(?P<oclock>pukul|pkl|jam|at|@)(?:[\s.:]{1,3}|(?<=@))(?:(?:pukul|pkl|jam)[\s.:]{1,3})?)?"
    r"(?:(?P<hour>[01]?[0-9]|2[0-4])(?P<point>[:.h])(?P<minute>[0-5][0-9])"
    r"(?:[:.](?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?(?![0-9])(?![.:,/][0-9])"
    rf"|(?P<bare>[01]?[0-9]|2[0-4])(?![0-9.:,/-])(?=\s?(?:[ap]\.?m(?![a-z])|{_PART})|(?(oclock)|(?!))))"
    rf"(?:\s?(?P<half>[ap])\.?m\.?(?![a-z]))?(?:\s(?P<part>{_PART})(?![a-z]))?{ZONE}?)"
)
"""`14.30`, `pukul 09:00 wita`, `6:14 am`, `jam 9 pagi`, `09:10:11+07:00`."""

_YEAR: Final = (
    r"(?:\.?(?:\s{0,2}[,/-]?\s{0,2})(?:tahun\s)?(?:(?P<year>[0-9]{4})(?![0-9])|(?P<odd>[0-9]{3}|[0-9]{5})(?![0-9.,:]))"
    r"|\s?'(?P<yy>[0-9]{2})(?![0-9])|[/-](?P<yy2>[0-9]{2})(?![0-9])|,?\s(?P<yy3>[0-9]{2})(?=\s*(?:$|[,|)•·-])))"
)

NUMBER: Final = re.compile(
    # 2022-11-17, 2022/11/17, also with a T before the time
    r"(?P<iso>(?P<iy>[12][0-9]{3})(?P<isep>[-/.])(?P<im>[0-9]{1,2})(?P=isep)(?P<id>[0-9]{1,2})(?![0-9])(?:t(?=[0-9]{2}:))?)"
    # 17 November 2022, 3-5 Mei 2023, 17-Nop-22, 17 Nov '22
    rf"|(?P<named>(?P<days>{_DAYS})(?:\s?(?:st|nd|rd|th)(?![a-z]))?[\s.,/-]{{0,3}}(?:bulan\s|of\s)?(?P<month>{MONTH})(?![a-z]){_YEAR}?\.?)"
    # 22 Rabiul Akhir 1444 H
    rf"|(?P<hijri>[0-9]{{1,2}}\s?(?:-\s?[0-9]{{1,2}}\s)?(?:{_any_of(facts.HIJRI_MONTHS)})(?![a-z])(?:[\s,]{{1,2}}1[0-9]{{3}}(?![0-9]))?"
    r"(?:\s?(?:h|hijriah|hijriyah)(?![a-z]))?)"
    # 17/11/2022, 17.11.22, 17 - 11 - 2022
    r"|(?P<dmy>(?P<nd>[0-9]{1,2})(?P<s1>\s?)(?P<nsep>[/.-])(?P<s2>\s?)(?P<nm>[0-9]{1,2})(?P=s1)(?P=nsep)(?P=s2)"
    r"(?P<ny>[0-9]{4}|[0-9]{2})(?![0-9])(?!(?P=nsep)[0-9])(?![./][0-9])(?!,[0-9]{2}(?![0-9.:])))"
    # 14-16/11/2022, 12 dan 13/11
    rf"|(?P<span>(?P<sdays>{DAY}(?:{_LINK}{DAY}){{1,9}}+)\s?(?P<ssep>[/.])\s?(?P<sm>[0-9]{{1,2}})(?:\s?(?P=ssep)\s?(?P<sy>[0-9]{{4}}|[0-9]{{2}}))?"
    r"(?![0-9])(?![./,][0-9]))"
    # 9 menit lalu, 1 jam 20 menit yang lalu, 3 days ago, 2 hari lagi
    rf"|(?P<ago>(?P<n1>{NUMERAL})\s?(?P<u1>{UNIT})(?:\s(?:dan\s|lebih\s)?(?P<n2>{NUMERAL})\s(?P<u2>{UNIT}))?"
    r"\s(?:(?:yang|yg)\s)?(?P<way>lalu|silam|lagi|ago|kemarin|before)(?![a-z]))"
    # 25/072019, 26.03/2022, 2/6/ 2019, 4/11/205
    r"|(?P<bent>(?P<bd>[0-9]{1,2})\s?[/.-]\s?(?P<bm>[0-9]{2}|[0-9](?=\s?[/.-]))\s?[/.-]?\s?(?P<by>[0-9]{3,5})(?![0-9])(?![./,:-][0-9]))"
    rf"|{CLOCK}"
    # 22/3, 16-11
    r"|(?P<dm>(?P<dd>[0-9]{1,2})\s?(?P<dsep>[/.-])\s?(?P<dmm>[0-9]{1,2})(?![0-9%])(?!(?P=dsep)[0-9])(?![/.,][0-9]))"
    r"|(?P<spaced>(?P<pd>[0-9]{1,2})\s(?P<pm>[0-9]{1,2})\s(?P<py>(?:19|20)[0-9]{2})(?![0-9]))"
)

WORD: Final = re.compile(
    rf"(?P<mdy>(?P<m1>{MONTH})\.?\s{{0,2}}(?P<md>[0-9]{{1,2}})(?:st|nd|rd|th)?\s?[,.]?\s{{0,2}}(?P<my>[0-9]{{4}})(?![0-9]))"
    rf"|(?P<monthyear>(?P<m2>{MONTH})(?:\.?[\s,/-]{{0,2}}(?:tahun\s)?(?P<yy1>[0-9]{{4}})|\s?'(?P<y2>[0-9]{{2}}))(?![0-9]))"
    rf"|(?P<monthname>{_any_of(MONTH_BY_NAME)})(?![a-z'])"
    rf"|(?P<wordago>(?P<w1>{NUMERAL})\s(?P<wu1>{UNIT})(?:\s(?:dan\s|lebih\s)?(?P<w2>{NUMERAL})\s(?P<wu2>{UNIT}))?"
    r"\s(?:(?:yang|yg)\s)?(?P<wway>lalu|silam|lagi|ago)(?![a-z])"
    r"|(?:se(?P<se>detik|menit|jam|hari|minggu|pekan|bulan|tahun)|setengah\s(?P<setengah>jam))\s(?:(?:yang|yg)\s)?(?P<seway>lalu|silam|lagi)(?![a-z]))"
    r"|(?P<weekend>akhir\s(?:pekan|minggu)(?:\s(?:ini|lalu|depan|kemarin))?)(?![a-z])"
    rf"|(?P<deictic>{_any_of(facts.DEICTICS)})(?![a-z'])"
    rf"|(?P<weekday>{_any_of(WEEKDAYS)})(?![a-z'])(?:\.(?=\s?[,0-9]))?(?:\s(?:{_any_of(facts.MARKET_DAYS)})(?![a-z]))?"
    r"|(?P<yearword>tahun\s(?P<ty>[0-9]{4}))(?![0-9/]|-an|[.,-][0-9])"
    rf"|(?P<daypart>{_PART})(?![a-z])"
    rf"|(?P<cue>{_any_of(facts.CUES)})(?![a-z])"
    rf"|{CLOCK}"
)

_ONE_UNIT: Final = ("detik", "menit", "jam", "hari", "minggu", "pekan", "bulan", "tahun")
_ANCHOR_WORDS: Final = (
    *MONTHS, *WEEKDAYS, *facts.DEICTICS,
    *(word for word in facts.NUMERALS if word not in ("a", "an", "one")),
    *(f"se{unit}" for unit in _ONE_UNIT), "setengah jam",
    *(f"{one} {unit}" for unit in facts.UNITS for one in ("a", "an", "one")),
    "akhir pekan", "akhir minggu", "tahun", "pukul", "pkl", "jam",
)  # fmt: skip
ANCHOR: Final = re.compile(rf"\b(?:[0-9]+|{_any_of(_ANCHOR_WORDS)}(?![a-z]))")

GLUE: Final = re.compile(
    r"(?:\s(?:m|masehi)(?![a-z]))?(?P<gap>[^\w.?!\"“”%$+']{0,8})"
    rf"(?:(?P<join>{RANGE_WORD}|{LIST_WORD})(?![a-z])[\s:]{{1,2}})?"
    r"(?:(?P<tanggal>tanggal|tgl)[\s.:/]{1,3}|(?:hari(?!\s(?:ini|esok|kemarin))|bulan(?!\s(?:ini|lalu|depan|kemarin|silam|mendatang))"
    r"|pada|tepatnya|tepat|on|mulai|the|yakni|yaitu)[\s:/,]{1,2}){0,3}"
)
"""Between two items: punctuation, a range or list word, and words that only lead to the next item."""
