"""Reads the HTML responses in WARC files, our own or Common Crawl's."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.archive.record_decoding import unpacked
from crawler.urls.canonical import canonicalize
from crawler.urls.parsing import UrlError

MAX_PAGE = 10 * 1024 * 1024
"""Bytes; larger pages are skipped, as in a crawl."""

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTML response in a WARC file: decoded body, `offset` of its record."""

    url: str
    fetched_at: datetime
    status: int
    content_type: str
    body: bytes
    offset: int


def captures(
    path: Path,
    hosts: tuple[str, ...] = (),
    part: int = 0,
    parts: int = 1,
    is_over: Callable[[], bool] = lambda: False,
    on_broken: Callable[[int, str], None] = lambda offset, why: None,
) -> Iterator[Capture]:
    """Yield the HTML responses of a file in order, until `is_over`. Raises OSError if it cannot be read.

    `hosts` limits the result to these hosts and their subdomains. Each of `parts` readers gets its own `part`
    of the URLs, so that the captures of one URL stay in order. `on_broken` is called with the offset of each
    record that cannot be read, and why; if its URL is not known, by the first reader.
    """
    _check_form(path)
    for record, offset in _records(path):
        if is_over():
            return
        if isinstance(record, str):
            if part == 0:
                on_broken(offset, record)
            continue
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        if not record.is_http or not _wanted(url, hosts) or _part(url, parts) != part:
            continue
        try:
            record.parse_http(auto_decode="none", quirks_mode=True)
        except (OSError, ValueError) as error:
            on_broken(offset, _said(error))
            continue
        if record.http_headers is None:
            continue
        kind = record.http_headers.get("Content-Type", "") or ""
        if "html" not in kind.lower() or (status := _status(record.http_headers.status_code)) is None:
            continue
        fetched_at = record.record_date or datetime.now(UTC)
        if fetched_at.tzinfo is None:
            fetched_at = fetched_at.replace(tzinfo=UTC)
        transfer = record.http_headers.get("Transfer-Encoding", "") or ""
        encoding = record.http_headers.get("Content-Encoding", "") or ""
        body = unpacked(record.reader.read(MAX_PAGE), transfer, encoding, MAX_PAGE)
        yield Capture(url, fetched_at, status, kind, body, offset)


def _records(path: Path) -> Iterator[tuple[WarcRecord | str, int]]:
    """Yield the response records of a file with their offsets; instead of one that cannot be read, why.

    Raises OSError if the records after it cannot be found: only in gzip files each one is a member.
    """
    start: int | None = 0
    with path.open("rb") as file:
        while start is not None:
            file.seek(start)
            broken = start
            records = ArchiveIterator(file, parse_http=False, max_content_length=MAX_PAGE, quirks_mode=True)
            try:
                for record in records:
                    broken = record.stream_pos
                    if record.record_type == WarcRecordType.response:
                        yield record, broken
                    start = None  # the record at `broken` can be read, the next one may not
                return
            except (OSError, ValueError) as error:
                why = _said(error)
                if start is None:
                    broken = _member_after(file, broken, error)
                start = _member_after(file, broken, error)
            yield why, broken


def _member_after(file: BinaryIO, offset: int, error: Exception) -> int:
    """Return the offset of the gzip member after the one at `offset`. Raises `error` in other files.

    The member is unpacked to its end: bytes that look like the start of one may be those of a page.
    """
    file.seek(offset)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    read = offset
    try:
        while not unpacker.eof and (chunk := file.read(CHUNK)):
            read += len(chunk)
            unpacker.decompress(chunk, CHUNK)
            while unpacker.unconsumed_tail and not unpacker.eof:
                unpacker.decompress(unpacker.unconsumed_tail, CHUNK)
    except zlib.error:
        raise error from None
    if not unpacker.eof:
        raise error
    return read - len(unpacker.unused_data)


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


FORMS = (b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18")
"""First bytes of a WARC file: plain, gzip, zstd or LZ4."""


def _check_form(path: Path) -> None:
    """Raise OSError for other files, which would be scanned to their end."""
    with path.open("rb") as file:
        start = file.read(8).lstrip(b"\r\n")
    if start and not start.startswith(FORMS):
        raise OSError("it is not a WARC file")


_PAGE_TAIL = re.compile(r"/(?:page/)?\d{1,2}/?$")


def _wanted(url: str, hosts: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    return not hosts or any(host == one or host.endswith(f".{one}") for one in hosts)


def _part(url: str, parts: int) -> int:
    """The reader of a URL; all pages of one article have the same."""
    with suppress(UrlError):  # URLs that cannot be canonicalized also need a reader
        url = canonicalize(url)
    url = _PAGE_TAIL.sub("", url)
    return int.from_bytes(blake2b(url.encode("utf-8", "replace"), digest_size=4).digest(), "big") % parts


def _status(code: object) -> int | None:
    return code if isinstance(code, int) and code == 200 else None
