"""Templates learned from a portal's own pages: invented furniture, several layouts, drift, order."""

from __future__ import annotations

import random

import pytest
from lxml.html import HtmlElement

from crawler.extraction.furniture import strip_boilerplate
from crawler.extraction.keeper import TemplateKeeper
from crawler.extraction.learning import ENOUGH, WINDOW, learn_template
from crawler.extraction.source import parse_html
from crawler.extraction.template import Layout, Template, TemplateError, apply_template

_PLACES = [
    "Wonosari", "Kepanjen", "Singosari", "Bumiaji", "Lawang", "Cibodas", "Tirtoyudo", "Gedangan",
    "Karangploso", "Sukamaju",
]  # fmt: skip
_DOINGS = [
    "meresmikan", "meninjau", "membuka", "menutup", "memantau", "membahas", "menggelar", "menata",
    "merawat",
]  # fmt: skip
_THINGS = [
    "pasar", "jembatan", "posyandu", "sekolah", "taman", "perpustakaan", "irigasi", "terminal",
    "puskesmas", "balai",
]  # fmt: skip
FAVOURITE = "“Semua harus mendapat pelayanan yang sama,” tegasnya kepada wartawan."


def paragraphs(number: int) -> list[str]:
    """The text of an article that no other number has, and a sentence that many have."""
    pick = random.Random(number)
    lines = [
        f"Bupati {pick.choice(_DOINGS)} {pick.choice(_THINGS)} di Kecamatan {pick.choice(_PLACES)} bersama "
        f"{pick.randrange(9, 999)} warga, dan {pick.choice(_DOINGS)} {pick.choice(_THINGS)} "
        f"nomor {number}-{index}."
        for index in range(pick.randrange(3, 7))
    ]
    if number % 2:
        lines.insert(pick.randrange(len(lines)), FAVOURITE)
    return lines


def classic(number: int) -> HtmlElement:
    """A layout with furniture that no list of phrases knows: a box, a line, a counter, labelled headlines."""
    text = [f"<p>{line}</p>" for line in paragraphs(number)]
    pick = random.Random(-number)
    text.insert(2, f"<p>Jangan lewatkan: {pick.choice(_THINGS)} {pick.choice(_PLACES)} Kini Makin Ramai</p>")
    text.insert(1, "<p>Kabar ini dipersembahkan oleh Toko Sumber Rejeki, langganan kita semua.</p>")
    text.append(
        f"<div class='kotak-biru'><p>Pojok Warga</p><p>Cerita nomor {number}: {pick.random()}.</p></div>"
    )
    text.append(f"<p>Nomor layanan berita {number} hari ini, simpan baik-baik.</p>")
    return parse_html(
        f"<html><head><title>Judul {number}</title></head><body>"
        "<div class='kepala'><a href='/'>Depan</a></div>"
        f"<div class='isi'><h1 class='judul'>Judul Berita {number}</h1>"
        "<time class='waktu'>17 Maret 2022</time>"
        f"<div class='teks-kabar'>{''.join(text)}</div></div><div class='kaki'><p>Alamat kantor "
        "redaksi kami ada di Jalan Merdeka nomor satu, buka setiap hari kerja sampai sore.</p></div>"
        "</body></html>",
        "",
    )


def modern(number: int) -> HtmlElement:
    """Another layout of the same portal."""
    text = "".join(f"<div>{line}</div>" for line in paragraphs(number))
    return parse_html(
        f"<html><body><main class='halaman'><h1>Judul Berita {number}</h1>"
        f"<section class='narasi'>{text}</section>"
        "<p class='janji'>Redaksi menerima tulisan dari warga setiap hari.</p></main></body></html>",
        "",
    )


def read(template: Template, tree: HtmlElement) -> list[str]:
    placed = apply_template(template, tree)
    assert placed is not None
    return [block.text for block in strip_boilerplate(placed.body, title=placed.title).blocks]


@pytest.fixture(scope="module")
def template() -> Template:
    learned = learn_template("kabar", [classic(n) for n in range(20)] + [modern(n) for n in range(100, 110)])
    assert learned is not None
    return learned


def test_recurring_blocks_go_and_recurring_sentences_stay(template: Template) -> None:
    for number in range(500, 520):
        assert read(template, classic(number)) == paragraphs(number)
        assert read(template, modern(number)) == paragraphs(number)


def test_layouts_are_told_apart_and_readable(template: Template) -> None:
    assert [layout.body for layout in template.layouts] == ["div.teks-kabar", "section.narasi"]
    assert template.layouts[0].title == "h1.judul"
    assert template.layouts[0].date == "time.waktu"
    placed = apply_template(template, classic(7))
    assert placed is not None
    assert (placed.layout, placed.title, placed.date) == ("layout-1", "Judul Berita 7", "17 Maret 2022")


def test_a_template_survives_its_file(template: Template) -> None:
    assert Template.from_json(template.to_json()) == template


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 99, "portal": "x", "layouts": []}',
             '{"version": 1, "portal": "x", "layouts": [{"name": "a", "body": "div[["}]}'],
)  # fmt: skip
def test_a_broken_file_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        Template.from_json(text)


def test_revised_by_hand(template: Template) -> None:
    layout = Layout("mine", "div.teks-kabar", furniture=("div.kotak-biru",), lines=())
    text = read(Template("kabar", (layout,)), classic(3))
    assert "Pojok Warga" not in text
    assert any("Toko Sumber Rejeki" in line for line in text)


def test_the_order_of_pages_does_not_matter(template: Template) -> None:
    pages = [classic(n) for n in range(20)] + [modern(n) for n in range(100, 110)]
    random.Random(1).shuffle(pages)
    assert learn_template("kabar", pages) == template


def test_a_change_of_layout_is_noticed_and_learned() -> None:
    keeper = TemplateKeeper("kabar")
    for number in range(ENOUGH):
        keeper.locate(classic(number), url=f"/{number}")
    old = keeper.template
    assert old is not None
    for number in range(60):
        keeper.locate(classic(number), url=f"/{number}")
    assert keeper.drifted == 0
    for number in range(WINDOW):
        body = strip_boilerplate(
            keeper.locate(modern(number), url=f"/{number}"), title=f"Judul Berita {number}"
        )
        assert [block.text for block in body.blocks][: len(paragraphs(number))] == paragraphs(number)
    assert keeper.drifted == 1
    for number in range(ENOUGH):
        keeper.locate(modern(number), url=f"/{number}")
    assert keeper.template is not None
    assert [layout.body for layout in keeper.template.layouts] == ["section.narasi"]


def test_pages_without_text_teach_nothing() -> None:
    assert learn_template("kabar", [parse_html("<p></p>", "")] * 30) is None
