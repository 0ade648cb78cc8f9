"""Boilerplate of every kind is removed, similar text stays."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler.extraction import extract_article
from crawler.extraction.dom.parse import parse_html
from tests.extraction.pages import FIRST, SECOND, THIRD, extracted, lines, page

FIXTURES = Path(__file__).parent / "fixtures"

with (FIXTURES / "cleaner.tsv").open(encoding="utf-8", newline="") as file:
    FURNITURE = [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
KEPT = (FIXTURES / "kept.html").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("row", "place", "html"), FURNITURE)
def test_furniture_goes(row: str, place: str, html: str) -> None:
    """`row` is the kind of boilerplate, `place` its position on the page."""
    parts = {"head": 0, "middle": 1, "tail": 3}
    content = [f"<p>{FIRST}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>"]
    content.insert(parts[place], html)
    assert lines(page("".join(content))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("html", KEPT)
def test_text_that_looks_like_furniture_stays(html: str) -> None:
    want = [" ".join(item.text_content().split()) for item in parse_html(html, "").iter("p", "li", "h3")]
    assert lines(page(f"<p>{FIRST}</p>{html}<p>{SECOND}</p><p>{THIRD}</p>")) == [FIRST, *want, SECOND, THIRD]


def test_related_lines_glued_into_a_paragraph() -> None:
    glued = f"{FIRST}BACA JUGA:Soal Rubicon Pejabat Pajak, Ini Kata Menteri"
    assert lines(page(f"<p>{glued}</p><p>{SECOND}</p>")) == [FIRST, SECOND]
    linked = f"{FIRST} <b>BACA JUGA: <a href='/a'>Camat Tinjau Posko</a></b> {SECOND}"
    assert lines(page(f"<p>{linked}</p><p>{THIRD}</p>")) == [f"{FIRST} {SECOND}", THIRD]
    several = (
        f"{FIRST}<br>BACA JUGA:<a href='/a'>Camat Tinjau Posko Banjir</a><br>"
        f"BACA JUGA:<a href='/b'>Warga Ikuti Vaksinasi</a><br>{SECOND}"
    )
    assert lines(page(f"<p>{several}</p><p>{THIRD}</p>")) == [FIRST, SECOND, THIRD]


def test_an_article_printed_twice() -> None:
    text = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    assert lines(page(text + "<p>Copyright © ANTARA 2016</p>" + text)) == [FIRST, SECOND, THIRD]
    assert lines(page(text + text)) == [FIRST, SECOND, THIRD]


def test_a_caption_printed_twice_is_one_caption() -> None:
    one = "Sekretaris Dinas bertukar cendera mata dengan Kepala Dinas Kota Malang, S.Sos, M.Si, Selasa (22/3)"
    other = one.replace("cendera mata", "cenderamata")
    body = extracted(page(f"<p>{FIRST}</p><p>{one}</p><p>{other}</p><p>{SECOND}</p>"))
    assert [block.text for block in body.blocks] == [FIRST, SECOND]
    assert [figure.caption for figure in body.figures] == [one]


CLOSING = "Pasar dibuka setiap hari mulai pukul 03.00 sampai 17.00"
PICTURE = "<p><img src='/u/pasar.jpg'></p>"


@pytest.mark.parametrize("pictures", ["", PICTURE], ids=["no pictures", "picture"])
@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        (". (Foto: Andi Saputra/Editor: Budi Santoso)", {"photographer", "editor"}),
        (". (Teks: Ani Lestari/Foto: Andi Saputra)", {"author", "photographer"}),
        (". [Foto: Andi Saputra / Editor: Budi Santoso]", {"photographer", "editor"}),
        (". (Humas/Foto: Andi Saputra)", {"source", "photographer"}),
        (". (Foto: Andi Saputra)", {"photographer"}),
        (". - Foto: Andi Saputra", {"photographer"}),
        (" (Foto: Andi Saputra/Editor: Budi Santoso).", {"photographer", "editor"}),
    ],
)
def test_credits_of_pictures_behind_the_last_sentence(pictures: str, credit: str, expected: set[str]) -> None:
    html = page(f"{pictures}<p>{FIRST}</p><p>{SECOND}</p><p>{CLOSING}{credit}</p>")
    article = extract_article(html, "https://portal.example.go.id/berita/1")
    assert article.body[1:] == [SECOND, CLOSING + "." * credit.startswith(".")]
    assert {item.role for item in article.credits} == expected


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "caption",
    [
        "Bupati bersama para pedagang pasar baru di Wonosari. (Foto: Humas)",
        "Pedagang pasar baru (Foto: Humas)",
    ],
)
def test_a_sentence_with_a_photo_credit_below_a_picture_is_its_caption(place: int, caption: str) -> None:
    parts = [f"<p>{FIRST}</p>", f"<p>{SECOND}</p>"]
    parts.insert(place, f"{PICTURE}<p>{caption}</p>")
    assert lines(page("".join(parts))) == [FIRST, SECOND]


def test_what_is_taken_out_is_kept_with_its_reason() -> None:
    body = extracted(page(f"<p>{FIRST}</p><p>Baca juga: Camat Tinjau Posko</p><p>{SECOND}</p>"))
    assert [item.text for item in body.removed if item.reason.startswith("related")] == [
        "Baca juga: Camat Tinjau Posko"
    ]


@pytest.mark.parametrize("name", ["000_315ac526f5c810af.txt", "004_ddee7745217617d8.txt"])
def test_seed_articles_as_bare_paragraphs(shared_data: Path, name: str) -> None:
    """A page that consists of lines: title, breadcrumb, boilerplate, comment form."""
    text = (shared_data / "seeds" / name).read_text(encoding="utf-8")
    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines() if line) + "</body></html>"
    for title in ("", text.strip().removeprefix("Berita").strip().splitlines()[0]):
        body = extracted(html, title or None)
        printed = "\n".join(block.text for block in body.blocks)
        for phrase in (
            "Baca Juga",
            "Exit mobile",
            "Leave a",
            "Akismet",
            "You may",
            "Skip to",
            "cendera",
        ):
            assert phrase not in printed
        if title:
            assert "Gali Ilmu ke" not in printed
            assert "Jalin Sil" not in printed
        first = body.blocks[0 if title else 1].text
        assert first.startswith(("MAKASSAR, NEWSURBAN.ID", "Kedungkandang, MC"))
        assert body.blocks[-1].text.endswith(("(*)", "(cah/may)"))
        assert "Berita" not in [block.text for block in body.blocks]
