"""Splits a query into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.query.errors import QueryError

Kind = Literal["(", ")", "AND", "OR", "NOT", "field", "word", "phrase", "end"]

QUOTES = '"“”„‟«»＂'
"""Straight quotes, and typographic ones of phones and word processors."""

_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_SPACE = re.compile(r"[\s\ufeff\u200b]+")
_FIELD = re.compile(r"([^\W\d_]+):")
_BARE = re.compile(rf"[^\s\ufeff\u200b(){QUOTES}]+")
_PHRASE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}])(\*?)")


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is the name of a field, or the text between the quotes of a phrase."""

    kind: Kind
    text: str
    position: int


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, the last of kind `end`. Raises QueryError for an unclosed quote."""
    position, after_field = 0, False
    while True:
        if space := _SPACE.match(query, position):
            position = space.end()
        if position >= len(query):
            yield Token("end", "", len(query))
            return
        for token, end in _at(query, position, after_field):
            yield token
            position, after_field = end, token.kind == "field"


def _at(query: str, position: int, after_field: bool) -> Iterator[tuple[Token, int]]:
    first = query[position]
    if first == "(" or first == ")":
        yield Token("(" if first == "(" else ")", first, position), position + 1
    elif first in QUOTES:
        phrase = _PHRASE.match(query, position)
        if phrase is None:
            raise QueryError(query, position, "this quote is never closed")
        yield Token("phrase", phrase[1] + phrase[3], position), phrase.end()
    elif first == "-" and query[position + 1 : position + 2].strip(" \t-"):  # -word, as in search engines
        yield Token("NOT", "-", position), position + 1
    elif (field := _FIELD.match(query, position)) and not after_field:
        yield Token("field", field[1], position), field.end()
    else:
        bare = _BARE.match(query, position)
        assert bare is not None, "neither space, bracket nor quote"
        kind = _OPERATORS.get(bare[0], "word")
        yield Token(kind, bare[0], position), bare.end()
