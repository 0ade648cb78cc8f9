"""Reads the HTML responses in WARC files, our own or Common Crawl's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.archive.record_decoding import unpacked
from crawler.urls.canonical import canonicalize
from crawler.urls.parsing import UrlError

MAX_PAGE = 10 * 1024 * 1024
"""Bytes; larger pages are skipped, as in a crawl."""


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
) -> Iterator[Capture]:
    """Yield the HTML responses of a file in order, until `is_over`. Raises OSError if it cannot be read.

    `hosts` limits the result to these hosts and their subdomains. Each of `parts` readers gets its own `part`
    of the URLs, so that the captures of one URL stay in order.
    """
    _check_form(path)
    records = ArchiveIterator(
        str(path),
        record_types=WarcRecordType.response,
        max_content_length=MAX_PAGE,
        auto_decode="none",
        quirks_mode=True,
        fsspec_args=False,
    )
    for record in records:
        if is_over():
            return
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        if record.http_headers is None or not _wanted(url, hosts) or _part(url, parts) != part:
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
        yield Capture(url, fetched_at, status, kind, body, record.stream_pos)


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
