"""One gate for strings from outside: what may enter a database, a log, a file or an HTTP header.

Servers fill headers, URLs, feeds, API values and pages with anything. PostgreSQL rejects NUL, UTF-8 cannot
encode lone surrogates, terminals obey control characters, and a header must not contain any of them.
"""

from __future__ import annotations

import re

UNSAFE_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters without meaning in text that databases, terminals or readers reject or interpret: control
characters, marks that change the direction of text, and lone surrogates. Replaced by U+FFFD, so that offsets
stay."""

MAX_TEXT = 10_000
"""Characters of a value in a database column; the text of articles is not stored in one."""

MAX_HEADER = 1000
_HEADER = re.compile(r"[\x20-\x7e\xa1-\xff]+")


def safe_text(text: str) -> str:
    """The text with unsafe characters replaced."""
    return UNSAFE_CHARACTERS.sub("\ufffd", text)


def column_value(text: str) -> str:
    """The text as a database column stores it: safe, and cut at `MAX_TEXT`."""
    return safe_text(text[:MAX_TEXT])


def header_value(text: str | None) -> str | None:
    """The text as a header value; None for what cannot be one, such as a validator with control
    characters."""
    if text is None or len(text) > MAX_HEADER or not _HEADER.fullmatch(text):
        return None
    return text
