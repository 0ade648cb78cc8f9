"""WARC files like those of Common Crawl's news archive, with all their oddities."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = "<html><head><title>T</title></head><body><p>Isi berita é.</p></body></html>".encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"
CHUNKED = HEAD + b"\r\nTransfer-Encoding: chunked"
GZIP = HEAD + b"\r\nContent-Encoding: gzip"
BOTH = CHUNKED + b"\r\nContent-Encoding: gzip"


def chunked(body: bytes, size: int = 20) -> bytes:
    """The body in chunks."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


RESPONSES: dict[str, tuple[bytes, bytes]] = {
    "plain": (HEAD, PAGE),
    "gzip": (GZIP, gzip.compress(PAGE)),
    "deflate": (HEAD + b"\r\nContent-Encoding: deflate", zlib.compress(PAGE)),
    "brotli": (HEAD + b"\r\nContent-Encoding: br", brotli.compress(PAGE)),
    "chunked": (CHUNKED, chunked(PAGE)),
    "chunked-gzip": (BOTH, chunked(gzip.compress(PAGE))),
    "chunked-extension": (CHUNKED, b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
    "unchunked-under-its-header": (CHUNKED, PAGE),
    "unpacked-under-its-header": (GZIP, PAGE),
    "deflated-no-more": (HEAD + b"\r\nContent-Encoding: deflate", b"\n " + PAGE),
    "unpacked-under-both": (BOTH, PAGE),
    "unchunked-but-packed": (BOTH, gzip.compress(PAGE)),
    "renamed-headers": (HEAD + b"\r\nX-Crawl-Content-Encoding: gzip\r\nX-Crawl-Transfer-Encoding: x", PAGE),
    "wrong-length": (HEAD + b"\r\nContent-Length: 5", PAGE),
    "http-2": (HEAD.replace(b"HTTP/1.1 200 OK", b"HTTP/2 200"), PAGE),
    "no-phrase": (HEAD.replace(b" OK", b""), PAGE),
    "lower-case": (HEAD.replace(b"Content-Type", b"content-type"), PAGE),
    "folded-header": (HEAD + b"\r\nX-A: b\r\n  c", PAGE),
    "latin-header": (HEAD + b"\r\nX-A: \xe9\xff", PAGE),
    "header-without-colon": (HEAD + b"\r\nnonsense", PAGE),
    "line-feeds-alone": (HEAD.replace(b"\r\n", b"\n"), PAGE),
    "xhtml": (HEAD.replace(b"text/html", b"application/xhtml+xml"), PAGE),
}
"""Status line and headers, and the body, by what is odd; each holds `PAGE`."""


def write_archive(path: Path, responses: Iterable[tuple[str, bytes, bytes]]) -> Path:
    """Write responses (address, head, body as stored) unchanged, between other records."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "StormCrawler 1.1"}))
        for url, head, body in responses:
            _write_raw(writer, url, head + b"\r\n\r\n" + body)
            seen = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_revisit_record(url, "sha1:A", url, "2024-03-01T00:00:00Z", http_headers=seen)
            )
            facts = b"fetchTimeMs: 3\r\n"
            writer.write_record(
                writer.create_warc_record(url, "metadata", payload=BytesIO(facts), length=len(facts))
            )
    return path


def _write_raw(writer: WARCWriter, url: str, payload: bytes) -> None:
    """A response that no library corrects while writing: created as another kind of record, then renamed."""
    record = writer.create_warc_record(
        url,
        "resource",
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type="application/http; msgtype=response",
        warc_headers_dict={"WARC-Date": "2024-03-01T02:03:04Z"},
    )
    record.rec_type = "response"
    record.rec_headers.replace_header("WARC-Type", "response")
    writer.write_record(record)
