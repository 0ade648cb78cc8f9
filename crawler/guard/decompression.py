"""A gzip body as servers usually send it, unpacked at once and within its limit."""

from __future__ import annotations

import zlib

GZIP = 16 + zlib.MAX_WBITS
"""How zlib names gzip's wrapping of a stream."""


def unpacked_gzip(data: bytes, most: int) -> bytes | None:
    """The body, for half of what Scrapy's `gunzip` costs; 0 for no limit.

    None for what is for that one to read or to refuse: broken, of several members, more than `most` bytes.
    """
    stream = zlib.decompressobj(GZIP)
    try:
        # One byte more than is allowed tells what is too large; without a limit 0 means none here too.
        body = stream.decompress(data, most + 1 if most else 0)
    except zlib.error:
        return None
    usual = stream.eof and not stream.unused_data and (not most or len(body) <= most)
    return body if usual else None
