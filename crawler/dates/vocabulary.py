"""Inverse lookup tables: from a word to its meaning, and patterns that match any word of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from crawler.dates import calendar_words


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`, longest first, cheap to compile and to fail.

    First words with the same continuations share one pattern (`dua`, `tiga` and `empat`, each with
    `puluh satu` to `puluh sembilan`); the letters of words form a trie.
    """
    after: dict[str, set[str]] = {}
    for word in words:
        first, _, rest = word.partition(" ")
        after.setdefault(first, set()).add(rest)
    # If one first word begins another, the longer must be tried first: one trie for both.
    begun = {one for one in after for other in after if one != other and other.startswith(one)}
    mixed = {one for one in after if one in begun or any(one.startswith(other) for other in begun)}
    alike: dict[frozenset[str], list[str]] = {}
    for first in sorted(after.keys() - mixed):
        alike.setdefault(frozenset(after[first]), []).append(first)
    parts = [trie(firsts) + _followed(rests) for rests, firsts in alike.items()]
    if mixed:
        parts.append(trie(f"{first} {rest}".rstrip() for first in mixed for rest in after[first]))
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _followed(rests: frozenset[str]) -> str:
    """A pattern for the continuations of a first word: one of `rests`, optional if one of them is empty."""
    further = rests - {""}
    if not further:
        return ""
    pattern = r"\s{1,2}" + any_of(further)
    return f"(?:{pattern})?" if "" in rests else pattern


def trie(words: Iterable[str]) -> str:
    """A trie pattern for any of `words`; letters with equal continuations become one character class."""
    branches: dict[str, list[str]] = {}
    optional = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            optional = True
    heads: dict[tuple[str, bool], list[str]] = {}
    for head, rest in branches.items():
        tail = trie(rest)
        # White space may be two characters, so no character class can hold it.
        heads.setdefault((tail, head == " "), []).append(head)
    joined = "|".join(_letter(same) + rest for (rest, _), same in heads.items())
    if len(heads) == 1 and not optional:
        return joined
    return f"(?:{joined}){'?' if optional else ''}" if joined else ""


def _letter(letters: list[str]) -> str:
    if letters == [" "]:
        return r"\s{1,2}"
    return re.escape(letters[0]) if len(letters) == 1 else f"[{''.join(map(re.escape, letters))}]"


def meanings(table: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    """`{"januari": 1, ...}` from `{1: ("januari", ...)}`."""
    return {word: number for number, words in table.items() for word in words}


def spaced(text: str) -> str:
    """A matched phrase with single spaces, as in the tables."""
    return " ".join(text.split())


MONTH_BY_NAME: Final = meanings(calendar_words.MONTH_NAMES)
MONTHS: Final = MONTH_BY_NAME | meanings(calendar_words.MONTH_ABBREVIATIONS)
ENGLISH_DAYS: Final = meanings(calendar_words.ENGLISH_WEEKDAYS)
WEEKDAY_BY_NAME: Final = meanings(calendar_words.WEEKDAY_NAMES)
WEEKDAYS: Final = WEEKDAY_BY_NAME | meanings(calendar_words.WEEKDAY_ABBREVIATIONS) | ENGLISH_DAYS


def weekday_number(text: str) -> int:
    """The weekday (Monday 0) of a matched word; `jum at` may contain any white space."""
    found = WEEKDAYS.get(text)
    return WEEKDAYS[spaced(text)] if found is None else found


DIGITS: Final = frozenset("0123456789")
