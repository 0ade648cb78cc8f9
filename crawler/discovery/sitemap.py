"""Sitemaps (sitemaps.org protocol 0.9, news extension, text form): bytes in, entries out.

The file is read in pieces with a parser that knows no entities, DTD or network, and what was read is let go
at once, so that memory does not grow with the file. What is broken ends the reading; what came before stays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.discovery.address import is_address

GZIP_MAGIC = b"\x1f\x8b"
PIECE = 64 * 1024
MAX_BYTES = 50 * 1024 * 1024
"""The protocol's limit of an unpacked sitemap; reading stops there."""
MAX_TAG = 64 * 1024
"""Bytes from one `>` to the next. A start tag of megabytes with an error in each attribute takes the parser,
which mends them, minutes."""
MAX_TEXT = 4096
"""Characters of one element's text that are looked at."""
_LINE_BREAKS = str.maketrans("", "", "\t\r\n")
"""What wraps a long address, and is no part of it: https://url.spec.whatwg.org/#concept-basic-url-parser"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `<url>` or `<sitemap>`: raw `lastmod` and news publication date, None where absent."""

    url: str
    is_sitemap: bool = False
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None


class NotASitemap(ValueError):
    """The file is something else, or broken before its first entry; the message says what."""


def read_sitemap(body: bytes) -> Iterator[Entry]:
    """The entries in order. Raises NotASitemap, possibly after entries if the file breaks off."""
    head = _head(body)
    if not head:
        raise NotASitemap("empty")
    if head.startswith((b"http://", b"https://")):
        yield from _read_text(body)
        return
    if not head.startswith(b"<"):
        raise NotASitemap("neither XML nor a list of addresses")
    if b"<html" in head[:600].lower() or head[:15].lower().startswith(b"<!doctype html"):
        raise NotASitemap("an HTML page")
    yield from _read_xml(body)


def _head(body: bytes) -> bytes:
    for piece in _pieces(body):
        return piece[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return b""


def _pieces(body: bytes) -> Iterator[bytes]:
    """The unpacked file in pieces, up to MAX_BYTES. Raises NotASitemap for broken gzip."""
    if not body.startswith(GZIP_MAGIC):
        for start in range(0, min(len(body), MAX_BYTES), PIECE):
            yield body[start : start + PIECE]
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


def _read_text(body: bytes) -> Iterator[Entry]:
    rest = b""
    for piece in _pieces(body):
        *lines, rest = (rest + piece).split(b"\n")
        yield from _text_entries(lines)
        if len(rest) > MAX_TEXT:
            raise NotASitemap("a list with an endless line")
    yield from _text_entries([rest])


def _text_entries(lines: list[bytes]) -> Iterator[Entry]:
    for line in lines:
        url = line.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        if is_address(url):
            yield Entry(url)


def _read_xml(body: bytes) -> Iterator[Entry]:
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    found = False
    first = True
    unclosed = 0
    try:
        for piece in _pieces(body):
            after = piece[piece.rfind(b">") + 1 :]
            if len(after) < len(piece):
                unclosed = 0
            if unclosed or b"<" in after:
                # From the first `<` on: another one inside a tag does not begin a new tag.
                unclosed += len(after) if unclosed else len(after) - after.index(b"<")
            if unclosed > MAX_TAG:
                raise NotASitemap("a tag without end")
            # Some servers put blank lines before the declaration, which XML forbids.
            parser.feed(piece.removeprefix(b"\xef\xbb\xbf").lstrip() if first else piece)
            first = False
            for _, element in parser.read_events():
                if not isinstance(element.tag, str):
                    continue
                name = _local_name(element)
                if name not in {"url", "sitemap"}:
                    continue
                entry = _entry(element, is_sitemap=name == "sitemap")
                _let_go(element)
                if entry is not None:
                    found = True
                    yield entry
    except etree.XMLSyntaxError as error:
        raise NotASitemap(f"broken XML ({error.msg})") from error
    if not found and first:
        raise NotASitemap("empty")


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entry(element: etree._Element, *, is_sitemap: bool) -> Entry | None:
    facts: dict[str, str] = {}
    for child in element.iter():
        if not isinstance(child.tag, str) or not child.text:
            continue
        name = _local_name(child)
        # The first `loc` is the page's; images and videos bring their own further down.
        if name in {"loc", "lastmod", "publication_date", "title"} and name not in facts:
            facts[name] = child.text[:MAX_TEXT].strip()
    url = facts.get("loc", "").translate(_LINE_BREAKS)
    if not is_address(url):
        return None
    return Entry(url, is_sitemap, facts.get("lastmod"), facts.get("publication_date"), facts.get("title"))


def _let_go(element: etree._Element) -> None:
    """Forget the element and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
