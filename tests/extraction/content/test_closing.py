"""Short closing sentences below the element that holds the other paragraphs."""

from __future__ import annotations

import pytest

from tests.extraction.pages import FIRST, SECOND, THIRD, TITLE, extracted

CLOSING = "Acara ditutup dengan makan bersama."
BOX = "<div class='box'><b>Baca juga</b><ul><li><a href='/b/1'>Camat Tinjau Posko Banjir</a></ul></div>"
PARAGRAPHS = [FIRST, SECOND, THIRD]


def lines(content: str, rows: str = "p") -> list[str]:
    inner = "".join(f"<{rows}>{text}</{rows}>" for text in PARAGRAPHS)
    html = (
        f"<html><head><title>{TITLE}</title></head><body><div class='kolom'><h1>{TITLE}</h1>"
        f"<div class='badan'><div class='teks'>{inner}</div>{content}</div></div></body></html>"
    )
    return [block.text for block in extracted(html).blocks]


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        (f"<p>{CLOSING}</p>", "p"),
        (f"{BOX}<p>{CLOSING}</p>", "p"),
        (
            f"<div class='ads-slot'><a href='https://x.example'><img src='/x.gif'></a></div><p>{CLOSING}</p>",
            "p",
        ),
        (f"<figure><img src='/x.jpg'><figcaption>Pasar baru.</figcaption></figure><p>{CLOSING}</p>", "p"),
        (f"{BOX}<div class='lanjutan'><p>{CLOSING}</p></div>", "p"),
        (f"{BOX}<div>{CLOSING}</div>", "div"),
    ],
)
def test_closing_sentence(below: str, rows: str) -> None:
    assert lines(below, rows) == [*PARAGRAPHS, CLOSING]


@pytest.mark.parametrize(
    "below",
    [
        f"<p class='catatan'>{CLOSING}</p>",
        f"<h4>Berita Lain</h4><p>{CLOSING}</p>",
        f"<p>Dinas Perdagangan</p><p>{CLOSING}</p>",
        f"<p><a href='/b/2'>{CLOSING}</a></p>",
        f"<div class='komentar'><p>{CLOSING}</p></div>",
        "<p>Silakan masuk untuk memberi komentar.</p>",
        "<p>Bagikan berita ini ke teman Anda.</p>",
    ],
)
def test_other_text_below_the_paragraphs(below: str) -> None:
    assert lines(below) == PARAGRAPHS
