"""Folds text for matching: ignores case, accents, apostrophes and punctuation.

A folded text is its words, each between two spaces: ` banjir di jalan soekarno hatta `. A word, a phrase or
a prefix is then found by one substring search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BREAK = "\n"
"""Separates two texts of one field, e.g. two paragraphs: no phrase matches across it."""

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_APOSTROPHES = "’‘ʼ´′‛ʻ＇"
_APOSTROPHE = re.compile("(?<=[^\\W_])['`](?=[^\\W_])")
"""Apostrophes within a word, as in Jum'at and Qur'an, which are also spelt without."""

_INVISIBLE = ("Mn", "Me", "Cf")
"""Unicode categories of combining accents, and of soft hyphens and zero-width characters."""


def fold(text: str) -> str:
    """Return the words of the text in lower case without accents, each between two spaces; may be empty."""
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


@lru_cache(maxsize=4096)  # the same few dashes, quotes and letters recur
def _fold_run(run: str) -> str:
    """Fold a run of non-ASCII characters: case, accents and compatibility forms."""
    for apostrophe in _APOSTROPHES:
        run = run.replace(apostrophe, "'")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    return "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE)


def fold_all(texts: Iterable[str | None]) -> str:
    """Return the folded texts, joined so that no phrase matches across two of them."""
    return BREAK.join(filter(None, (fold(text) for text in texts if text)))
