"""Any bytes give a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.dom.parse import as_utf8, parse_html


@pytest.mark.parametrize(
    "html",
    [
        "", b"", " ", b"\x00\x00", "<!-- only a comment -->", "<frameset><frame src=x></frameset>", "plain",
        b"\xff\xfe", "\ud800 <p>x", "<" * 50_000, "<![CDATA[ x", b"<?php echo 1 ?>", "<p a='" * 10_000,
        '<?xml version="1.0" encoding="utf-16"?><html xmlns="http://www.w3.org/1999/xhtml"><p>a</p></html>',
        "<div>" * 100_000 + "text", "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">text",
    ],
)  # fmt: skip
def test_any_document_gives_a_tree(html: str | bytes) -> None:
    assert parse_html(html, "https://portal.example.go.id/").tag == "html"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "windows-1252", "utf-16", "nonsense"]))
def test_any_bytes_give_a_tree(body: bytes, encoding: str | None) -> None:
    assert parse_html(body, "https://portal.example.go.id/", encoding).tag == "html"


@pytest.mark.parametrize(
    ("body", "encoding", "text"),
    [
        ("“Café” – Rp5".encode(), None, "“Café” – Rp5"),
        ("“Café” – Rp5".encode(), "windows-1252", "“Café” – Rp5"),
        ("“Café” – Rp5".encode("cp1252"), "utf-8", "“Café” – Rp5"),
        ("“Café” – Rp5".encode("cp1252"), None, "“Café” – Rp5"),
        ("“Café” – Rp5".encode("cp1252"), "iso-8859-1", "“Café” – Rp5"),
        ("“Café” – Rp5".encode("utf-16"), None, "“Café” – Rp5"),
        ("“Café” – Rp5".encode()[:3] + "“Café”".encode()[:-1], None, "““Café�"),
        ("“Satu” – “dua”".encode() + b"\x93", "utf-8", "“Satu” – “dua”�"),
    ],
)
def test_bytes_come_before_labels(body: bytes, encoding: str | None, text: str) -> None:
    assert as_utf8(body, encoding).decode() == text


def test_a_tree_comes_back_as_it_is() -> None:
    tree = parse_html("<p>satu</p>", "https://portal.example.go.id/")
    assert parse_html(tree, "https://portal.example.go.id/") is tree
