"""Folds text for matching: case, accents, apostrophes and punctuation make no difference.

A folded text is its words, each between two spaces: ` banjir di jalan soekarno hatta `. A word, a phrase or
the beginning of a word is then found by one search for a substring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BREAK = "\n"
"""Stands between two texts of one field, e.g. two paragraphs: no phrase reaches over it."""

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_APOSTROPHES = "’‘ʼ´′‛ʻ＇"
_APOSTROPHE = re.compile("(?<=[^\\W_])['`](?=[^\\W_])")
"""Inside a word, as in Jum'at and Qur'an, which are spelt without it as well."""

_INVISIBLE = ("Mn", "Me", "Cf")
"""Categories of accents that stand alone, and of soft hyphens and marks without width."""


def fold(text: str) -> str:
    """Return the words of the text in lower case without accents, each between two spaces; or nothing."""
    if not text.isascii():
        text = _NOT_ASCII.sub(_fold_match, text)
    pattern = _ASCII_WORD if text.isascii() else _WORD
    text = text.lower()
    if "'" in text or "`" in text:
        text = _APOSTROPHE.sub("", text)
    found = pattern.findall(text)
    return f" {' '.join(found)} " if found else ""


def _fold_match(match: re.Match[str]) -> str:
    return _fold_run(match[0]) if len(match[0]) < 32 else _fold_run.__wrapped__(match[0])


@lru_cache(maxsize=4096)  # the same few dashes, quotes and letters come again and again
def _fold_run(run: str) -> str:
    """A run of characters beyond ASCII without case, accents and compatibility forms."""
    for apostrophe in _APOSTROPHES:
        run = run.replace(apostrophe, "'")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    return "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE)


def fold_all(texts: Iterable[str | None]) -> str:
    """Return the folded texts, so joined that no phrase reaches from one into the next."""
    return BREAK.join(filter(None, (fold(text) for text in texts if text)))
