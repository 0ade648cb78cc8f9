"""The verdict on a labelled set: precision and recall of both answers, in several layouts."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract_article, judge

LABELLED = Path(__file__).parent / "fixtures" / "page_type"


def labelled(name: str) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = tomllib.loads((LABELLED / f"{name}.toml").read_text())["page"]
    return pages


PAGES = labelled("pages") + labelled("further")

MENU = (
    "<ul class='menu'><li><a href='/'>Beranda</a></li><li><a href='/profil'>Profil</a></li>"
    "<li><a href='/berita'>Berita</a></li><li><a href='/kontak'>Kontak</a></li></ul>"
)
SIDE = (
    "<h4>Berita Terbaru</h4><ul><li><a href='/b/91'>Wakil Bupati Buka Rakor Camat</a></li>"
    "<li><a href='/b/92'>Diskominfo Latih Admin Desa</a></li></ul>"
)
FOOTER = "<p>Copyright © 2022 Pemerintah Kabupaten Mandalawangi. Dikelola oleh Dinas Kominfo.</p>"

LAYOUTS = {
    "semantic": "<header>{menu}</header><main><article><h1>{title}</h1><div class='entry-content'>{body}"
    "</div></article></main><aside>{side}</aside><footer>{footer}</footer>",
    "divs": "<div id='header'>{menu}</div><div class='container'><div class='col-md-8'><h2>{title}</h2>"
    "<div>{body}</div></div><div class='col-md-4'>{side}</div></div><div id='footer'>{footer}</div>",
    "tables": "<table width='900'><tr><td colspan='2'>{menu}</td></tr><tr><td width='650'><h3>{title}</h3>"
    "{body}</td><td>{side}</td></tr><tr><td colspan='2'>{footer}</td></tr></table>",
}


def rendered(case: dict[str, Any], layout: str) -> str:
    content = LAYOUTS[layout].format(
        title=case["title"], body=case["body"], menu=MENU, side=SIDE, footer=FOOTER
    )
    return (
        f"<html><head><title>{case['title']} - Portal Resmi Kabupaten Mandalawangi</title>"
        f"{case.get('head', '')}</head><body class='{case.get('body_class', '')}'>{content}</body></html>"
    )


def cases() -> Iterator[tuple[dict[str, Any], str]]:
    for case in PAGES:
        for layout in LAYOUTS:
            yield case, layout


@pytest.mark.parametrize(
    ("case", "layout"), list(cases()), ids=lambda value: value if isinstance(value, str) else value["label"]
)
def test_page(case: dict[str, Any], layout: str) -> None:
    article = extract_article(rendered(case, layout), case["url"])
    verdict = judge(article)
    assert (verdict.reason or "article") == case["label"]
    assert verdict.is_article == (case["label"] == "article")


def test_precision_and_recall_on_pages_set_aside() -> None:
    """No rule was made for these pages; what the verdict calls an article is one, and the other way round."""
    said = [
        (judge(extract_article(rendered(case, layout), case["url"])).is_article, case["label"] == "article")
        for case in labelled("aside")
        for layout in LAYOUTS
    ]
    hits = sum(found and true for found, true in said)
    assert hits >= 0.99 * sum(found for found, _ in said)
    assert hits >= 0.99 * sum(true for _, true in said)


@pytest.mark.parametrize(("name", "file"), [("portals", "wordpress.jsonl.gz"), ("articles", "news.jsonl.gz")])
def test_published_pages_are_articles(shared_data: Path, name: str, file: str) -> None:
    """Every page of the development sets is one; of the news pages a part, to keep the suite quick."""
    with gzip.open(shared_data / name / file, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    refused = [
        row["id"] for row in rows[::16] if not judge(extract_article(row["html"], row["url"])).is_article
    ]
    assert refused == []
