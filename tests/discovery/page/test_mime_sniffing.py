from __future__ import annotations

import random
import zlib

import pytest

from crawler.discovery.page.mime_sniffing import is_binary, is_html


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        random.Random(7).randbytes(4000),
        zlib.compress(b"berita " * 2000 + random.Random(8).randbytes(2000)),
        b"\x00\x00\x00",
    ],
)
def test_files_are_told_from_pages(body: bytes) -> None:
    assert is_binary(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><p>Berita</p></body></html>",
        "<p>Jum\u2019at, 5 Agustus</p>".encode("utf-16"),
        "<p>Jum\u2019at</p>".encode("cp1252"),
        b"<html>" + b"Berita dari kabupaten. " * 80 + b"\x00",
        "<p>berita</p>".encode("utf-8-sig"),
    ],
)
def test_pages_are_pages(body: bytes) -> None:
    assert not is_binary(body)


@pytest.mark.parametrize(
    ("content_type", "body", "html"),
    [
        ("text/html; charset=utf-8", b"apa saja", True),
        ("text/html, text/html", b"<p>a</p>", True),
        ("", b"\n <!DOCTYPE html><html>", True),
        ("*/*", b"<html lang=id>", True),
        ("charset=utf-8", b"<!-- x --><html>", True),
        ("unknown/unknown", b"<body>", True),
        ("", b"hanya teks", False),
        ("application/json", b"<html>", False),
        ("text/html", b"%PDF-1.4", False),
        ("", b"%PDF-1.4 <html>", False),
    ],
)
def test_pages_are_known_as_browsers_know_them(content_type: str, body: bytes, html: bool) -> None:
    assert is_html(body, content_type) is html
