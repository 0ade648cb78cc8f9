"""Splits text into words, several times faster than a regular expression.

Most words are separated by spaces and a few marks; only pieces with other characters go to the pattern.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = ".,\"“”()-/:;?!’'‘–—…*%&[]+|@#="
"""Common separators of words besides a space, most frequent first."""


def words(text: str) -> list[str]:
    r"""Return every match of `\w+`, in order."""
    pieces = _pieces(text)
    if "".join(pieces).isalnum():
        return pieces
    found: list[str] = []
    for piece in pieces:
        if piece.isalnum():
            found.append(piece)
        else:
            found += _WORD.findall(piece)
    return found


def letter_words(text: str) -> list[str]:
    """Return every run of letters, in order, without digits."""
    found: list[str] = []
    for piece in _pieces(text):
        if piece.isalpha():
            found.append(piece)
        else:
            found += _LETTERS.findall(piece)
    return found


def _pieces(text: str) -> list[str]:
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.split()
