"""The two reference articles are extracted exactly, from three themes and from plain text."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract_article, extract_text
from crawler.items import Article
from tests.sample.check_crawl import expected_articles

MAKASSAR = "Jalin Silaturahmi, Kadis Kominfo Jatim Kunjungi Dinas Kominfo SP Sulsel"
KEDUNGKANDANG = "Diskominfo Prov. Lampung Gali Ilmu ke Kota Malang"
THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")


FIXTURES = Path(__file__).parent / "fixtures" / "reference"
ADDRESS = "https://portal.example.go.id"


@pytest.fixture(scope="module")
def pages() -> dict[str, dict[str, Any]]:
    """The two articles as three themes render them, with the expected results."""
    sample = {want["title"]: want for want in expected_articles().values()}
    rows = {}
    for theme in THEMES:
        for number, title in (("0598", MAKASSAR), ("0599", KEDUNGKANDANG)):
            html = gzip.decompress((FIXTURES / f"{theme}-mdw-{number}.html.gz").read_bytes()).decode()
            want = sample[title]
            rows[f"{theme}/mdw-{number}"] = {"html": html, "url": ADDRESS + want["path"], "expected": want}
    return rows


def mentions(article: Article) -> dict[str, str]:
    for mention in article.date_mentions:
        assert article.body[mention.paragraph][mention.start : mention.end] == mention.text
    return {mention.text: mention.iso for mention in article.date_mentions}


def expected_body(row: dict[str, Any]) -> list[str]:
    paragraphs = list(row["expected"]["paragraphs"])
    paragraphs[0] = paragraphs[0].removeprefix(row["expected"]["dateline"]).lstrip(" –")
    paragraphs[-1] = paragraphs[-1].removesuffix(row["expected"]["byline"]).rstrip()
    return paragraphs


def check_makassar(article: Article) -> None:
    assert article.title == MAKASSAR
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.outlet) == ("MAKASSAR", "NEWSURBAN.ID")
    assert [c.text for c in article.credits if c.role == "initials"] == ["(*)"]
    assert article.language == "id"
    text = "\n".join(article.body)
    assert "Kunjungan di gelar" in text
    assert "Hudiyonk" in text
    assert "(*)" not in text


def check_kedungkandang(article: Article) -> None:
    assert article.title == KEDUNGKANDANG
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.outlet) == ("Kedungkandang", "MC")
    assert [(c.name, c.text) for c in article.credits if c.role == "initials"] == [("cah/may", "(cah/may)")]
    text = "\n".join(article.body)
    assert "(Dinas Kominfo Kota Malang_red)" in text
    assert "cendera" not in text


@pytest.mark.parametrize("theme", THEMES)
def test_makassar_page(pages: dict[str, dict[str, Any]], theme: str) -> None:
    row = pages[f"{theme}/mdw-0598"]
    article = extract_article(row["html"], row["url"])
    assert article.body == expected_body(row)
    assert article.published_at == "2022-11-17T09:12:05+07:00"
    assert article.published_source == "time"
    assert article.canonical_url == row["url"]
    assert mentions(article)["Rabu (16/11/2022) sore"] == "2022-11-16"
    assert (article.section, sorted(article.tags)) == ("Pemerintahan", sorted(row["expected"]["tags"]))
    assert ("author", "Admin MC") in [(c.role, c.name) for c in article.credits]
    check_makassar(article)


@pytest.mark.parametrize("theme", THEMES)
def test_kedungkandang_page(pages: dict[str, dict[str, Any]], theme: str) -> None:
    row = pages[f"{theme}/mdw-0599"]
    article = extract_article(row["html"], row["url"])
    assert article.body == expected_body(row)
    assert article.published_at == "2016-03-23T10:41:00+07:00"
    assert mentions(article)["Selasa (22/3)"] == "2016-03-22"
    assert [image.caption for image in article.images] == [row["expected"]["images"][0]["caption"]]
    check_kedungkandang(article)


def test_makassar_text() -> None:
    article = extract_text((FIXTURES / "makassar.txt").read_text())
    check_makassar(article)
    assert len(article.body) == 12
    assert article.body[0].startswith("Kepala Dinas Kominfo Jawa Timur, Hudiyono")
    assert article.body[-1].endswith("pungkasnya.")
    assert not [p for p in article.body if p.startswith("Baca Juga")]
    assert article.published_at == "2022-11-17"
    assert article.published_source == "text"


def test_kedungkandang_text() -> None:
    article = extract_text((FIXTURES / "kedungkandang.txt").read_text())
    check_kedungkandang(article)
    assert len(article.body) == 5
    assert article.body[-1].endswith("kata Zulkifli.")
    assert article.published_at is None
    assert "--03-22" in {mention.iso for mention in article.date_mentions}
