"""The facts of a record in words, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crawler.browse.record_words import (
    EVIDENCE,
    SOURCES,
    WARNINGS,
    facts,
    media_name,
    provider_name,
    source,
    warning,
)
from crawler.browse.wording import seconds, why
from crawler.export.json_schema import article_schema
from tests.crawling import ROOT

RECORD: dict[str, Any] = {
    "type": "announcement",
    "published_at": "2026-11-21T19:30:00+08:00",
    "modified_at": None,
    "published_source": "meta:article:published_time",
    "published_text": "Sabtu, 21/11/2026 19:30 WITA",
    "first_seen_at": "2026-11-21T12:00:05Z",
    "fetched_at": "2026-11-22T12:00:05Z",
    "confidence": 0.874,
    "seq": 50,
    "id": "00112233445566aa",
}


def documented() -> set[str]:
    """The warnings that docs/output.md describes, without what follows the colon."""
    text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    table = text[text.index("## Warnings") : text.index("## Why a page was dropped")]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name.partition(":")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_documented_warning_has_words() -> None:
    assert {name.rstrip(":") for name in WARNINGS} == documented()


def test_facts_are_in_words() -> None:
    assert facts(RECORD, "id") == [
        ("Jenis", "Pengumuman"),
        ("Terbit", "21 November 2026, 19.30 WITA"),
        ("Sumber tanggal", "metadata halaman: article:published_time"),
        ("Tanggal menurut halaman", "Sabtu, 21/11/2026 19:30 WITA"),
        ("Pertama dilihat", "21 November 2026, 20.00 WITA"),
        ("Diambil", "22 November 2026, 20.00 WITA"),
        ("Keyakinan", "87 %"),
        ("Nomor (seq)", "50"),
        ("Pengenal (id)", "00112233445566aa"),
    ]
    assert dict(facts(RECORD, "en"))["Source of the date"] == "the page's metadata: article:published_time"


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        ("low_confidence", "the text was found with low confidence", "isi ditemukan dengan keyakinan rendah"),
        (
            "page_missing:3",
            "page 3 of the article could not be fetched",
            "halaman 3 dari artikel ini tidak dapat diambil",
        ),
        (
            "title_from:listing",
            "the title comes from a list of articles",
            "judul diambil dari daftar artikel",
        ),
        (
            "published_disagrees:json-ld",
            "another date comes from structured data (JSON-LD)",
            "tanggal lain diberikan oleh data terstruktur (JSON-LD)",
        ),
        (
            "suspect_injection:link_farm: slot gacor",
            "evidence: a farm of links: slot gacor",
            "bukti: kumpulan tautan iklan: slot gacor",
        ),
        (
            "suspect_injection",
            "somebody has injected advertising into the page",
            "iklan liar disisipkan ke dalam halaman",
        ),
        (
            "not_an_article:gallery",
            "the page is no article: a gallery of pictures",
            "halaman bukan artikel: galeri gambar",
        ),
        ("of_a_plugin:1 {x}", "of_a_plugin:1 {x}", "of_a_plugin:1 {x}"),
    ],
)
def test_warnings_are_in_words(value: str, english: str, indonesian: str) -> None:
    assert (warning(value, "en"), warning(value, "id")) == (english, indonesian)


def test_evidence_may_hold_anything() -> None:
    assert warning("suspect_injection:hidden_text: {0} {x}", "en") == "evidence: hidden text: {0} {x}"


@pytest.mark.parametrize("name", ["json-ld", "microdata", "hatom", "time", "line", "url"])
def test_sources_that_the_extraction_names_have_words(name: str) -> None:
    found = [
        file
        for file in (ROOT / "crawler" / "extraction").rglob("*.py")
        if f'"{name}"' in file.read_text(encoding="utf-8")
    ]
    assert found
    assert source(name, "id") not in (name, source(name, "en")) or name in ("json-ld", "microdata", "hatom")


def test_sources_of_discovery_have_words() -> None:
    folders = (ROOT / "crawler" / "discovery", ROOT / "crawler" / "platforms")
    names = {
        found
        for folder in folders
        for file in folder.rglob("*.py")
        for found in re.findall(r'^    name = "(\w+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert names
    assert names <= SOURCES.keys()


def test_kinds_of_evidence_have_words() -> None:
    text = "".join(file.read_text("utf-8") for file in (ROOT / "crawler/extraction/spam").glob("*.py"))
    kinds = set(re.findall(r'Evidence\(\s*"(\w+)"', text))
    assert kinds
    assert kinds <= EVIDENCE.keys()


def test_types_of_articles_have_words() -> None:
    types = article_schema()["properties"]["type"]["enum"]
    assert all(facts(RECORD | {"type": one}, "en")[0][1] == one.capitalize() for one in types)


def test_media_and_durations() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert [media_name(one) for one in ("application/pdf", word, "application/x-foo")] == [
        "PDF",
        "Word",
        "application/x-foo",
    ]
    assert provider_name("google_maps", "id") == "Google Maps"
    assert provider_name("youtube", "id") == "YouTube"
    assert [seconds(value, "id") for value in (4.2, 3720)] == ["4,2 s", "1 jam 02 min"]
    assert seconds(3720, "en") == "1 h 02 min"
    reason = "the text of 12 pages stands in 9 different elements"
    assert why(reason, "en") == reason
    assert why(reason, "id") == "isi 12 halaman berada dalam 9 elemen yang berbeda"
