"""JSON as pages have it, wrapped, escaped, with too many commas, read where usual repairs suffice."""

from __future__ import annotations

import html
import json
import re
from typing import Any

MAX_SCRIPT = 2_000_000
"""Characters of a script that are read."""

_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_COMMENT_END = re.compile(r"(?:-->|//\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_DOUBLE_COMMA = re.compile(r",(?:\s{0,200},)+")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_DECODER = json.JSONDecoder(strict=False)


def parse_json(text: str) -> list[Any] | None:
    """The JSON values in a script's text; None where even the usual repairs do not make it readable.

    Repaired: comment and CDATA wrappers, entities (`&quot;`), raw line breaks in strings, trailing and
    doubled commas, invalid escapes, several values in a row, text after the last value.
    """
    text = text[:MAX_SCRIPT].strip()
    if not text:
        return []
    values = _decode(text)
    if values is not None:
        return values
    text = _COMMENT_END.sub("", _COMMENT.sub("", text)).strip()
    if text.startswith(("{&quot;", "[{&quot;", "{ &quot;", "{\n&quot;")):
        text = html.unescape(text)
    values = _decode(text)
    if values is not None:
        return values
    text = _BAD_ESCAPE.sub(r"\\\\", _DOUBLE_COMMA.sub(",", text))
    return _decode(_TRAILING_COMMA.sub("", text))


def _decode(text: str) -> list[Any] | None:
    values: list[Any] = []
    at = 0
    try:
        while True:
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
            if at >= len(text) or (values and text[at] not in "{["):
                return values
            value, at = _DECODER.raw_decode(text, at)
            values.append(value)
    except (ValueError, RecursionError):
        return None


def unescape(value: str) -> str:
    """What a JSON string's text means; as it is where it means nothing."""
    decoded = _decode(f'"{value}"')
    return decoded[0] if decoded else value
