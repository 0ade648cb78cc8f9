"""An article as the ledger keeps it: one line of JSON, packed.

The line is what readers get, byte for byte: UTF-8, keys in the order of `Article`, and no character that
some reader takes for the end of a line, obeys or refuses. Extraction gives none; this is the last gate.
"""

from __future__ import annotations

import dataclasses
import json
import re
import zlib
from functools import cache
from typing import Any

from crawler.items import Article

LINE_ENDERS = re.compile("[\u2028\u2029]")
"""JSON allows them raw; `str.splitlines` and JavaScript readers end a line there."""

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What no text has and a terminal or a reader obeys: control characters, marks that turn the direction of
text, and lone surrogates, for which no UTF-8 exists. U+FFFD stands in, so that positions stay."""

ESCAPED = re.compile(r"\\u00[01]|\\[bfr]")
"""How control characters look in JSON; a text about them looks so too."""

LEVEL = 6


def line_of(article: Article) -> bytes:
    """The article's JSON line, without the line end."""
    text = ENCODER.encode(article)
    if text.isprintable() and not ESCAPED.search(text):
        return text.encode()  # nearly all, for one look at each character
    if STEERING.search(text) or ESCAPED.search(text):
        text = ENCODER.encode(_steady(dataclasses.asdict(article)))
    if LINE_ENDERS.search(text):
        text = LINE_ENDERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode()


def _steady(value: Any) -> Any:
    """The value with no steering character in its texts."""
    match value:
        case str():
            return STEERING.sub("\ufffd", value)
        case dict():
            return {key: _steady(one) for key, one in value.items()}
        case list():
            return [_steady(one) for one in value]
    return value


def _fields(record: Any) -> dict[str, Any]:
    """A frozen record as a dictionary, in the order of its fields."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(", ", ": "), allow_nan=False, check_circular=False, default=_fields
)


def pack(line: bytes) -> bytes:
    """The line as stored; the first byte names the way it is packed."""
    return b"\x01" + zlib.compress(line, LEVEL)


def unpack(record: bytes) -> bytes:
    """The line again. Raises ValueError for a record of another way of packing, or a damaged one."""
    if record[:1] != b"\x01":
        raise ValueError(f"a record packed in an unknown way ({record[:1]!r})")
    try:
        return zlib.decompress(record[1:])
    except zlib.error as error:
        raise ValueError(f"a damaged record ({error})") from error
