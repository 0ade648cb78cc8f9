"""The element index of a page, built in one walk."""

from __future__ import annotations

from crawler.extraction.dom.element_index import MOST_AWAY, build_element_index
from crawler.extraction.dom.parse import parse_html

PAGE = """
<html lang="id"><head><title>Judul</title><meta name="author" content="A"><link rel="canonical" href="/a">
<script>x</script></head><body><h2>Satu</h2><h1>Dua</h1><time>Senin</time><iframe src="//b.id/x"></iframe>
<a href="/dalam">dalam</a><a href="https://a.go.id/sendiri">sendiri</a><a href="//lain.id/x">lain</a>
<a href="https://lain.com">lain</a><a>tanpa</a></body></html>
"""


def test_elements_by_what_they_tell() -> None:
    outline = build_element_index(parse_html(PAGE), "a.go.id")
    assert [item.text for item in outline.headings] == ["Satu", "Dua"]
    assert [item.get("href") for item in outline.away] == ["//lain.id/x", "https://lain.com"]
    assert outline.addresses == ["//lain.id/x", "https://lain.com"]
    for found in (outline.html, outline.titles, outline.metas, outline.links, outline.scripts, outline.times):
        assert len(found) == 1
    assert outline.frames[0].get("src") == "//b.id/x"


def test_a_page_of_links_is_not_kept_whole() -> None:
    outline = build_element_index(parse_html("<a href='//b.id/'>b</a>" * (MOST_AWAY + 5)), "a.go.id")
    assert len(outline.away) == MOST_AWAY
