"""Rewrite dates whose month the grammar does not know: misspellings, other languages, other scripts.

`3 Februai 2022` becomes `3 februari 2022`, `12. März 2020` becomes `12 maret 2020`, `2019年2月22日` becomes
`22 februari 2019`. Examines only words between a day and a year: only a month can be there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import Final, NamedTuple

from crawler.dates import calendar_words
from crawler.dates.vocabulary import MONTH_BY_NAME, MONTHS, any_of

MISPRINT: Final = "malformed"
"""The flag of a date whose month is misspelt."""
FOREIGN: Final = "foreign"
"""The flag of a date that is printed in another language."""

_LANGUAGES: Final = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hr", "hu", "it", "nb", "nl", "pl", "pt",
    "ro", "ru", "sk", "sl", "sv", "tr", "uk",
)  # fmt: skip
"""Languages whose month names are taken from dateparser's tables."""
_NUMBERS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_NAMES: Final = {name: number for name, number in MONTH_BY_NAME.items() if len(name) > 3} | {"agosto": 8}
_VOWELS: Final = re.compile("[aeiou]")
_MAX_EDITS: Final = 50
"""Misspelt months that are corrected in one text."""
_MIN_MISPRINT: Final = 4
"""Letters of a word that may be a misspelt month: three letters are near to too many words."""

_WORD: Final = r"(?P<word>[^\W\d_]{3,12})"
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_BETWEEN: Final = r"[\s.,/-]{1,3}(?:(?:de[l]?|di|of)\s)?"
_KNOWN: Final = rf"(?!(?:{any_of(MONTHS)})(?![^\W\d_]))"
_MISPRINT: Final = re.compile(
    rf"(?<![\d.,/:-]){_DAY}[\s.,/-]{{1,3}}{_KNOWN}{_WORD}[\s.,/-]{{1,3}}{_YEAR}", re.ASCII
)
_CLOCK: Final = (
    r"(?:[\s,|•-]{1,3}(?:(?:um|à|a las|às|alle|kl\.?|om|o)\s)?"
    r"(?P<hour>[01]?\d|2[0-3])\s?[:h.]\s?(?P<minute>[0-5]\d)(?!\d))?"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\d.,/:-]){_DAY}(?:\.|er|º|°|ª|:?e)?{_BETWEEN}(?:[^\W\d_]{{3,12}}\s/\s)?{_WORD}{_BETWEEN}{_YEAR}{_CLOCK}",
        rf"(?<![^\W\d_]){_WORD}\.?\s{_DAY}(?:st|nd|rd|th)?[\s,.]{{1,3}}{_YEAR}{_CLOCK}",
        rf"(?<!\d){_YEAR}[\s.,]{{1,3}}{_WORD}\.?\s{_DAY}(?!\d){_CLOCK}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>1[0-2]|0?[1-9])\s?[月월]\s?"
        r"(?P<day>3[01]|[12]\d|0?[1-9])\s?[日일](?:[\s(（]{0,2}[^\W\d_]{1,3}[)）]?)?"
        r"(?:\s{0,2}(?P<hour>[01]?\d|2[0-3])\s?[:：時时시]\s?(?P<minute>[0-5]\d)(?!\d))?",
    )
)
_DIGITS: Final = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९")}

_ALEF: Final = dict.fromkeys(map(ord, "أإآ"), "ا")


class Rewritten(NamedTuple):
    """A text with its dates rewritten in the grammar's words.

    `edits` are the replacements: start and end in the original text, and the length of the replacement.
    """

    text: str
    edits: tuple[tuple[int, int, int], ...]

    def original(self, offset: int, *, at_end: bool = False) -> int:
        """Map an offset in `text` to the original; inside a replacement, to its start or end."""
        shift = 0
        for start, end, length in self.edits:
            if offset - shift <= start:
                break
            if offset - shift < start + length:
                return end if at_end else start
            shift += length - (end - start)
        return offset - shift

    def changed(self, start: int, end: int) -> bool:
        """Whether a span of the original text contains a replacement."""
        return any(first < end and last > start for first, last, _ in self.edits)


def correct_misprints(low: str) -> Rewritten | None:
    """The folded text with its misspelt months corrected; None if there are none.

    A word counts as a misspelt month if adding, removing, swapping or replacing one letter gives a month,
    or if only its vowels differ, and no other month is equally near.
    """
    if "20" not in low and "19" not in low:
        return None
    pieces: list[str] = []
    edits: list[tuple[int, int, int]] = []
    kept = 0
    for match in _MISPRINT.finditer(low):
        number = _misspelt(match["word"])
        if number is None:
            continue
        start, end = match.span("word")
        name = calendar_words.MONTH_NAMES[number][0]
        pieces += low[kept:start], name
        edits.append((start, end, len(name)))
        kept = end
        if len(edits) == _MAX_EDITS:
            break
    return Rewritten("".join(pieces) + low[kept:], tuple(edits)) if edits else None


def translate(line: str) -> Rewritten | None:
    """Translate a line with a date in another language or script to Indonesian; None without such a date."""
    plain = line.translate(_DIGITS) if not line.isascii() else line
    low = plain.lower()
    if len(low) != len(plain):
        return None
    for form in _FORMS:
        for match in form.finditer(low):
            parts = match.groupdict()
            number = int(parts["month"]) if "month" in parts else _foreign_month(parts["word"])
            if number is None:
                continue
            text = f"{parts['day']} {calendar_words.MONTH_NAMES[number][0]} {parts['year']}"
            if parts.get("hour"):
                text += f" {parts['hour']}:{parts['minute']}"
            start, end = match.span()
            return Rewritten(plain[:start] + text + plain[end:], ((start, end, len(text)),))
    return None


@lru_cache(maxsize=512)
def _misspelt(word: str) -> int | None:
    if len(word) < _MIN_MISPRINT:
        return None
    names = [
        (name, number) for name, number in _NAMES.items() if name[0] == word[0] or name[1:3] == word[1:3]
    ]
    near = {number for name, number in names if _is_near(word, name)}
    near = near or {number for name, number in names if _skeleton(word) == _skeleton(name)}
    return near.pop() if len(near) == 1 else None


def _skeleton(word: str) -> str:
    """The consonants of a word; empty if too few to identify a month."""
    found = _VOWELS.sub("", word)
    return found if len(found) > 2 else word


def _is_near(word: str, name: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns `word` into `name`."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return word == name
    head = next(
        (i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    rest, other = word[head:], name[head:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(rest) > len(other) else rest == other[1:]


def _foreign_month(word: str) -> int | None:
    return None if word in MONTHS else _foreign_months().get(word.translate(_ALEF))


@cache
def _foreign_months() -> dict[str, int]:
    """Month names and abbreviations of all languages that denote the same month in each of them."""
    meanings: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        # Heavy import, needed for foreign pages only.
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, key in enumerate(_NUMBERS, 1):
            for name in info.get(key, ()):
                meanings.setdefault(name.lower().rstrip(".").translate(_ALEF), set()).add(number)
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1 and len(name) > 2}
