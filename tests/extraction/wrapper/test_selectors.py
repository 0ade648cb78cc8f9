"""Selectors of templates: their matches, and how selectors for elements are built."""

from __future__ import annotations

import pytest

from crawler.extraction.dom.parse import parse_html
from crawler.extraction.wrapper.selector_builder import selector_of
from crawler.extraction.wrapper.selectors import NotASelector, find_all_near, find_near, select, select_first

PAGE = parse_html(
    "<body><div class='isi lebar'><p>satu</p><p class='kata'>dua</p></div><div class='isi-luar'><p>tiga</p>"
    "</div><div class='isi'><p>empat</p><ul class='fakta'><li>lima<li>enam<li>tujuh</ul></div>"
    "<section id='akhir'><span itemprop='articleBody'>delapan</span></section></body>"
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("div.isi > p", ["satu", "dua", "empat"]),
        ("div.lebar.isi > p", ["satu", "dua"]),
        ("div.isi > p.kata", ["dua"]),
        ("div.isi > ul > li:nth-child(2)", ["enam"]),
        ("div.isi:nth-child(3) > p", ["empat"]),
        ("div.isi > p:nth-child(2)", ["dua"]),
        ("section#akhir", ["delapan"]),
        ('span[itemprop="articleBody"]', ["delapan"]),
        ("div p", ["satu", "dua", "tiga", "empat"]),
        ("li:last-child", ["tujuh"]),
        ("div.tiada > p", []),
        ("ul.fakta > li:nth-child(9)", []),
    ],
)
def test_finds_what_css_says(selector: str, texts: list[str]) -> None:
    found = select(selector)(PAGE)
    assert ["".join(element.itertext()) for element in found] == texts
    assert found == PAGE.cssselect(selector)
    assert select_first(selector)(PAGE) is (found[0] if found else None)


def test_an_element_without_names_is_told_by_the_way_down_to_it() -> None:
    assert selector_of(PAGE.cssselect("li")[2]) == "ul.fakta > li"
    assert selector_of(PAGE.cssselect("section")[0]) == "section#akhir"
    assert selector_of(PAGE.cssselect("span")[0]) == 'span[itemprop="articleBody"]'
    assert (
        selector_of(
            parse_html("<div><div><div><div><div><p>x</p></div></div></div></div></div>").cssselect("p")[0]
        )
        is None
    )


def test_the_nearest_about_the_container_comes_first() -> None:
    body, last = PAGE.find("body"), PAGE.cssselect("ul.fakta")[0]
    assert body is not None
    first, fourth = PAGE.cssselect("p")[0], PAGE.cssselect("p")[3]
    assert find_near("div.isi > p", last, PAGE) is first
    assert find_near("p:first-child", last, PAGE) is fourth
    assert find_all_near("p:first-child", last, PAGE) == [fourth]
    assert find_near("p.kata", last, PAGE) is PAGE.cssselect("p.kata")[0]
    assert find_near("p.tiada", last, PAGE) is None
    assert find_all_near("p.tiada", last, PAGE) == []


def test_what_is_no_selector_is_refused() -> None:
    for find in (select, select_first):
        with pytest.raises(NotASelector, match="not a CSS selector"):
            find("div[[")
