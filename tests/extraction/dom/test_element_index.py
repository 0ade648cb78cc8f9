"""The element index of a page, built in one walk."""

from __future__ import annotations

from crawler.extraction.dom.element_index import MAX_AWAY, build_element_index
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
    outline = build_element_index(parse_html("<a href='//b.id/'>b</a>" * (MAX_AWAY + 5)), "a.go.id")
    assert len(outline.away) == MAX_AWAY


def test_runs_of_text_with_their_parents_in_document_order() -> None:
    tree = parse_html("""<html><body><div>Teks di awal kotak <b>tebal <i>dan miring sekaligus</i>
        sampai habis</b> ekor dari yang tebal<!-- komentar panjang di sini --> lalu sesudah komentar</div>
        <a href="/x">label sebuah tautan</a> teks di belakang tautan <script>var x = "bukan teks";</script>
        <ul><li>butir pertama di daftar<p>alinea di dalam butir</p></li></ul> penutup di badan</body>""")
    texts = [(parent.tag, text.strip()) for parent, text in build_element_index(tree).texts]
    assert texts == [
        ("div", "Teks di awal kotak"),
        ("i", "dan miring sekaligus"),
        ("b", "sampai habis"),
        ("div", "ekor dari yang tebal"),
        ("div", "lalu sesudah komentar"),
        ("body", "teks di belakang tautan"),
        ("li", "butir pertama di daftar"),
        ("p", "alinea di dalam butir"),
        ("body", "penutup di badan"),
    ]


def test_white_space_is_no_text_however_a_source_is_indented() -> None:
    rows = "<div><p>Satu alinea yang cukup panjang.</p>{0}<p>Alinea kedua yang panjang.</p>{0}</div>"
    plain, indented = (parse_html(rows.format(space)) for space in ("", "\n" + 80 * " "))
    texts = [[text for _, text in build_element_index(tree).texts] for tree in (plain, indented)]
    assert texts[0] == texts[1] == ["Satu alinea yang cukup panjang.", "Alinea kedua yang panjang."]


def test_properties_and_breadcrumbs() -> None:
    outline = build_element_index(
        parse_html("""<html><head><meta property="og:title" content="x">
        <meta itemprop="name" content="y"></head>
        <body><nav aria-label="Breadcrumb">a</nav><div class="pathway">b</div><h2 class="breadcrumb">c</h2>
        <ol itemtype="https://schema.org/BreadcrumbList">d</ol>
        <span property="dc:date">e</span></body></html>""")
    )
    assert [element.tag for element in outline.trails] == ["nav", "div", "ol"]
    assert [element.tag for element in outline.properties] == ["meta", "span"]
