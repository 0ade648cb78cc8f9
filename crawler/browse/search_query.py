"""Translates the search field's input into a full-text query of SQLite (FTS5).

`taman kota` finds articles with both words, `"taman kota"` the phrase, `taman*` words with this prefix,
`-kota` articles without the word. Everything else is text: no input is a syntax error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))(\*?)')
WORD = re.compile(r"[^\W_]+")

MIN_PREFIX_LENGTH = 3
"""Minimum length of a prefix before `*`: shorter ones match too many words."""

MAX_TERMS = 20
LONGEST = 300
"""Maximum characters of a search."""


def fts_query(text: str, labels: Iterable[str] = ()) -> str | None:
    """The query for this search among articles with all `labels`; None if it has no words.

    Words of `text` are quoted, so FTS5 reads none as an operator.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word, star in TERM.findall(text[:LONGEST])[:MAX_TERMS]:
        words = WORD.findall(phrase or word)
        if not words:
            continue
        is_prefix = bool(star or word.endswith("*")) and len(words[-1]) >= MIN_PREFIX_LENGTH
        term = f'"{" ".join(words)}"' + ("*" if is_prefix else "")
        (unwanted if minus else wanted).append(term)
    if not wanted:
        return None
    query = "{title body} : (" + " AND ".join(wanted) + ")"
    for one in labels:
        query += f' AND labels : "{one}"'
    for term in unwanted:
        query = f"({query}) NOT {{title body}} : ({term})"
    return query
