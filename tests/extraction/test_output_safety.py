"""A record is safe to display: no control or direction characters, no markup, only valid addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import extract_article
from crawler.extraction.dom.text import clean

URL = "https://tubankab.go.id/berita/1"
HOSTILE = "\u202e\u2066\x1b[2J\x07\x9b\u2028\u2029\u200b\ufeff<script>x</script>"
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def page(hostile: str) -> str:
    return f"""<html lang="id"><head><title>Judul{hostile} Berita Penting Hari Ini</title>
    <meta property="og:title" content="Judul{hostile} Berita Penting Hari Ini">
    <meta property="og:image" content="javascript:alert(1)">
    <meta property="og:image" content="data:,x">
    <meta property="article:section" content="Sek{hostile}si">
    <meta property="article:tag" content="tag{hostile}">
    <meta name="author" content="Nama{hostile} Penulis">
    <link rel="canonical" href="javascript:alert(1)">
    <script type="application/ld+json">{{"@type": "NewsArticle",
    "headline": "Judul \\u202e\\u001b[2J \\ud800",
    "author": {{"name": "Orang\\u001b[2J"}}, "keywords": "a\\u2028b", "image": "file:///etc/passwd"}}</script>
    </head><body><article><h1>Judul{hostile} Berita Penting Hari Ini</h1><div class="entry-content">
    <figure><img src="javascript:x"><img src="//cdn.example/a.jpg" alt="al{hostile}t">
    <figcaption>Kap{hostile}si gambar</figcaption></figure>
    <p>TUBAN, MC{hostile} – Kalimat pertama{hostile} sampai selesai di balai desa bersama warga setempat.</p>
    <p>Kalimat kedua{hostile} hari ini, Rabu (16/11/2022){hostile} dengan cukup banyak kata.</p>
    <p>(cah{hostile}/may)</p></div></article></body></html>"""


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, path)
    elif isinstance(value, str):
        yield path, value


def escaped(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


@pytest.mark.parametrize("hostile", [HOSTILE.replace("<", "&lt;"), escaped(HOSTILE) + "&#xD800;&#0;"])
def test_a_hostile_page_gives_plain_text(hostile: str) -> None:
    article = asdict(extract_article(page(hostile), URL))
    assert article["title"].startswith("Judul")
    assert len(article["body"]) >= 2
    for path, text in strings(article):
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")], path
        assert not DIRECTIONS & set(text), path
        assert "<script" not in text.lower(), path
        if path.endswith("url"):
            assert text.startswith(("http://", "https://")), path


@given(st.text(max_size=300))
def test_clean_text_is_printable_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not DIRECTIONS & set(once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hasil <b>tebal</b> dan<br />baru", "Hasil tebal dan baru"),
        ('<div style="text-align: justify;">Bupati hadir</div>', "Bupati hadir"),
        ("suhu < 30 derajat dan > 20", "suhu < 30 derajat dan > 20"),
        ("nilai <belum diisi>", "nilai <belum diisi>"),
        ("a <" + "b" * 10, "a <" + "b" * 10),
    ],
)
def test_printed_markup_is_taken_out_and_nothing_else(text: str, expected: str) -> None:
    assert clean(text) == expected
