"""The tables of facts turned round: from a word to what it means, and patterns for any word of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from crawler.dates import facts


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, written as a trie so that a miss is cheap."""
    branches: dict[str, list[str]] = {}
    optional = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            optional = True
    joined = "|".join(
        (r"\s{1,2}" if head == " " else re.escape(head)) + any_of(rest) for head, rest in branches.items()
    )
    return f"(?:{joined}){'?' if optional else ''}" if len(branches) > 1 or (optional and joined) else joined


def meanings(table: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    """`{"januari": 1, ...}` from `{1: ("januari", ...)}`."""
    return {word: number for number, words in table.items() for word in words}


def spaced(text: str) -> str:
    """A matched phrase with single spaces, as the tables have it."""
    return " ".join(text.split())


MONTH_BY_NAME: Final = meanings(facts.MONTH_NAMES)
MONTHS: Final = MONTH_BY_NAME | meanings(facts.MONTH_ABBREVIATIONS)
ENGLISH_DAYS: Final = meanings(facts.ENGLISH_WEEKDAYS)
WEEKDAY_BY_NAME: Final = meanings(facts.WEEKDAY_NAMES)
WEEKDAYS: Final = WEEKDAY_BY_NAME | meanings(facts.WEEKDAY_ABBREVIATIONS) | ENGLISH_DAYS


def weekday_number(text: str) -> int:
    """The weekday (Monday 0) that a matched word names; within `jum at` any white space may stand."""
    found = WEEKDAYS.get(text)
    return WEEKDAYS[spaced(text)] if found is None else found


DIGITS: Final = frozenset("0123456789")
