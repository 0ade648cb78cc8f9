"""The body of pages of known kinds."""

from __future__ import annotations

import gzip
import json
import textwrap
from pathlib import Path

import pytest
from lxml import etree

from crawler.extraction.boilerplate.cleaner import strip_boilerplate
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html
from tests.extraction.pages import FIRST, SECOND, THIRD, TITLE, extracted, lines, page


def test_paragraphs_between_header_and_footer() -> None:
    assert lines(page(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")) == [FIRST, SECOND, THIRD]


def test_paragraphs_between_line_breaks() -> None:
    assert lines(page(f"{FIRST}<br><br>{SECOND}<br />\n<br>&nbsp;{THIRD}")) == [FIRST, SECOND, THIRD]


def test_one_div_a_line() -> None:
    text = "".join(f"<div>{line}</div><div><br></div>" for line in (FIRST, SECOND, THIRD))
    assert lines(page(text)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<html><body><nav><a href='/'>Beranda</a></nav></body></html>"]
)
def test_a_page_without_text_has_no_body(html: str) -> None:
    assert lines(html) == []


def test_the_tree_is_not_changed() -> None:
    tree = parse_html(page(f"<p>{FIRST}</p><p>Baca juga: <a href='/x'>Lain</a></p>{SECOND}"), "")
    before = etree.tostring(tree)
    strip_boilerplate(locate_body(tree))
    assert etree.tostring(tree) == before


def test_wordpress_pages_are_exact(shared_data: Path) -> None:
    with gzip.open(shared_data / "portals/wordpress.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    wrong = []
    for row in rows[::3]:
        want = row["expected"]
        body = strip_boilerplate(locate_body(parse_html(row["html"], row["url"])), title=want["title"])
        got = [block.text.replace(" | ", " ") for block in body.blocks]
        if got != [" ".join(text.split()) for text in want["paragraphs"]]:
            wrong.append(row["id"])
    assert not wrong


def test_word_and_google_docs_paste() -> None:
    word = "".join(
        f'<p class="MsoNormal"><span lang="IN" style="font-size:12pt">{line}<o:p></o:p></span></p>'
        for line in (FIRST, SECOND, THIRD)
    )
    assert lines(page(word)) == [FIRST, SECOND, THIRD]
    docs = "".join(f'<p dir="ltr"><span>{line}</span></p><br>' for line in (FIRST, SECOND, THIRD))
    assert lines(page(f'<b id="docs-internal-guid-1" style="font-weight:normal">{docs}</b>')) == [
        FIRST,
        SECOND,
        THIRD,
    ]


def test_blogger_separators() -> None:
    image = '<div class="separator" style="clear: both"><a href="/b.jpg"><img src="/s.jpg"></a></div>'
    text = f"{image}<div>{FIRST}</div><div><br></div>{image}<div>{SECOND}</div><br />{THIRD}<br />"
    body = extracted(page(text))
    assert [block.text for block in body.blocks] == [FIRST, SECOND, THIRD]
    assert [figure.src for figure in body.figures] == ["/s.jpg", "/s.jpg"]


def test_a_page_laid_out_by_tables() -> None:
    menu = "<td width=180><a href='/'>Beranda</a><br><a href='/profil'>Profil</a></td>"
    html = (
        f"<html><body><table><tr>{menu}<td><table><tr><td><b>{TITLE}</b></td></tr>"
        f"<tr><td><p align=left>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></td></tr></table></td>"
        "</tr><tr><td colspan=2>Copyright © 2010 Pemerintah Kabupaten</td></tr></table></body></html>"
    )
    assert lines(html) == [FIRST, SECOND, THIRD]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "<br>\n".join(textwrap.wrap(f"{FIRST} {SECOND}", 70))
    assert lines(page(f"{wrapped}<br><br>{THIRD}")) == [f"{FIRST} {SECOND}", THIRD]
    source = "\n".join(textwrap.wrap(FIRST, 60))
    assert lines(page(f"<p>{source}</p><p>{SECOND}</p>")) == [FIRST, SECOND]


def test_a_whole_article_in_one_line() -> None:
    whole = f"{FIRST} {SECOND} {THIRD}"
    assert lines(page(whole)) == [whole]
    assert lines(page(f"<span style='font-size:14px'>{whole}</span>")) == [whole]


def test_a_short_article_of_one_paragraph() -> None:
    short = "Bupati meresmikan pasar baru di Kecamatan Wonosari, Selasa."
    assert lines(page(f"<p>{short}</p>")) == [short]


def test_results_are_one_paragraph_a_row() -> None:
    table = (
        "<table><thead><tr><th>No</th><th>Kecamatan</th><th>Jumlah</th></tr></thead>"
        "<tbody><tr><td>1</td><td><b>Wonosari</b></td><td>324</td></tr>"
        "<tr><td>2</td><td>Kepanjen</td><td></td></tr></tbody></table>"
    )
    assert lines(page(f"<p>{FIRST}</p>{table}<p>{SECOND}</p>")) == [
        FIRST,
        "No | Kecamatan | Jumlah",
        "1 | Wonosari | 324",
        "2 | Kepanjen",
        SECOND,
    ]


def test_poems_keep_their_lines() -> None:
    poem = "Di pasar yang baru<br>kami menata rindu<br>di antara tomat dan terasi<br>hari menjadi puisi"
    body = extracted(page(f"<p>{FIRST}</p><p>{poem}</p><p>{SECOND}</p>"))
    assert [block.text for block in body.blocks] == [FIRST, poem.replace("<br>", "\n"), SECOND]
    assert body.blocks[1].kind == "verse"
    verse = poem.replace("<br>", "\n")
    assert lines(page(f"<p>{FIRST}</p><pre>{verse}</pre><p>{SECOND}</p>"))[1] == verse


def test_headings_lists_and_quotes_keep_their_kind() -> None:
    html = f"<p>{FIRST}</p><h2>Jadwal</h2><ol><li>Senin<li>Selasa</ol>"
    html += f"<blockquote>{SECOND}</blockquote><p>{THIRD}</p>"
    assert [(block.kind, block.text) for block in extracted(page(html)).blocks] == [
        ("paragraph", FIRST),
        ("heading", "Jadwal"),
        ("list_item", "Senin"),
        ("list_item", "Selasa"),
        ("quote", SECOND),
        ("paragraph", THIRD),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Rp5&nbsp;juta &amp; &ldquo;lunas&rdquo;", "Rp5 juta & “lunas”"),
        ("ke&shy;pa&#8203;la di\ufeffnas", "kepala dinas"),
        ("kafÃ© â€œbaruâ€\x9d Â° Â© â€“ ya", "kafé “baru” ° © – ya"),
        ("e\u0301lite", "élite"),
        ("MAÇÃ” dan São Paulo", "MAÇÃ” dan São Paulo"),
        ("satu\r\n   dua\t tiga", "satu dua tiga"),
    ],
)
def test_characters_as_a_reader_sees_them(html: str, text: str) -> None:
    assert (
        lines(page(f"<p>{FIRST}</p><p>{html} adalah tulisan.</p><p>{SECOND}</p>"))[1]
        == f"{text} adalah tulisan."
    )


def test_a_lead_between_title_and_text() -> None:
    html = page(f"<p>{SECOND}</p><p>{THIRD}</p>").replace(
        "<div class='entry", f"<p>{FIRST}</p><div class='entry"
    )
    assert lines(html) == [FIRST, SECOND, THIRD]


def test_names_that_cover_the_whole_text_are_not_believed() -> None:
    text = f"<div class='related comments widget'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    assert lines(page(text)) == [FIRST, SECOND, THIRD]


def test_hidden_text_is_left_out() -> None:
    hidden = f"<div style='display: none'><p>{THIRD}</p></div><p hidden>{THIRD}</p>"
    assert lines(page(f"<p>{FIRST}</p>{hidden}<p>{SECOND}</p>")) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "credit",
    [
        "Editor: Sekar Handayani",
        "Reporter : Sekar Handayani",
        "Sumber: Diskominfo Wonoasri",
        "Penulis: Sekar / Editor: Bima",
        "Foto: Dok. Humas",
    ],
)
@pytest.mark.parametrize("links", ["<ul><li>{}</li></ul>", "<div>{}</div>", "<p>{}</p>"])
def test_a_credit_above_related_links_stays(credit: str, links: str) -> None:
    link = '<a href="/berita-lain.html">Pasar Desa Wonoasri Kini Buka Setiap Hari</a>'
    html = page(f"<div>{FIRST}</div><div>{SECOND}</div><div>{credit}</div>" + links.format(link))
    texts = [block.text for block in locate_body(parse_html(html), title=TITLE).blocks]
    assert texts == [FIRST, SECOND, credit]
