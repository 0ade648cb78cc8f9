"""An article as the ledger keeps it: one line of JSON, packed.

The line is what readers get, byte for byte: UTF-8, keys in the order of `Article`, and no character that
some reader takes for the end of a line, obeys or refuses. Extraction gives none; this is the last gate.
"""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
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
WINDOW = -15
"""Of the lasting part of a line, as zlib has it by itself; negative: without a head and a checksum."""

SMALL_WINDOW, SMALL_MEMORY = -10, 2
"""Of the last part of a line, a few hundred bytes: zlib's usual tables cost more than they save there."""

ADLER = 65521
"""The modulus of the checksum, RFC 1950."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


FIELDS = _names(Article)
FIRST = FIELDS[: FIELDS.index("seq") + 1]
LASTING = FIELDS[len(FIRST) : FIELDS.index("revision")]
"""What follows from the page alone, nearly all of a line."""

LAST = FIELDS[len(FIRST) + len(LASTING) :]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, packed: whole blocks of deflate, in need of nothing before them.

    `size` are its bytes unpacked, `checksum` is their Adler-32.
    """

    data: bytes
    size: int
    checksum: int


def line_of(article: Article) -> bytes:
    """The article's JSON line, without the line end."""
    return b"{%b, %b, %b}" % tuple(_members(article, names) for names in (FIRST, LASTING, LAST))


def lasting_part(article: Article) -> Part:
    """The members of the line that follow from the page alone, packed."""
    text = _members(article, LASTING)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW)
    return Part(packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH), len(text), zlib.adler32(text))


def _members(article: Article, names: tuple[str, ...]) -> bytes:
    """Some members of the line's object, without its braces."""
    record = {name: getattr(article, name) for name in names}
    text = ENCODER.encode(record)[1:-1]
    if text.isprintable() and not ESCAPED.search(text):
        return text.encode()  # nearly all, for one look at each character
    if STEERING.search(text) or ESCAPED.search(text):
        text = ENCODER.encode(_steady(record))[1:-1]
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
        case _ if dataclasses.is_dataclass(value):
            return _steady(_fields(value))
    return value


def _fields(record: Any) -> dict[str, Any]:
    """A frozen record as a dictionary, in the order of its fields."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(", ", ": "), allow_nan=False, check_circular=False, default=_fields
)


def pack(article: Article, lasting: Part) -> bytes:
    """The article's line as stored, with its lasting part packed already.

    The first byte names the way it is packed: one zlib stream (RFC 1950, 1951) of the whole line, of which
    the beginning is stored as it is.
    """
    first, last = (b"{%b, " % _members(article, FIRST)), (b", %b}" % _members(article, LAST))
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, SMALL_WINDOW, SMALL_MEMORY)
    checksum = zlib.adler32(last, _joined(zlib.adler32(first), lasting))
    return b"".join(
        (
            b"\x01\x78\x9c",
            *_stored(first),
            lasting.data,
            packer.compress(last),
            packer.flush(),
            checksum.to_bytes(4, "big"),
        )
    )


def _stored(data: bytes) -> Iterator[bytes]:
    """The data as blocks of deflate that are not compressed, RFC 1951, section 3.2.4."""
    for start in range(0, len(data), 0xFFFF):
        block = data[start : start + 0xFFFF]
        yield struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF)
        yield block


def _joined(checksum: int, part: Part) -> int:
    """The Adler-32 of data and a part behind it, from those of both."""
    low = (checksum & 0xFFFF) - 1
    high = (checksum >> 16) + (part.checksum >> 16) + part.size * low
    return high % ADLER << 16 | (low + (part.checksum & 0xFFFF)) % ADLER


def unpack(record: bytes) -> bytes:
    """The line again. Raises ValueError for a record of another way of packing, or a damaged one."""
    if record[:1] != b"\x01":
        raise ValueError(f"a record packed in an unknown way ({record[:1]!r})")
    try:
        return zlib.decompress(record[1:])
    except zlib.error as error:
        raise ValueError(f"a damaged record ({error})") from error
