from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import HtmlResponse, Request, Response, TextResponse, XmlResponse
from scrapy.utils._compression import _DecompressionMaxSizeExceeded
from scrapy.utils.gz import gunzip
from scrapy.utils.test import get_crawler

from crawler.middlewares.compression import CompressionMiddleware
from crawler.middlewares.refusals import Refused

TEXT = b"".join(b"<p>Wali Kota meresmikan jembatan %d.</p>\n" % number for number in range(500))
PACKED = gzip.compress(TEXT, mtime=0)


def unpack(body: bytes, limit: int = 0, encoding: bytes = b"gzip") -> bytes:
    return CompressionMiddleware._decode(body, encoding, limit)


@pytest.mark.parametrize("limit", [0, len(TEXT), 10**6])
@pytest.mark.parametrize("encoding", [b"gzip", b"x-gzip"])
def test_a_usual_body(limit: int, encoding: bytes) -> None:
    assert unpack(PACKED, limit, encoding) == TEXT


@pytest.mark.parametrize(
    "body",
    [
        PACKED + PACKED,
        PACKED + b"\0" * 100,
        PACKED + b"no gzip at all",
        PACKED[:-8] + b"\0" * 8,  # another checksum
        PACKED[:-20],
        PACKED[: len(PACKED) // 2],
    ],
    ids=["members", "padded", "followed", "checksum", "without-end", "half"],
)
def test_an_odd_body_gives_what_scrapy_reads(body: bytes) -> None:
    found = unpack(body, 10**6)
    assert found == gunzip(body, max_size=10**6)
    assert found.startswith(TEXT[:1000])


@pytest.mark.parametrize("body", [b"", b"<html>", PACKED[:5]])
def test_what_is_no_gzip_is_as_with_scrapy(body: bytes) -> None:
    try:
        wanted: bytes | type[Exception] = gunzip(body)
    except (OSError, EOFError) as error:
        wanted = type(error)
    if isinstance(wanted, bytes):
        assert unpack(body) == wanted
    else:
        with pytest.raises(wanted):
            unpack(body)


@pytest.mark.parametrize("body", [PACKED, gzip.compress(b"\0" * 10**7, mtime=0), PACKED + PACKED])
def test_more_than_is_allowed(body: bytes) -> None:
    with pytest.raises(_DecompressionMaxSizeExceeded):
        unpack(body, len(TEXT) - 1)


def test_the_other_encodings_are_scrapys() -> None:
    assert unpack(zlib.compress(TEXT), encoding=b"deflate") == TEXT


@pytest.mark.parametrize(
    ("kind", "became"),
    [
        ("text/html", HtmlResponse),
        ("text/html; charset=windows-1252", HtmlResponse),
        ("application/xml", XmlResponse),
        ("text/plain", TextResponse),
    ],
)
def test_nobody_guesses_the_encoding_of_packed_bytes(
    kind: str, became: type[Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(response: TextResponse) -> str:
        raise AssertionError(f"the encoding of {response.body[:10]!r} was guessed")

    monkeypatch.setattr(TextResponse, "_body_inferred_encoding", refuse)
    request = Request("https://contoh.go.id/berita/1", meta={"portal": "contoh"})
    headers = {"Content-Type": kind, "Content-Encoding": "gzip", "ETag": "1"}
    packed = HtmlResponse(request.url, 203, headers, PACKED, ["flag"], request, protocol="HTTP/1.1")
    response = CompressionMiddleware.from_crawler(get_crawler()).process_response(request, packed)
    assert type(response) is became
    assert response.body == TEXT
    assert (response.status, response.url, response.flags, response.protocol) == (
        203, request.url, ["flag"], "HTTP/1.1",
    )  # fmt: skip
    assert response.request is request
    assert response.headers["ETag"] == b"1"
    assert "Content-Encoding" not in response.headers


def test_what_cannot_be_unpacked_or_is_no_body_is_left_as_it_came() -> None:
    middleware = CompressionMiddleware.from_crawler(get_crawler())
    request = Request("https://contoh.go.id/", method="HEAD")
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    head = HtmlResponse(request.url, headers=headers, request=request)
    assert middleware.process_response(request, head) is head
    unknown = HtmlResponse(
        request.url, headers={"Content-Type": "text/html", "Content-Encoding": "dcb"}, body=TEXT
    )
    response = middleware.process_response(request.replace(method="GET"), unknown)
    scrapys = HttpCompressionMiddleware.from_crawler(get_crawler())
    theirs = scrapys.process_response(request.replace(method="GET"), unknown)
    assert type(response) is type(theirs)
    assert response.body == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "br", "zstd", "gzip, br"])
def test_a_plain_page_declared_as_compressed_is_read_as_it_stands(encoding: str) -> None:
    request = Request("https://contoh.go.id/berita/1", meta={"portal": "contoh"})
    headers = {"Content-Type": "text/html", "Content-Encoding": encoding}
    middleware = CompressionMiddleware.from_crawler(get_crawler())
    page = b"\n<!doctype html><html><head><title>Kabar</title></head>" + TEXT
    response = middleware.process_response(request, HtmlResponse(request.url, 200, headers, page))
    assert isinstance(response, HtmlResponse)
    assert (response.body, response.headers.get("Content-Encoding")) == (page, None)
    for broken in (b"kabar biasa", b"<html>\0" + PACKED[50:]):
        with pytest.raises(Refused, match="does not decompress"):
            middleware.process_response(request, HtmlResponse(request.url, 200, headers, broken))
