"""An article as the ledger keeps it: one line of JSON, packed.

The line is what readers get, byte for byte: UTF-8, keys in the order of `Article`, and no character that
some reader takes for the end of a line or refuses.
"""

from __future__ import annotations

import dataclasses
import json
import re
import zlib
from functools import cache
from typing import Any

from crawler.items import Article

LINE_ENDERS = re.compile("[\u0085\u2028\u2029]")
"""JSON allows them raw; `str.splitlines` and JavaScript readers end a line there."""

LONE_SURROGATES = re.compile("[\ud800-\udfff]")
"""No UTF-8 exists for them and strict readers refuse their escapes; U+FFFD stands in."""

LEVEL = 6


def line_of(article: Article) -> bytes:
    """The article's JSON line, without the line end."""
    text = ENCODER.encode(article)
    if LONE_SURROGATES.search(text):
        text = LONE_SURROGATES.sub("\ufffd", text)
    if LINE_ENDERS.search(text):
        text = LINE_ENDERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode()


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
