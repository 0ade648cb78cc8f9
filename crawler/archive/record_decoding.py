"""Decodes the body of an archived response.

Archives do not always store what the headers describe: Common Crawl's news archive and others store decoded
bodies with headers that still name the transfer or content coding. A coding is undone only if the body is
actually in it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from functools import partial

from crawler.guard.decompression import gunzip_bounded

CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
"""First line of a chunk (RFC 9112, section 7.1)."""


class UnpackError(ValueError):
    """The data is not in its coding, or decompresses to more than allowed."""


def _gunzip(data: bytes, most: int) -> bytes:
    """Undo gzip; of a truncated stream, return what can be read. Raises UnpackError."""
    usual = gunzip_bounded(data, most)
    return _by_scrapy("gzip", data, most) if usual is None else usual


def _by_scrapy(name: str, data: bytes, most: int) -> bytes:
    """Undo a coding with Scrapy's function, imported on first use. Raises UnpackError."""
    from scrapy.utils import _compression as scrapys
    from scrapy.utils.gz import gunzip

    undo = {
        "gzip": gunzip,
        "deflate": scrapys._inflate,
        "br": scrapys._unbrotli,
        "zstd": scrapys._unzstd,
    }[name]
    # Scrapy chooses the brotli and zstd packages.
    broken = (scrapys.brotli.error, scrapys.zstd.ZstdError)  # type: ignore[attr-defined]
    try:
        return undo(data, max_size=most)
    # An OSError here is gzip's, no file is read.
    except (OSError, EOFError, ValueError, struct.error, zlib.error, *broken) as error:
        raise UnpackError(str(error)) from error


UNPACKERS: dict[str, tuple[Callable[[bytes], bool], Callable[[bytes, int], bytes]]] = {
    "gzip": (lambda data: data[:2] == b"\x1f\x8b", _gunzip),
    "x-gzip": (lambda data: data[:2] == b"\x1f\x8b", _gunzip),
    "deflate": (lambda data: not _is_markup(data), partial(_by_scrapy, "deflate")),
    "br": (lambda data: not _is_markup(data), partial(_by_scrapy, "br")),
    "zstd": (lambda data: data[:4] == b"\x28\xb5\x2f\xfd", partial(_by_scrapy, "zstd")),
}
"""By name of the coding: whether a body may be in it, and how to undo it."""


def unpacked(payload: bytes, transfer: str, encoding: str, most: int) -> bytes:
    """Undo the codings in Transfer-Encoding and Content-Encoding, where the body is actually in them.

    Empty if the body does not decompress, or to more than `most` bytes.
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
            body = unpack(body, most)
        except UnpackError:
            return b""
    return body


def unchunked(data: bytes) -> bytes | None:
    """The joined chunks; None for data that is not chunked. A truncated end is left out."""
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
