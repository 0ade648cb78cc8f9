"""Serialization of an article in the ledger: one packed line of JSON.

Readers get the line byte for byte: UTF-8, keys in the order of `Article`, and no character that a reader
could take for a line end, interpret or reject.
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

from crawler.guard.text_gate import UNSAFE_CHARACTERS, safe_text
from crawler.items import Article, PortalRef

LINE_ENDERS = re.compile("[\u2028\u2029]")
"""Valid raw in JSON, but `str.splitlines` and JavaScript readers end a line there."""

ESCAPED = re.compile(r"\\u00[01]|\\[bfr]")
"""JSON escapes of control characters; text about such escapes matches too."""

FORMAT, SECOND_FORMAT, FIRST_FORMAT = b"\x03", b"\x02", b"\x01"
"""First byte of a record: the fields that it has. Records of earlier formats lack those of later schemas."""

LEVEL = 6
WINDOW = -15
"""zlib window of the page part of a line; negative: without header and checksum."""

SMALL_WINDOW, SMALL_MEMORY = -10, 2
"""zlib window and memory for the last part of a line, a few hundred bytes: the default tables cost more than
they save there."""

ADLER = 65521
"""Modulus of the Adler-32 checksum, RFC 1950."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


FIELDS = _names(Article)
FIRST = FIELDS[: FIELDS.index("seq") + 1]
PAGE_FIELDS = FIELDS[len(FIRST) : FIELDS.index("revision")]
"""Fields that depend on the page alone, nearly all of a line."""

LAST = FIELDS[len(FIRST) + len(PAGE_FIELDS) :]


@dataclass(frozen=True, slots=True)
class Part:
    """A compressed part of a line: whole deflate blocks that do not refer to data before them.

    `size` is its uncompressed length in bytes, `checksum` the Adler-32 of that data.
    """

    data: bytes
    size: int
    checksum: int


def line_of(article: Article) -> bytes:
    """The article's JSON line, without line end."""
    return b"{%b, %b, %b}" % tuple(_members(article, names) for names in (FIRST, PAGE_FIELDS, LAST))


def page_part(article: Article) -> Part:
    """The compressed members of the line that depend on the page alone."""
    text = _members(article, PAGE_FIELDS)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW)
    return Part(packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH), len(text), zlib.adler32(text))


def _members(article: Article, names: tuple[str, ...]) -> bytes:
    """Some members of the line's JSON object, without braces."""
    record = {name: getattr(article, name) for name in names}
    text = ENCODER.encode(record)[1:-1]
    if text.isprintable() and not ESCAPED.search(text):
        return text.encode()  # nearly all lines: one check per character
    if UNSAFE_CHARACTERS.search(text) or ESCAPED.search(text):
        text = ENCODER.encode(_sanitized(record))[1:-1]
    if LINE_ENDERS.search(text):
        text = LINE_ENDERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode()


def _sanitized(value: Any) -> Any:
    """The value with unsafe characters replaced in all strings."""
    match value:
        case str():
            return safe_text(value)
        case dict():
            return {key: _sanitized(one) for key, one in value.items()}
        case list():
            return [_sanitized(one) for one in value]
        case _ if dataclasses.is_dataclass(value):
            return _sanitized(_fields(value))
    return value


def _fields(record: Any) -> dict[str, Any]:
    """A dataclass as a dictionary, in field order."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(", ", ": "), allow_nan=False, check_circular=False, default=_fields
)


def pack(article: Article, lasting: Part) -> bytes:
    """The article's line as stored, with its page part already compressed.

    The first byte is the format: one zlib stream (RFC 1950, 1951) of the whole line, with the fields of the
    newest schema. The beginning of the line is stored uncompressed.
    """
    first, last = (b"{%b, " % _members(article, FIRST)), (b", %b}" % _members(article, LAST))
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, SMALL_WINDOW, SMALL_MEMORY)
    checksum = zlib.adler32(last, _joined(zlib.adler32(first), lasting))
    return b"".join(
        (
            FORMAT + b"\x78\x9c",
            *_stored(first),
            lasting.data,
            packer.compress(last),
            packer.flush(),
            checksum.to_bytes(4, "big"),
        )
    )


def _stored(data: bytes) -> Iterator[bytes]:
    """The data as uncompressed deflate blocks, RFC 1951, section 3.2.4."""
    for start in range(0, len(data), 0xFFFF):
        block = data[start : start + 0xFFFF]
        yield struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF)
        yield block


def _joined(checksum: int, part: Part) -> int:
    """Adler-32 of data followed by a part, computed from both checksums."""
    low = (checksum & 0xFFFF) - 1
    high = (checksum >> 16) + (part.checksum >> 16) + part.size * low
    return high % ADLER << 16 | (low + (part.checksum & 0xFFFF)) % ADLER


def unpack(record: bytes) -> bytes:
    """Unpack a line as it was stored. Raises ValueError for an unknown format or a damaged record."""
    if record[:1] not in (FORMAT, SECOND_FORMAT, FIRST_FORMAT):
        raise ValueError(f"a record packed in an unknown way ({record[:1]!r})")
    try:
        return zlib.decompress(record[1:])
    except zlib.error as error:
        raise ValueError(f"a damaged record ({error})") from error


def current_line(record: bytes) -> bytes:
    """Unpack a line, with the fields of the newest schema: those that the record lacks are null or empty.

    Raises ValueError as `unpack` does.
    """
    line = unpack(record)
    return line if record[:1] == FORMAT else upgraded(line)


def upgraded(line: bytes) -> bytes:
    """A line of an earlier schema as one of the newest. Raises ValueError unless it is an object."""
    stored = json.loads(line)
    if not isinstance(stored, dict):
        raise ValueError("a record that is no object")
    record = {name: stored[name] if name in stored else _absent(name) for name in FIELDS}
    if isinstance(record["portal"], dict):
        record["portal"] = dict.fromkeys(_names(PortalRef)) | record["portal"]
    return LINE_ENDERS.sub(lambda match: f"\\u{ord(match[0]):04x}", ENCODER.encode(record)).encode()


def repacked(record: bytes, **fields: Any) -> bytes:
    """The record with some fields replaced. Raises ValueError as `unpack` does."""
    line = upgraded(json.dumps(json.loads(current_line(record)) | fields).encode())
    return FORMAT + zlib.compress(line, LEVEL)


def _absent(name: str) -> Any:
    """The value of a field of which nothing is known."""
    (field,) = (field for field in dataclasses.fields(Article) if field.name == name)
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default
