"""A page is freed once its article is made, without the garbage collector."""

from __future__ import annotations

import gc
import gzip
from pathlib import Path

from lxml.html import HtmlElement

from crawler.extraction import extract_article

PAGES = Path(__file__).with_name("fixtures") / "reference"


def elements() -> int:
    return sum(isinstance(one, HtmlElement) for one in gc.get_objects())


def test_no_element_is_held_in_a_cycle() -> None:
    pages = [gzip.decompress(file.read_bytes()) for file in sorted(PAGES.glob("*.html.gz"))]
    assert pages
    extract_article(pages[0], "https://portal.example.go.id/")
    gc.collect()
    before = elements()
    gc.disable()
    try:
        for page in pages:
            assert extract_article(page, "https://portal.example.go.id/").body
        assert elements() == before
    finally:
        gc.enable()
