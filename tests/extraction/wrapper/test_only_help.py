"""A template only removes recurring blocks: text, images and facts of the generic extraction stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.extraction import extract_article, normalise_dates, strip_boilerplate
from crawler.extraction.wrapper.template import Layout, Template
from crawler.items import Article
from crawler.templates.lifecycle import DOUBTED, TemplateLifecycle, learn_template
from tests.extraction.portal_pages import FETCHED, PORTAL, classic, headline, page, paragraphs, title

ADVERTISER = "Dipersembahkan oleh Koperasi Tani Wonoasri, mitra belanja keluarga Anda."


def _page(number: int, head: str, text: str, foot: str = "") -> str:
    return (
        f"<html><head><title>{title(number)}</title></head><body><div class='row'><div class='col-md-12'>"
        f"<h1>{title(number)}</h1><small>{1 + number % 28} Maret 2024</small></div></div>"
        f"<div class='row'>{head}<div class='col-md-12'>{text}</div></div>{foot}</body></html>"
    )


def _lines(number: int, tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in [*paragraphs(number), *paragraphs(number + 5000)])


def grid(number: int) -> str:
    """The text's element has a class that the page's grid uses everywhere, with more text below it."""
    related = "".join(f"<li><a href='/b/{n}'>{headline(number * 9 + n)}</a></li>" for n in range(30))
    foot = f"<div class='row'><div class='col-md-12'><h3>Kabar lain</h3><ul>{related}</ul></div></div>"
    return _page(number, "", _lines(number) + f"<p>{ADVERTISER}</p>", foot)


def cover(number: int) -> str:
    """An image with its caption before the paragraphs of every page."""
    caption = f"<figcaption>Warga meninjau lokasi {number}.</figcaption>"
    picture = f"<figure><img src='/foto/{number}.jpg'>{caption}</figure>"
    return _page(number, "", picture + _lines(number) + f"<p>{ADVERTISER}</p>")


def habits(number: int) -> str:
    """Editors paste text as `p`, `div` or `br`; a third of the pages has another kind of lead."""
    text = (_lines(number), _lines(number, "div"), _lines(number).replace("</p><p>", "<br><br>"))[number % 3]
    lead = f"<div class='teras'>{paragraphs(number + 900)[0]}</div>" if number % 3 else ""
    return _page(number, "", lead + text + f"<p>{ADVERTISER}</p>")


def invitation(number: int) -> str:
    """Press releases with the day and place of the announced event, in consecutive lines."""
    day = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")[number % 7]
    month = ("Januari", "Maret", "Mei")[number % 3]
    place = f"Balai Desa {headline(number).split()[1]} Kecamatan Sumberjo"
    text = f"<p>Waktu kegiatan: {day}, {1 + number % 28} {month} 2024</p><p>Tempat kegiatan: {place}</p>"
    return _page(number, "", f"{_lines(number)}{text}<p>{ADVERTISER}</p>")


def facts_box(number: int) -> str:
    """Half of the articles have their own box of facts below a common heading."""
    box = f"<div class='kotak'><p>Fakta singkat</p><p>Ada {number} warga di {headline(number)}.</p></div>"
    return _page(number, "", _lines(number) + (box if number % 2 == 0 else "") + f"<p>{ADVERTISER}</p>")


LOOKS = (grid, cover, habits, invitation, facts_box)


def _read(template: Template | None, html: str, number: int) -> Article:
    return extract_article(html, page(html, number).url, PORTAL, fetched_at=FETCHED, template=template)


@pytest.mark.parametrize("look", LOOKS)
def test_all_but_what_recurs_is_that_of_the_general_way(look: Callable[[int], str]) -> None:
    template = learn_template("kabar", [page(look(n), n) for n in range(20)])
    assert template is not None
    for number in (*range(20), *range(40, 60)):
        general, learned = (_read(one, look(number), number) for one in (None, template))
        assert ADVERTISER in general.body
        assert learned.body == [line for line in general.body if line != ADVERTISER]
        assert [
            block for block, line in zip(general.body_blocks, general.body, strict=True) if line != ADVERTISER
        ] == (learned.body_blocks)
        same: dict[str, Any] = {
            "body": [],
            "body_blocks": [],
            "content_hash": "",
            "extractor_version": "",
            "date_mentions": [],
        }
        assert replace(learned, **same) == replace(general, **same)


def test_two_articles_in_a_row_of_which_it_would_take_too_much_switch_it_off() -> None:
    lifecycle = TemplateLifecycle("kabar", learn_template("kabar", [page(classic(n), n) for n in range(20)]))

    def note(html: str, number: int) -> list[str]:
        draft = normalise_dates(strip_boilerplate(lifecycle.locate(page(html, number))))
        lifecycle.note(draft)
        return draft.paragraphs

    def flooded(number: int) -> str:
        announced = "".join(f"<p>Jangan lewatkan: {headline(n)}</p>" for n in range(30))
        return classic(number).replace("<div class='teks-kabar'>", f"<div class='teks-kabar'>{announced}")

    for number in (30, 31, 32):  # neither one alone nor one after a matching page
        html = flooded(number) if number != 31 else classic(number)
        found = note(html, number)
        if number != 31:
            assert found == _read(None, html, number).body
        assert lifecycle.template is not None
    assert note(flooded(33), 33) == _read(None, flooded(33), 33).body
    assert lifecycle.template is None
    assert (lifecycle.drifted, lifecycle.why) == (0, DOUBTED)
    again = TemplateLifecycle("kabar", None, lifecycle.progress())
    assert again.why == DOUBTED
    lifecycle = again
    for number in range(40, 60):
        note(classic(number), number)
    assert lifecycle.template is not None
    assert lifecycle.why == ""


def test_pages_without_one_place_of_the_text_teach_none_and_it_is_said() -> None:
    lifecycle = TemplateLifecycle("kabar")
    for number in range(20):
        name = "abcdefghijklmnopqrst"[number]
        html = grid(number).replace("<div class='col-md-12'><p>", f"<div class='kolom-{name}'><p>")
        lifecycle.note(normalise_dates(strip_boilerplate(lifecycle.locate(page(html, number)))))
    assert lifecycle.template is None
    assert lifecycle.why == "the text of 20 pages stands in 20 different elements"


def test_a_layout_that_few_pages_show_takes_nothing_out_until_more_do() -> None:
    pages = [page(grid(n), n) for n in range(16)] + [page(classic(n), n) for n in range(100, 104)]
    lifecycle = TemplateLifecycle("kabar", learn_template("kabar", pages))
    assert lifecycle.template is not None
    weak = lifecycle.template.layouts[1]
    assert (weak.body, weak.pages, weak.lines) == ("div.teks-kabar", 4, ())
    for number in range(200, 220):
        draft = normalise_dates(strip_boilerplate(lifecycle.locate(page(classic(number), number))))
        assert draft.layout == weak.name
        lifecycle.note(draft)
    assert _read(lifecycle.template, classic(300), 300).body == paragraphs(300)
    assert lifecycle.template.revision == 2


def test_what_a_person_wrote_is_followed() -> None:
    html = _page(3, "<div class='teras'>Jembatan Wonoasri dibuka.</div>", _lines(3))
    html = html.replace("<div class='col-md-12'><p>", "<div class='naskah'><p>")
    aside = f"<div class='sorot'>{_lines(70)}</div>"
    layout = Layout("mine", "div.sorot", lead="div.teras", lines=(paragraphs(70)[0],))
    mine = Template("kabar", (layout,), origin="hand")
    article = _read(mine, html.replace("</body>", aside + "</body>"), 3)
    assert article.body[0] == "Jembatan Wonoasri dibuka."
    named = [*paragraphs(70)[1:], *paragraphs(5070)]
    assert article.body[-len(named) :] == named
    assert paragraphs(70)[0] not in article.body
    assert paragraphs(5003)[-1] not in article.body
    twice = html.replace("</body>", aside + aside + "</body>")
    assert _read(mine, twice, 3).body == _read(None, twice, 3).body
