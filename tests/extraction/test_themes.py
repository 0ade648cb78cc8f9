"""Whole articles from pages in the markup of themes and CMSs that portals use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.extraction import extract_article
from crawler.portals import portal_from_address

THEMES = Path(__file__).parent / "fixtures" / "themes"


@pytest.mark.parametrize("page", sorted(THEMES.glob("*.html")), ids=lambda page: page.stem)
def test_the_article_comes_out_exactly(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    article = extract_article(page.read_bytes(), expected["url"], portal_from_address(expected["url"]))
    assert article.body == expected["body"]
    assert article.title == expected["title"]
    assert article.published_at == expected["published_at"]
    dateline = article.dateline.text.rstrip(" –—-") if article.dateline else None
    assert dateline == expected["dateline"]
