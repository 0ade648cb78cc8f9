"""The body of an archived response, as its page was.

Archives do not always keep what the headers describe: Common Crawl's news archive and others store bodies
that were taken out of their transfer or content coding below headers that still name it. So a coding that a
header names is undone where the body is in it, and a body that is not in it is taken as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from typing import Protocol

from scrapy.utils import _compression
from scrapy.utils.gz import gunzip

CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
"""A chunk's first line (RFC 9112, section 7.1)."""

BROKEN = (
    OSError,
    EOFError,
    ValueError,  # more than allowed, too
    struct.error,
    zlib.error,
    _compression.brotli.error,  # type: ignore[attr-defined]  # which brotli and zstd is Scrapy's choice
    _compression.zstd.ZstdError,  # type: ignore[attr-defined]
)
"""What the unpackers raise for data that is not theirs; an OSError here is gzip's, no file is read."""


class Unpacker(Protocol):
    def __call__(self, data: bytes, *, max_size: int) -> bytes: ...


UNPACKERS: dict[str, tuple[Callable[[bytes], bool], Unpacker]] = {
    "gzip": (lambda data: data[:2] == b"\x1f\x8b", gunzip),
    "x-gzip": (lambda data: data[:2] == b"\x1f\x8b", gunzip),
    "deflate": (lambda data: not _is_markup(data), _compression._inflate),
    "br": (lambda data: not _is_markup(data), _compression._unbrotli),
    "zstd": (lambda data: data[:4] == b"\x28\xb5\x2f\xfd", _compression._unzstd),
}
"""By the name of the coding: whether a body may be in it, and how it is undone."""


def unpacked(payload: bytes, transfer: str, encoding: str, most: int) -> bytes:
    """The body without the codings that Transfer-Encoding and Content-Encoding name, where it is in them.

    Empty for one that does not unpack, or to more than `most` bytes.
    """
    body = payload
    if "chunked" in transfer.lower():
        joined = unchunked(body)
        body = body if joined is None else joined
    for name in reversed([part.strip().lower() for part in encoding.split(",")][:4]):
        if name not in UNPACKERS:
            continue
        may_be, unpack = UNPACKERS[name]
        if not may_be(body):
            continue
        try:
            body = unpack(body, max_size=most)
        except BROKEN:
            return b""
    return body


def unchunked(data: bytes) -> bytes | None:
    """The chunks put together; None for data that is not chunked. A torn end is left out."""
    parts: list[bytes] = []
    at = 0
    while at < len(data):
        line = CHUNK_SIZE.match(data, at)
        if line is None:
            return None
        size = int(line[1], 16)
        if size == 0:
            break
        parts.append(data[line.end() : line.end() + size])
        at = line.end() + size
        if data[at : at + 2] not in (b"\r\n", b""):
            return None
        at += 2
    return b"".join(parts)


def _is_markup(data: bytes) -> bool:
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
