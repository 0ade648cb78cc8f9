"""Parses sitemaps (sitemaps.org protocol 0.9, news extension, text form).

The parser works in chunks and keeps none of them, so memory does not grow with the file. Broken markup ends
parsing; entries before it are kept.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator

from crawler.discovery.sitemap.tags import MAX_TEXT, BrokenMarkup, Entry, Tags
from crawler.urls.parsing import is_url

GZIP_MAGIC = b"\x1f\x8b"
PIECE = 64 * 1024
MAX_BYTES = 50 * 1024 * 1024
"""The protocol's limit for an uncompressed sitemap; parsing stops there."""
TOO_LONG = f"longer than {MAX_BYTES // 1024 // 1024} MB"
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9_-]{1,20})[\"']")
ENCODINGS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "us-ascii": "cp1252"}
"""Encodings other than UTF-8 that a declaration may name, and how browsers decode them (WHATWG Encoding,
section 4.2).
"""


EMPTY, PLAIN, PAGE = "empty", "neither XML nor a list of addresses", "an HTML page"
NOTHING_THERE = frozenset({EMPTY, PLAIN, PAGE})
"""What servers send with status 200 for a sitemap that does not exist."""


class NotASitemap(ValueError):
    """The file is not a sitemap, or is broken; the message is the reason."""


def read_sitemap(body: bytes, url: str = "") -> Iterator[Entry]:
    """Yield the entries in order; relative URLs are resolved against `url`, that of the sitemap.

    Raises NotASitemap, possibly after entries, if the file is truncated.
    """
    head = _head(body)
    if not head:
        raise NotASitemap(EMPTY)
    if head.startswith(("http://", "https://")):
        yield from _read_text(body)
    elif not head.startswith("<"):
        raise NotASitemap(PLAIN)
    elif "<html" in head[:600].lower() or head[:15].lower().startswith("<!doctype html"):
        raise NotASitemap(PAGE)
    else:
        yield from _read_xml(body, url)


def _head(body: bytes) -> str:
    for text in _texts(body):
        if plain := text[:1024].lstrip():
            return plain
    return ""


def _texts(body: bytes) -> Iterator[str]:
    """Decode the file in chunks. Raises NotASitemap for broken gzip and at MAX_BYTES."""
    decoder: codecs.IncrementalDecoder | None = None
    for piece in _pieces(body):
        if decoder is None:
            signature, encoding = next((pair for pair in MARKS if piece.startswith(pair[0])), (b"", ""))
            declared = DECLARED.match(piece[len(signature) :].lstrip()[:300])
            named = declared[1].decode("ascii").lower() if declared else ""
            decoder = codecs.getincrementaldecoder(encoding or ENCODINGS.get(named, "utf-8"))("replace")
            piece = piece[len(signature) :]
        yield decoder.decode(piece)


def _pieces(body: bytes) -> Iterator[bytes]:
    """Decompress the file in chunks, up to MAX_BYTES. Raises NotASitemap for broken gzip."""
    if not body.startswith(GZIP_MAGIC):
        for start in range(0, min(len(body), MAX_BYTES), PIECE):
            yield body[start : min(start + PIECE, MAX_BYTES)]
        if len(body) > MAX_BYTES:
            raise NotASitemap(TOO_LONG)
        return
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    given, data = 0, body
    try:
        while data and not unpacker.eof and given < MAX_BYTES:
            piece = unpacker.decompress(data, PIECE)
            data = unpacker.unconsumed_tail
            given += len(piece)
            if piece:
                yield piece
    except zlib.error as error:
        raise NotASitemap(f"broken gzip ({error})") from error
    if not given:
        raise NotASitemap("broken gzip (nothing in it)")
    if given >= MAX_BYTES and not unpacker.eof:
        raise NotASitemap(TOO_LONG)
    if not unpacker.eof:
        raise NotASitemap("broken gzip (it breaks off)")


def _read_text(body: bytes) -> Iterator[Entry]:
    rest = ""
    for text in _texts(body):
        *lines, rest = (rest + text).split("\n")
        yield from _text_entries(lines)
        if len(rest) > MAX_TEXT:
            raise NotASitemap("a list with an endless line")
    yield from _text_entries([rest])


def _text_entries(lines: list[str]) -> Iterator[Entry]:
    for line in lines:
        if is_url(url := line.strip()):
            yield Entry(url)


def _read_xml(body: bytes, url: str) -> Iterator[Entry]:
    tags = Tags(url)
    try:
        for text in _texts(body):
            yield from tags.feed(text)
        yield from tags.close()
    except BrokenMarkup as error:
        raise NotASitemap(str(error)) from error
