"""Captions that are paragraphs right below a picture, and first paragraphs that are no captions."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from tests.extraction.pages import FIRST, SECOND, THIRD, lines, page

IMAGE = "<img src='/u/pasar.jpg'>"
CAPTION = "Pedagang menata dagangan di kios baru, Selasa (22/3/2022)"
OPENING = FIRST.partition(" – ")[2]
REST = f"<p>{OPENING}</p><p>{SECOND}</p><p>{THIRD}</p>"
DATED = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


@pytest.mark.parametrize(
    "content",
    [
        f"<p>{IMAGE}</p><p>{CAPTION}</p>{REST}",
        f"<p>{IMAGE}<br>{CAPTION}</p>{REST}",
        f"<figure>{IMAGE}</figure><p>{CAPTION}</p>{REST}",
        f"<p>{IMAGE}</p><p>{CAPTION}.</p>{DATED}",
        f"<p>{IMAGE}</p><p style='text-align: center'>{CAPTION}.</p>{REST}",
        f"<center>{IMAGE}</center><center>{CAPTION}.</center>{REST}",
        f"<p>{IMAGE}</p><p><span style='font-size: 10px'>{CAPTION}.</span></p>{REST}",
    ],
)
def test_caption_below_a_picture(content: str) -> None:
    article = extract_article(page(content), "https://portal.example.go.id/berita/1")
    assert article.body == [OPENING, SECOND, THIRD]
    assert [(image.caption or "").rstrip(".") for image in article.images] == [CAPTION]


def test_caption_below_a_picture_above_the_text() -> None:
    html = page(f"<p>{CAPTION}</p>{REST}").replace(
        "<div class='entry-content'>", f"<div class='foto'>{IMAGE}</div><div class='entry-content'>"
    )
    article = extract_article(html, "https://portal.example.go.id/berita/1")
    assert article.body == [OPENING, SECOND, THIRD]
    assert [image.caption for image in article.images] == [CAPTION]


@pytest.mark.parametrize(
    "first",
    [
        f"<p>{OPENING}</p>",
        "<p>Warga Wonosari lega.</p>",
        "<p>Berikut keterangan kepala dinas kepada wartawan:</p>",
        "<p><b>Tahap pertama pembangunan pasar baru</b></p>",
        "<p>“Pasar ini impian kami sejak lama”</p>",
        "<p>Assalamualaikum warahmatullahi wabarakatuh</p>",
        "<p>Cocok untuk: pedagang yang baru membuka usaha</p>",
    ],
)
def test_first_paragraph_below_a_picture(first: str) -> None:
    text = " ".join(lines(page(f"<p>{IMAGE}</p>{first}<p>{SECOND}</p><p>{THIRD}</p>")))
    assert first.replace("<b>", "").replace("</b>", "")[3:-4] in text


@pytest.mark.parametrize(
    "first", [f"<p><em>{FIRST}</em></p>", f"<div class='kiri'>{IMAGE}<p>{FIRST}</p></div>"]
)
def test_a_dateline_begins_the_text_below_a_picture(first: str) -> None:
    assert lines(page(f"<p>{IMAGE}</p>{first}<p>{SECOND}</p><p>{THIRD}</p>")) == [FIRST, SECOND, THIRD]


def test_lines_that_are_centred_like_all_others() -> None:
    rows = "".join(f"<p align='center'>{text}</p>" for text in (IMAGE, OPENING, SECOND, THIRD))
    assert lines(page(rows)) == [OPENING, SECOND, THIRD]


def test_lines_beside_icons_are_no_captions() -> None:
    line = "Dapat dihitung sebagai pengeluaran bulanan pedagang"
    rows = f"<table><tr><td><img src='/i/cross.svg'></td><td>{line}</td></tr></table>"
    assert line in lines(page(f"<p>{OPENING}</p>{rows}<p>{SECOND}</p><p>{THIRD}</p>"))
