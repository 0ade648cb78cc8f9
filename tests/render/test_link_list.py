"""Links that a page showed before are added to it."""

from __future__ import annotations

from crawler.render.link_list import with_links

PAGE = '<body><h3><a href="/berita/2">Kabar kedua</a></h3></body>'


def test_links_that_left_the_page_are_added() -> None:
    html = with_links(
        PAGE, {"http://x.test/berita/1": "Kabar <pertama>", "http://x.test/berita/2": "Kabar kedua"}
    )
    assert html.count("/berita/2") == 1
    assert '<a href="http://x.test/berita/1">Kabar &lt;pertama&gt;</a>' in html


def test_links_without_text_are_not() -> None:
    assert with_links(PAGE, {"http://x.test/berita/1": ""}) == PAGE
    assert with_links(PAGE, {}) == PAGE
